"""`carepath check` says every fault in words or as JSON, and its exit code says whether there are any."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from commandline import loading
from commandline.catalogue import catalogue
from commandline.unusable import Unusable

IN_ORDER = """
from engine.language import finish, message, stage, therapy, confer, deliver_plan
from engine.spans import days
from engine.words import Pathway
from pathways.ladders import LADDERS
from pathways.roles import COORDINATOR

PATHWAY = Pathway(
    name="short",
    title="A short one",
    texting_consent="agreed_to_texts",
    stages=(
        stage(
            "care",
            message("goodbye", "closing"),
            confer("review", quorum=(COORDINATOR,), within=days(7), retry=days(7), plans=True),
            deliver_plan(),
            finish("the_end", "well"),
        ),
    ),
    therapies=(therapy("talk", "Talking", message("hello", "closing")),),
    ladders=LADDERS,
)
"""


@pytest.fixture
def short(tmp_path: Path) -> Path:
    file = tmp_path / "short.py"
    file.write_text(IN_ORDER, encoding="utf-8")
    return file


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken.py"
    file.write_text(
        IN_ORDER.replace('"closing"),\n            confer', '"closin"),\n            confer'),
        encoding="utf-8",
    )
    return file


def test_a_pathway_in_order_is_said_to_be(short: Path) -> None:
    assert _carepath(short) == (0, "short: no faults: 5 steps, 1 therapy, 0 rules\n")


def test_a_fault_is_said_in_one_line_and_the_exit_code_tells(broken: Path) -> None:
    code, said = _carepath(broken)

    assert code == 1
    assert said == (
        'short: 1 fault\n  broken.py:15, step "goodbye": sends "closin", which is no template; did you mean "closing"?\n'
    )


def test_faults_come_as_json_for_other_programs(short: Path, broken: Path) -> None:
    code, said = _carepath("--json", short, broken)
    in_order, faulty = json.loads(said)["pathways"]

    assert code == 1
    assert in_order == {"name": "short", "steps": 5, "therapies": 1, "rules": 0, "faults": []}
    assert [(fault["kind"], fault["step"]) for fault in faulty["faults"]] == [("unknown_template", "goodbye")]
    assert faulty["faults"][0]["sentence"].startswith('broken.py:15, step "goodbye": ')


def test_one_that_cannot_be_read_does_not_hide_what_the_others_have(broken: Path) -> None:
    ran = CliRunner().invoke(cli.app, ["check", "no_such_pathway", str(broken)])

    assert isinstance(ran.exception, Unusable)
    assert "no_such_pathway" in str(ran.exception)
    assert ran.stdout.startswith("short: 1 fault\n")


def test_without_a_name_every_draft_is_checked() -> None:
    _, said = _carepath()

    assert [name for name in loading.draft_names() if f"{name}: " not in said] == []


def test_templates_with_faults_of_their_own_are_said_first(tmp_path: Path) -> None:
    (tmp_path / "welcome").mkdir()

    with pytest.raises(Unusable, match=r"welcome/template\.toml: is missing"):
        catalogue(tmp_path)


def _carepath(*words: str | Path) -> tuple[int, str]:
    ran = CliRunner().invoke(cli.app, ["check", *map(str, words)])
    return ran.exit_code, ran.stdout
