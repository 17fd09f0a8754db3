"""`carepath instruments`: what there is, what each asks, and how a clinic adds its own and the words it has licensed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from commandline import own_forms
from commandline.catalogue import catalogue
from commandline.loading import ROOT
from commandline.unusable import Unusable
from instruments import INSTRUMENTS, ISI

CLUB = Path(__file__).parents[1] / "support/questionnaires/sleep_club.json"
LICENCE = ("--holder", "Northside Care", "--reference", "MAPI-123")


def run(*words: str | Path) -> str:
    ran = CliRunner().invoke(cli.app, ["instruments", *map(str, words)])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def refused(*words: str | Path) -> str:
    ran = CliRunner().invoke(cli.app, ["instruments", *map(str, words)])
    assert isinstance(ran.exception, Unusable), ran.output
    return str(ran.exception)


@pytest.fixture
def isi_words(tmp_path: Path) -> Path:
    """Made-up words, where a clinic has those that it has bought."""
    answers = [{"valueCoding": {"code": str(code), "display": f"Label {code}"}} for code in range(5)]
    items = [
        {"linkId": item, "text": f"Words of {item}", "type": "choice", "answerOption": answers}
        for item in ISI.item_ids
    ]
    file = tmp_path / "bought.json"
    file.write_text(
        json.dumps({"resourceType": "Questionnaire", "name": "isi", "item": items}), encoding="utf-8"
    )
    return file


def test_the_list_has_every_instrument_and_whether_it_may_be_asked(tmp_path: Path) -> None:
    rows = json.loads(run("--json", "--questionnaires", tmp_path))["instruments"]
    found: dict[str, Any] = {row["id"]: row for row in rows}

    assert list(found) == [known.id for known in INSTRUMENTS]
    assert (found["phq9"]["permission"], found["isi"]["permission"]) == ("granted", "no_licence")
    assert found["peg"]["range"] == [0, 10]
    assert all(known.id in run() for known in INSTRUMENTS)


def test_one_is_shown_with_its_items_in_order(tmp_path: Path) -> None:
    found = json.loads(run("show", "cows", "--json"))

    assert [item["id"] for item in found["items"]][:3] == ["pulse", "sweat", "restless"]
    assert "q9" in run("show", "phq9")
    assert "(the clinic brings the words)" in run("show", "isi")
    assert "female | male | other | unknown" in run("show", "ort", "--questionnaires", tmp_path)
    assert 'There is no instrument "is1"' in refused("show", "is1")


def test_a_form_of_the_clinics_own_is_imported_listed_and_shown(tmp_path: Path) -> None:
    folder = tmp_path / "own"

    assert "sleepclub: 5 items" in run("import", CLUB, "--questionnaires", folder)
    assert "sleepclub" in run("--questionnaires", folder)
    assert json.loads(run("show", "sleepclub", "--json", "--questionnaires", folder))["bands"][1] == {
        "name": "hard",
        "from": 5,
    }
    assert catalogue(questionnaires=folder).instruments["sleepclub"].permission == "granted"
    assert "rested" in catalogue(questionnaires=folder).instruments["sleepclub"].items


def test_a_form_that_was_changed_needs_a_new_version(tmp_path: Path) -> None:
    folder, changed = tmp_path / "own", tmp_path / "changed.json"
    run("import", CLUB, "--questionnaires", folder)
    run("import", CLUB, "--questionnaires", folder)
    changed.write_text(
        CLUB.read_text(encoding="utf-8").replace("lie awake", "lie wide awake"), encoding="utf-8"
    )

    assert "sleepclub version 2 is kept already" in refused("import", changed, "--questionnaires", folder)
    changed.write_text(
        changed.read_text(encoding="utf-8").replace('"version": "2"', '"version": "3"'), encoding="utf-8"
    )
    assert "sleepclub: 5 items" in run("import", changed, "--questionnaires", folder)
    assert json.loads(run("show", "sleepclub", "--json", "--questionnaires", folder))["version"] == "3"


def test_words_of_a_licensed_form_need_a_licence_that_holds(tmp_path: Path, isi_words: Path) -> None:
    folder = tmp_path / "own"

    assert "a licence for it is not recorded here" in refused("import", isi_words, "--questionnaires", folder)
    run("licence", "isi", *LICENCE, "--expires", "2020-01-31", "--questionnaires", folder)
    assert "a licence for it has expired" in refused("import", isi_words, "--questionnaires", folder)
    run("licence", "isi", *LICENCE, "--expires", "2999-01-31", "--questionnaires", folder)
    assert "isi: 7 items" in run("import", isi_words, "--questionnaires", folder)
    assert "Words of q1" in run("show", "isi", "--questionnaires", folder)


@pytest.mark.parametrize(
    ("on", "permission"), [(date(2027, 6, 30), "granted"), (date(2027, 7, 1), "expired")]
)
def test_a_pathway_may_ask_it_up_to_the_last_day_of_the_licence(
    tmp_path: Path, isi_words: Path, on: date, permission: str
) -> None:
    run("licence", "isi", *LICENCE, "--expires", "2027-06-30", "--questionnaires", tmp_path / "own")
    form = own_forms.questionnaire_in(isi_words)
    own_forms.keep_questionnaire(form, isi_words, tmp_path / "own")

    known = catalogue(questionnaires=tmp_path / "own", on=on).instruments
    assert (known["isi"].permission, known["pcs"].permission) == (permission, "no_licence")


def test_a_licence_alone_brings_no_words(tmp_path: Path) -> None:
    run("licence", "isi", *LICENCE, "--expires", "2999-06-30", "--questionnaires", tmp_path)

    assert catalogue(questionnaires=tmp_path).instruments["isi"].permission == "no_words"


def test_a_licence_without_a_holder_or_for_nothing_is_refused(tmp_path: Path) -> None:
    words = ("--reference", "R", "--expires", "2999-06-30", "--questionnaires", tmp_path)

    assert "no licence record" in refused("licence", "isi", "--holder", "", *words)
    assert 'no instrument "issi"' in refused("licence", "issi", "--holder", "H", *words)


def test_a_broken_file_of_the_clinics_folder_is_named_with_its_faults(tmp_path: Path) -> None:
    (tmp_path / "club.json").write_text('{"resourceType": "Questionnaire", "name": "club"}', encoding="utf-8")

    assert "club.json: It asks nothing" in refused("--questionnaires", tmp_path)


def test_a_broken_licence_is_named(tmp_path: Path) -> None:
    (tmp_path / "isi.licence.json").write_text('{"holder": "H", "expires": "soon"}', encoding="utf-8")
    said = refused("--questionnaires", tmp_path)

    assert "isi.licence.json: this is no licence record" in said
    assert "reference" in said


def test_no_words_of_others_are_kept_with_the_code() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

    assert own_forms.FOLDER == ROOT / "questionnaires"
    assert "/questionnaires/" in ignored
