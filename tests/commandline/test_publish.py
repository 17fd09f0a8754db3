"""A published version is approved by somebody, numbered, written whole and never written over."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
from commandline.loading import load_pathway, published_version
from commandline.publishing import changed, write
from commandline.unusable import Unusable

DRAFT = """\
from engine.ladders import ladder, tell
from engine.language import finish, message, stage
from engine.spans import days
from engine.words import Pathway

PATHWAY = Pathway(
    name="small",
    title="A small pathway",
    stages=(stage("care", message("welcome", "{template}"), finish("the_end", "discharged")),),
    ladders=(ladder("RL-F", tell(days(0), "coordinator"), again=days(2)),),
    texting_consent="agreed_to_texts",
)
"""


def test_the_first_version_says_who_approved_what_and_when(tmp_path: Path) -> None:
    said = _publish(tmp_path, "welcome_optin")

    kept = published_version("small", "1", tmp_path)
    assert said.exit_code == 0
    assert said.output.startswith(f"small version 1 is published: {tmp_path}/small.1.json\n")
    assert (
        f"approved by clinical lead on 2026-03-02: first release\n  fingerprint {kept.fingerprint}"
        in said.output
    )
    assert (kept.version, kept.approved_by, str(kept.published_on), kept.note) == (
        1,
        "clinical lead",
        "2026-03-02",
        "first release",
    )
    assert kept.pathway == load_pathway(str(tmp_path / "draft.py"))


def test_a_change_makes_the_next_version_and_leaves_the_last_one_alone(tmp_path: Path) -> None:
    _publish(tmp_path, "welcome_optin")
    first = (tmp_path / "small.1.json").read_bytes()
    _publish(tmp_path, "plan_ready")

    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix != ".py") == [
        "SHA256SUMS",
        "small.1.json",
        "small.2.json",
    ]
    assert (tmp_path / "small.1.json").read_bytes() == first
    assert changed(tmp_path) == ()


def test_nothing_new_is_not_published(tmp_path: Path) -> None:
    _publish(tmp_path, "welcome_optin")
    draft = tmp_path / "draft.py"
    draft.write_text("\n\n\n" + draft.read_text("utf-8"), encoding="utf-8")  # each line stands elsewhere now

    with pytest.raises(Unusable, match=r"small is not published: nothing has changed since version 1\."):
        _publish_draft(tmp_path)
    assert not (tmp_path / "small.2.json").exists()


def test_an_earlier_version_can_be_taken_up_again(tmp_path: Path) -> None:
    _publish(tmp_path, "welcome_optin")
    _publish(tmp_path, "plan_ready")
    _run(tmp_path, str(tmp_path / "small.1.json"))

    assert (
        published_version("small", "3", tmp_path).pathway == published_version("small", "1", tmp_path).pathway
    )


def test_a_pathway_with_faults_is_refused_with_all_of_them(tmp_path: Path) -> None:
    refused = _publish(tmp_path, "no_such_words")

    assert refused.exit_code == 1
    assert refused.output.startswith("carepath: small is not published. It has faults:\n  draft.py:9, step ")
    assert '"no_such_words"' in refused.output
    assert [file.name for file in tmp_path.iterdir()] == ["draft.py"]


@pytest.mark.parametrize("blank", ["", "  "])
def test_somebody_must_answer_for_it(tmp_path: Path, blank: str) -> None:
    _draft(tmp_path, "welcome_optin")

    with pytest.raises(Unusable, match="small is not published: approved_by: "):
        _run(tmp_path, str(tmp_path / "draft.py"), approved_by=blank)


def test_a_published_version_is_never_written_over(tmp_path: Path) -> None:
    _publish(tmp_path, "welcome_optin")
    kept = published_version("small", "1", tmp_path)

    with pytest.raises(Unusable, match=r"small\.1\.json is there already, and a published version is never"):
        write(kept.model_copy(update={"note": "another"}), tmp_path)
    assert published_version("small", "1", tmp_path) == kept
    assert changed(tmp_path) == ()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    _draft(tmp_path, "welcome_optin")
    (tmp_path / "folder").write_text("a file", encoding="utf-8")

    with pytest.raises(Unusable, match=r"small\.1\.json cannot be written: Not a directory\."):
        _run(tmp_path / "folder/below", str(tmp_path / "draft.py"))


def test_what_a_program_reads_is_the_envelope_alone(tmp_path: Path) -> None:
    _draft(tmp_path, "welcome_optin")

    told = json.loads(_run(tmp_path, str(tmp_path / "draft.py"), "--json").output)

    assert told.keys() == {"approved_by", "fingerprint", "name", "note", "published_on", "version"}
    assert told["published_on"] == "2026-03-02"


def test_left_out_the_day_is_today(tmp_path: Path) -> None:
    _draft(tmp_path, "welcome_optin")
    words = [
        "publish",
        str(tmp_path / "draft.py"),
        "--approved-by",
        "a",
        "--note",
        "b",
        "--into",
        str(tmp_path),
    ]
    CliRunner().invoke(cli.app, words, catch_exceptions=False)

    assert published_version("small", "1", tmp_path).published_on.year >= 2025


def test_a_version_edited_taken_away_or_put_there_by_hand_is_found(tmp_path: Path) -> None:
    for template in ("welcome_optin", "plan_ready", "form_due"):
        _publish(tmp_path, template)
    edited = tmp_path / "small.1.json"
    edited.write_text(edited.read_text("utf-8").replace("clinical lead", "nobody"), encoding="utf-8")
    (tmp_path / "small.2.json").unlink()
    (tmp_path / "small.4.json").write_bytes((tmp_path / "small.3.json").read_bytes())

    assert changed(tmp_path) == ("small.1.json", "small.2.json", "small.4.json")


def _draft(folder: Path, template: str) -> None:
    (folder / "draft.py").write_text(DRAFT.format(template=template), encoding="utf-8")


def _publish(folder: Path, template: str) -> Result:
    _draft(folder, template)
    return _publish_draft(folder)


def _publish_draft(folder: Path) -> Result:
    return _run(folder, str(folder / "draft.py"))


def _run(folder: Path, pathway: str, *words: str, approved_by: str = "clinical lead") -> Result:
    envelope = ("--approved-by", approved_by, "--note", "first release", "--on", "2026-03-02")
    told = ["publish", pathway, *envelope, "--into", str(folder), *words]
    return CliRunner().invoke(cli.app, told, catch_exceptions=False)
