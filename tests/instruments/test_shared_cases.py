"""The published scoring cases: each row of `shared/cases/scoring.json` gives what it says."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.scores import Score, Value
from instruments.catalogue import INSTRUMENTS, instrument
from instruments.change import change
from instruments.function.psfs import psfs_change

CASES = Path(__file__).parents[3] / "shared" / "cases" / "scoring.json"
if not CASES.exists():
    pytest.skip("the shared cases are not on this machine", allow_module_level=True)
ROWS: list[dict[str, Any]] = json.loads(CASES.read_text())

LATER = frozenset({
    "6mwt", "6mwt_predicted", "bpi_sf", "chair_stand_30s", "comm", "cows", "csq8", "dast10",
    "diagnostic_block", "dn4", "eq5d5l", "ess", "grip", "impact_score", "isi", "mme", "mme_taper", "ndi",
    "odi", "ort", "ort_oud", "paindetect", "pcs", "promis_29", "promis_global10", "promis_pi4a",
    "promis_pi8a", "pseq10", "pseq2", "psqi", "s_lanss", "sleep_efficiency", "soapp_r", "sows", "sppb",
    "start_back", "start_msk", "stop_bang", "taper_rate", "tsk11", "tug", "wsas",
})  # fmt: skip
"""Instruments that have cases but are not built yet."""


def one_by_one(name: str, *args: Any) -> Score:
    return instrument(name).score(dict(zip(instrument(name).item_ids, args, strict=False)))


def in_a_list(name: str, answers: list[Value]) -> Score:
    return one_by_one(name, *answers)


def by_item(name: str, answers: Mapping[str, Value]) -> Score:
    return instrument(name).score(answers)


def ticked(name: str, numbers: list[int], *, submitted: bool = True) -> Score:
    ticks = {f"q{number}": True for number in numbers}
    return instrument(name).score({**ticks, "submitted": submitted})


def goals(name: str, rows: list[tuple[Value, Value, Value, Value]]) -> Score:
    answers: dict[str, Value] = {}
    for number, (importance, difficulty, level, withdrawn) in enumerate(rows, start=1):
        goal = f"goal{number}"
        answers |= {goal: level, f"{goal}_withdrawn": withdrawn}
        answers |= {f"{goal}_importance": importance, f"{goal}_difficulty": difficulty}
    return instrument(name).score(answers)


def changed(_: str, before: Any, after: Any, *rest: Any) -> Score:
    lower_is_better, points, percent = rest
    return change(before, after, lower_is_better=lower_is_better, points=points, percent=percent)


def activities(_: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> Score:
    return psfs_change(before, after)


ADAPTERS: Mapping[str, Callable[..., Score]] = {
    "nrs": one_by_one,
    "peg": one_by_one,
    "gcps_r": one_by_one,
    "phq2": in_a_list,
    "phq4": in_a_list,
    "phq8": in_a_list,
    "phq9": in_a_list,
    "gad2": in_a_list,
    "gad7": in_a_list,
    "rmdq": ticked,
    "auditc": one_by_one,
    "psfs": by_item,
    "psfs_change": activities,
    "pgic": one_by_one,
    "gas": goals,
    "asq": by_item,
    "change": changed,
    "nida_sq": one_by_one,
    "experience": in_a_list,
    "sleep_triage": one_by_one,
}


def told(score: Score) -> dict[str, Any]:
    """A score in the words of the cases; numbers as floats because JSON has no fractions."""
    return {
        **score.subscores,
        "status": score.status,
        "score": None if score.shown is None else float(score.shown),
        "band": score.band,
        "missing": list(score.missing),
        "bad_items": list(score.bad_items),
        "safety": list(score.safety),
    }


@pytest.mark.parametrize("row", [row for row in ROWS if row["fn"] in ADAPTERS], ids=lambda row: row["id"])
def test_a_case_scores_as_published(row: dict[str, Any]) -> None:
    found = told(ADAPTERS[row["fn"]](row["instrument"], *row["args"], **row["kwargs"]))

    assert {"safety": [], **row["expected"]} == {key: found[key] for key in {"safety": [], **row["expected"]}}


def test_every_case_is_either_run_or_listed_as_later() -> None:
    cased = {row["instrument"] for row in ROWS}
    run = {row["instrument"] for row in ROWS if row["fn"] in ADAPTERS}

    assert cased - run == LATER
    assert LATER.isdisjoint(known.id for known in INSTRUMENTS)
