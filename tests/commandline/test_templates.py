"""`carepath templates`: faults of wording are found and end with exit code 1; a preview shows what arrives."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
import templates.catalogue
from commandline.unusable import Unusable
from templates.catalogue import load

RUN = CliRunner()


@pytest.fixture
def unkind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of one message, which blames, read instead of the clinic's own."""
    place = tmp_path / "scolding"
    place.mkdir()
    (place / "template.toml").write_text(
        'purpose = "form"\nurgency = "routine"\naudience = "patient"\nchannels = ["sms"]\nfields = []\n'
        'expires_after = "1 hour"\n',
        encoding="utf-8",
    )
    (place / "sms.en.txt").write_text("You forgot us. Please write.", encoding="utf-8")
    monkeypatch.setattr(templates.catalogue, "load", lambda: load(tmp_path))
    return place


def test_the_clinics_own_messages_have_no_faults() -> None:
    checked = RUN.invoke(cli.app, ["templates", "check"])

    assert (checked.exit_code, checked.output.split(" texts ")[1]) == (0, "in en and es: no faults\n")


def test_an_unkind_word_is_told_with_its_file_and_ends_with_one(unkind: Path) -> None:
    checked = RUN.invoke(cli.app, ["templates", "check"])
    for_programs = RUN.invoke(cli.app, ["templates", "check", "--json"])

    told = "scolding/sms.en.txt: T-14: 'forgot' blames or promises; say it kindly."
    assert (checked.exit_code, checked.output) == (1, f"{told}\n")
    assert (for_programs.exit_code, json.loads(for_programs.output)) == (1, [told])


def test_a_folder_that_cannot_be_read_is_a_fault_of_the_check_and_stops_a_preview(unkind: Path) -> None:
    (unkind / "template.toml").unlink()

    checked = RUN.invoke(cli.app, ["templates", "check"])

    assert (checked.exit_code, "scolding/template.toml: is missing." in checked.output) == (1, True)
    with pytest.raises(Unusable, match="The messages have faults of their own"):
        RUN.invoke(cli.app, ["templates", "preview", "scolding"], catch_exceptions=False)


def test_a_preview_shows_the_text_its_length_and_how_it_reads() -> None:
    shown = RUN.invoke(cli.app, ["templates", "preview", "visit_missed", "--lang", "es"]).output

    assert "Northside Care: No pudimos verle hoy." in shown
    assert "1 segment, grade 4" in shown


def test_a_preview_tells_what_a_text_breaks(unkind: Path) -> None:
    assert "T-14: 'forgot'" in RUN.invoke(cli.app, ["templates", "preview", "scolding"]).output


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["visit_misd"], "There is no message 'visit_misd'"),
        (["letter_to_pcp", "--lang", "es"], "letter_to_pcp is not written in 'es', only in: en"),
    ],
)
def test_a_preview_that_cannot_be_shown_says_why(asked: list[str], told: str) -> None:
    with pytest.raises(Unusable, match=told):
        RUN.invoke(cli.app, ["templates", "preview", *asked], catch_exceptions=False)
