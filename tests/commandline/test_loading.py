"""A pathway is found by its name or its file, and a slip in it is said in words, with its line."""

from datetime import date
from pathlib import Path

import pytest

from commandline import loading
from commandline.loading import draft_names, load_pathway, published_in, published_version, versions
from commandline.unusable import Unusable
from engine.language import message, stage
from engine.publication import as_text, publish
from engine.words import Pathway

SMALL = Pathway(name="small", title="A small pathway", stages=(stage("only", message("welcome")),))

HEAD = """\
from engine.conditions import Condition
from engine.language import after, ask, case, choose, message, stage, task, together
from engine.questions import score
from engine.spans import days
from engine.words import Pathway
from instruments import PHQ9

"""
TAIL = '\nPATHWAY = Pathway(name="small", title="Small", stages=(stage("only", STEP),))\n'


def test_a_file_is_loaded_as_it_stands(tmp_path: Path) -> None:
    loaded = load_pathway(str(_written(tmp_path, f'{HEAD}STEP = message("welcome")\n{TAIL}')))

    assert [step.name for step in loaded.stages[0].steps] == ["welcome"]
    assert [file.name for file in tmp_path.iterdir()] == ["small.py"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('mesage("welcome")', "'mesage' is not known here. Did you mean \"message\"?"),
        ('message("welcome"', "this is not Python: '(' was never closed."),
        ('together("both", message("a") message("b"))', "Perhaps you forgot a comma?"),
        (
            'book("visit", "physician", minutes=30)',
            "'book' is used but not imported. Write at the top: from engine.language import book",
        ),
        (
            'message("welcome", tempalte="hello")',
            "message() has no option 'tempalte'. Did you mean \"template\"?",
        ),
        ("message()", "message() lacks name."),
        ('ask("mood", PHQ9, within=7)', "within: 7 of what? Write days(7), hours(7) or clinic_days(7)."),
        ('ask("mood", PHQ9, within=days)', "within: days is written without its brackets."),
        ('ask("mood", "PHQ9")', "'PHQ9' stands in quotation marks where a name is wanted. Write: PHQ9"),
        ('task("a", "b", outcomes=("agreed", "refused"))', "outcomes are written with what follows each"),
        (
            'message("a", urgency="high")',
            "urgency: input should be 'safety', 'reply', 'alert', 'visit' or 'routine', not 'high'.",
        ),
        ('message("a", when=after("START", days(1), at="9"))', "'9' is no time of day. Write: at=\"09:00\""),
        (
            'choose("which", case("high", PHQ9))',
            "condition: instrument 'phq9' cannot stand here. A condition is wanted, such as score(PHQ9) >= 10",
        ),
        ('choose("which", case("high", PHQ9 >= 10))', "an instrument itself cannot be compared"),
        (
            'choose("which", case("high", score(PHQ9) >= 10 & score(PHQ9) >= 5))',
            "put brackets around each condition",
        ),
        (
            'choose("which", case("high", score(PHQ9) >= 10 and score(PHQ9) >= 5))',
            "join conditions with & | ~",
        ),
        ('choose("which", message("a"))', "cases: message 'a' cannot stand here. Write: case("),
        ('together("both", message)', "a word is written without its brackets."),
        ('task("a", "b", outcomes={"yes": 5})', "a step, or steps in brackets, are wanted here."),
        ('message("a", "b", "c")', "more is given than fits."),
        ('(message("a"))("b")', "a comma is missing before an opening bracket"),
        ("days.of(7)", "there is no 'of' here."),
        ("{}['a']", "there is no entry 'a'."),
        ("days(1 // 0)", "integer division or modulo by zero."),
        ("[][0]", "list index out of range."),
        ("+days(1)", "bad operand type for unary +: 'Span'."),
    ],
)
def test_a_slip_is_said_with_its_line(tmp_path: Path, written: str, said: str) -> None:
    refused = _refused(tmp_path, f"{HEAD}STEP = {written}\n{TAIL}")

    assert refused.startswith(f"{tmp_path.as_posix()}/small.py:8: ")
    assert said in refused


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('message("a"),', "brackets too many, or a comma at the end of an earlier line"),
        ('"welcome"', "'welcome' is a text, and not what is wanted here."),
    ],
)
def test_what_cannot_be_a_step_is_said_where_it_is_used(tmp_path: Path, written: str, said: str) -> None:
    refused = _refused(tmp_path, f"{HEAD}STEP = {written}\n{TAIL}")

    assert refused.startswith(f"{tmp_path.as_posix()}/small.py:10: steps: ")
    assert said in refused


@pytest.mark.parametrize(
    ("pathway", "said"),
    [
        (
            'Pathway(name="a", title="b", stages=(message("c"),))',
            "stages: message 'c' cannot stand here. Steps stand",
        ),
        ('Pathway(name="a", title="b", stages=stage("c"))', "Put it in brackets with a comma: (stage(...),)"),
        ('Pathway(name="a", title="b", stages=(), safty=())', "there is no 'safty' here."),
        ('Pathway(name="a", stages=())', "'title' is missing."),
    ],
)
def test_a_slip_in_the_pathway_itself_is_said(tmp_path: Path, pathway: str, said: str) -> None:
    assert said in _refused(tmp_path, f"{HEAD}PATHWAY = {pathway}\n")


@pytest.mark.parametrize(
    ("first_line", "said"),
    [
        (
            "from engine.language import mesage",
            "there is no 'mesage' in engine.language. Did you mean \"message\"?",
        ),
        (
            "from engine.language import days",
            "'days' is not in engine.language. Write: from engine.spans import days",
        ),
        ("import engine.langage", "there is no module 'engine.langage'. Did you mean \"engine.language\"?"),
    ],
)
def test_a_wrong_import_says_where_the_word_is(tmp_path: Path, first_line: str, said: str) -> None:
    assert _refused(tmp_path, f"{first_line}\n") == f"{tmp_path.as_posix()}/small.py:1: {said}"


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("", "holds no PATHWAY. Write: PATHWAY = Pathway("),
        ('PATHWAY = Pathway(name="a", title="b", stages=()),', "take away the comma after the last bracket"),
        ('PATHWAY = stage("a")', "PATHWAY is no Pathway but Stage."),
    ],
)
def test_a_file_without_a_pathway_says_what_to_write(tmp_path: Path, end: str, said: str) -> None:
    assert said in _refused(tmp_path, f"{HEAD}{end}\n")


def test_a_slip_in_a_borrowed_piece_is_said_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "borrowed_piece.py").write_text(
        'from engine.language import message\n\nWELCOME = message("a", urgency="low")\n', encoding="utf-8"
    )

    assert "borrowed_piece.py:3: urgency: " in _refused(tmp_path, "from borrowed_piece import WELCOME\n")


def test_a_fault_of_ours_is_not_blamed_on_the_author(tmp_path: Path) -> None:
    written = _written(tmp_path, "")
    with pytest.raises(ValueError, match="null byte"):
        loading._run(Path(f"{written}\0"), None)


def test_a_name_nobody_knows_is_answered_with_the_nearest(drafts: Path) -> None:
    (drafts / "chronic_pain.py").write_text("PATHWAY: Pathway = 1", encoding="utf-8")
    (drafts / "ladders.py").write_text("# PATHWAY = none", encoding="utf-8")

    assert draft_names() == ("chronic_pain",)
    with pytest.raises(Unusable, match=r"There is no pathway 'cronic_pain'\. Did you mean \"chronic_pain\""):
        load_pathway("cronic_pain")
    with pytest.raises(Unusable, match=r"There are: chronic_pain\."):
        load_pathway("knee")


def test_without_drafts_a_file_may_still_be_named(drafts: Path) -> None:
    assert draft_names() == ()
    with pytest.raises(Unusable, match=r"There are none in pathways/ yet. A file is named with its ending"):
        load_pathway("chronic_pain")


@pytest.mark.parametrize("name", draft_names())
def test_every_draft_loads_by_its_name(name: str) -> None:
    assert load_pathway(name).name == name


def test_a_draft_is_named_like_its_file(drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafts / "one_name.py"
    draft.write_text(f'{HEAD}PATHWAY = Pathway(name="another", title="b", stages=())\n', encoding="utf-8")
    monkeypatch.setattr("pathways.__path__", [str(drafts)])

    with pytest.raises(Unusable, match='Write name="one_name", like its file'):
        load_pathway("one_name")


def test_a_published_version_is_found_by_its_number(tmp_path: Path) -> None:
    _publish(tmp_path)

    assert versions("small", tmp_path) == (1,)
    assert published_version("small", "1", tmp_path).pathway == SMALL
    assert load_pathway(str(tmp_path / "small.1.json")) == SMALL
    with pytest.raises(Unusable, match=r"There is no version '3' of 'small'. Published: small@1."):
        published_version("small", "3", tmp_path)


def test_a_pathway_without_versions_says_so() -> None:
    with pytest.raises(Unusable, match="No version of 'nobody_wrote_this' has been published"):
        load_pathway("nobody_wrote_this@1")


def test_a_published_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    published = _publish(tmp_path)
    published.write_text(published.read_text("utf-8").replace("welcome", "good_day"), encoding="utf-8")

    with pytest.raises(Unusable, match="was changed after it was published"):
        published_in(published)


def test_a_file_that_is_no_published_pathway_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"a": 1}', encoding="utf-8")

    with pytest.raises(Unusable, match=r"other\.json is no published pathway: 'name' is missing"):
        load_pathway(str(tmp_path / "other.json"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"nowhere.py cannot be read: No such file or directory"):
        load_pathway(str(tmp_path / "nowhere.py"))


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(loading, "DRAFTS", tmp_path)
    return tmp_path


def _written(folder: Path, text: str) -> Path:
    file = folder / "small.py"
    file.write_text(text, encoding="utf-8")
    return file


def _refused(folder: Path, text: str) -> str:
    with pytest.raises(Unusable) as refused:
        load_pathway(str(_written(folder, text)))
    return str(refused.value)


def _publish(folder: Path) -> Path:
    file = folder / "small.1.json"
    published = publish(SMALL, None, approved_by="clinical lead", on=date(2026, 3, 2), note="first release")
    file.write_text(as_text(published), encoding="utf-8")
    return file
