"""`carepath simulate`: the same seed gives the same patients, and a patient who is left alone fails the run."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
from commandline.unusable import Unusable

PATHWAY = """
from engine.ladders import expire, ladder, remind, tell
from engine.language import ask, book, finish, message, stage, task
from engine.spans import clinic_days, days, weeks
from engine.words import Pathway
from instruments import PEG, PHQ9

FORMS = ladder("forms", remind(days(1), "form_reminder"), expire(days(5)))
PATHWAY = Pathway(
    name="small",
    title="A small pathway",
    texting_consent="agreed_to_texts",
    stages=(
        stage(
            "start",
            message("welcome", "welcome_optin"),
            ask("first_form", PEG, PHQ9, within=days(3), remind=FORMS),
            book("first_visit", "pt", minutes=30, within=weeks(2)),
            task("first_task", "coordinator", within=clinic_days(2), outcomes={"yes": (), "no": task("never_done", "pt")}),
        ),
        stage("goodbye", message("closing", "closing")ENDS),
    ),
    ladders=(FORMS, ladder("RL-F", tell(clinic_days(1), "coordinator"), again=clinic_days(1))),
)
"""


@pytest.fixture
def pathway(tmp_path: Path) -> Path:
    file = tmp_path / "small.py"
    file.write_text(PATHWAY.replace("ENDS", ', finish("goodbye_said", "finished")'), encoding="utf-8")
    return file


def test_the_same_seed_gives_the_same_patients_whatever_the_number_of_jobs(
    pathway: Path, tmp_path: Path
) -> None:
    one, two, other = (
        _simulate(pathway, tmp_path / out, "--seed", seed, "--jobs", jobs)
        for out, seed, jobs in (("one", 3, 1), ("two", 3, 2), ("other", 4, 1))
    )

    assert _summary(tmp_path / "one") == _summary(tmp_path / "two") != _summary(tmp_path / "other")
    assert (one.exit_code, two.exit_code, other.exit_code) == (0, 0, 0)


def test_each_plot_is_drawn_for_pages_and_for_slides(pathway: Path, tmp_path: Path) -> None:
    _simulate(pathway, tmp_path / "out", "--jobs", 1)

    drawn = {file.name for file in (tmp_path / "out").iterdir()}
    names = (
        "messages_per_patient_week",
        "tasks_per_role_and_week",
        "visits_per_role_and_week",
        "days_in_each_stage",
    )
    assert drawn == {f"{name}.{kind}" for name in names for kind in ("svg", "png")} | {"summary.json"}


def test_people_read_tables_with_what_was_asked_of_whom(pathway: Path, tmp_path: Path) -> None:
    shown = _simulate(pathway, tmp_path / "out", "--jobs", 1).stdout

    for said in ("Messages to one patient in a week", "Tasks a day", "0 faults", "patient-years and"):
        assert said in shown


def test_machines_read_the_same_as_json(pathway: Path, tmp_path: Path) -> None:
    numbers = json.loads(_simulate(pathway, tmp_path / "out", "--jobs", 1, "--json").stdout)

    assert numbers["patients"] == 12
    assert numbers["endings"]["finished"] > 0
    assert numbers["speed"]["events_per_second_and_core"] > 0


def test_a_pathway_that_does_not_say_how_it_ends_fails_the_run(pathway: Path, tmp_path: Path) -> None:
    pathway.write_text(PATHWAY.replace("ENDS", ""), encoding="utf-8")

    failed = _simulate(pathway, tmp_path / "out", "--jobs", 1)

    assert failed.exit_code == 1
    assert "ended without saying how the journey ends" in " ".join(failed.stdout.split())


def test_a_folder_that_cannot_be_written_is_named(pathway: Path) -> None:
    with pytest.raises(Unusable, match="cannot be written"):
        _simulate(pathway, pathway / "out", "--jobs", 1)


def _summary(folder: Path) -> object:
    found: object = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return found


def _simulate(pathway: Path, out: Path, *more: object) -> Result:
    words = ["simulate", pathway, "--patients", 12, "--months", 4, "--out", out, *more]
    # A refusal is raised as it is; the exit code of a run that found faults comes back as a result.
    return CliRunner().invoke(cli.app, [str(word) for word in words], catch_exceptions=False)
