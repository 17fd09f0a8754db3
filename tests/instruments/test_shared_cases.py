"""The published scoring cases: each row of `shared/cases/scoring.json` gives what it says."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.scores import Value
from instruments.catalogue import INSTRUMENTS, instrument
from instruments.function.psfs import psfs_change
from instruments.telling import described, told

CASES = Path(__file__).parents[3] / "shared" / "cases" / "scoring.json"
if not CASES.exists():
    pytest.skip("the shared cases are not on this machine", allow_module_level=True)
ROWS: list[dict[str, Any]] = json.loads(CASES.read_text())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_case_scores_as_published(row: dict[str, Any]) -> None:
    expected = row["expected"] if isinstance(row["expected"], dict) else {"score": row["expected"]}
    found = scored(row)

    assert {"safety": [], **expected} == {key: found[key] for key in {"safety": [], **expected}}


def test_every_instrument_of_the_cases_is_there() -> None:
    assert {row["instrument"] for row in ROWS} <= {known.id for known in INSTRUMENTS}


def scored(row: Mapping[str, Any]) -> dict[str, Any]:
    name, args = row["instrument"], row["args"]
    if row["fn"] == "psfs_change":
        return flat(told(instrument(name), psfs_change(*args)))
    if row["fn"] == "promis4a":  # the cases name the domain; here each is a short form of its own
        name, args = f"promis_{args[0]}", args[1:]
    known = instrument(name)
    return flat(told(known, known.score(answers(name, args, row["kwargs"]))))


def answers(name: str, args: list[Any], more: Mapping[str, Any]) -> dict[str, Value]:
    """The arguments of a case stand in the order of the items; some cases list what is ticked instead."""
    ids = [item["id"] for item in described(instrument(name))["items"]]
    match name:
        case "rmdq":
            return {**{f"q{number}": True for number in args[0]}, "submitted": more.get("submitted", True)}
        case "ort":
            facts = {fact: fact in args[1] for fact in ids if fact != "sex"}
            return {"sex": args[0], **facts, **dict.fromkeys(more.get("missing", ()))}
        case "mme":
            return dict(args[0])
        case "grip":
            return {**dict(zip(ids, args[0], strict=False)), "sex": args[1]}
        case _ if len(args) == 1 and isinstance(args[0], dict):
            return args[0]
        case _:
            return {**dict(zip(ids, one_after_the_other(args), strict=False)), **more}


def one_after_the_other(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from one_after_the_other(value)
        else:
            yield value


def flat(found: dict[str, Any]) -> dict[str, Any]:
    return {**found["subscores"], **found}
