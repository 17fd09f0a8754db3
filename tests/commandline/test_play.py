"""`carepath play`: shows a story, compares it with what was approved, and says what is wrong in it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
from commandline.unusable import Unusable

PATHWAY = """
from engine.ladders import expire, ladder, remind, tell
from engine.language import ask, book, confer, deliver_plan, finish, message, stage, start, task, therapy
from engine.spans import clinic_days, days, weeks
from engine.words import Pathway
from instruments import GAD2, PEG, PHQ9

FORMS = ladder("forms", remind(days(1), "form_reminder"), expire(days(5)))
WORK = ladder("RL-F", tell(clinic_days(1), "coordinator"), again=clinic_days(1))
PATHWAY = Pathway(
    name="small",
    title="A small pathway",
    texting_consent="agreed_to_texts",
    stages=(
        stage(
            "start",
            message("welcome", "welcome_optin"),
            start("next_door", "another_pathway"),
            ask("first_form", PEG, PHQ9, GAD2, within=days(3), remind=FORMS),
            book("first_visit", "pt", minutes=30, within=weeks(2)),
            task("first_task", "coordinator", within=clinic_days(2), outcomes={"yes": (), "no": ()}),
            confer("meeting", quorum=("pt", "psych"), within=days(9), plans=True, retry=days(2), outcomes={"go_on": ()}),
            deliver_plan(),
            finish("goodbye", "finished"),
        ),
    ),
    therapies=(
        therapy("walking", "Walking", book("walks", "pt", minutes=30, visits=2, every=weeks(1), within=weeks(3))),
        therapy("talking", "Talking", task("talk", "psych", within=clinic_days(2))),
    ),
    ladders=(FORMS, WORK),
)
"""
HEAD = "A patient goes through a small pathway.\npathway: {pathway}\nzone: America/New_York\n"
Tell = Callable[..., Path]


def _with(line: str) -> tuple[str, ...]:
    return ("2026-03-02 09:00  enrolled", f"2026-03-02 09:30  {line}", "2026-03-03 09:00  end")


@pytest.fixture
def tell(tmp_path: Path) -> Tell:
    """A story about a small pathway."""
    pathway = tmp_path / "small.py"
    pathway.write_text(PATHWAY, encoding="utf-8")

    def write(*lines: str, head: str = "") -> Path:
        story = tmp_path / "story.txt"
        text = HEAD.format(pathway=pathway) + head + "\n" + "\n".join(lines) + "\n"
        story.write_text(text, encoding="utf-8")
        return story

    return write


def test_what_is_approved_is_then_what_is_expected(tell: Tell) -> None:
    story = tell("2026-03-02 09:00  enrolled age=54", "2026-06-01 09:00  end")

    assert _play(story).exit_code == 1
    assert _play("--approve", story).exit_code == 0
    again = _play(story)

    assert again.exit_code == 0
    assert again.output == story.read_text(encoding="utf-8")
    assert "(patient) answered first_form peg=" in again.output
    assert "the journey is ended: finished" in again.output


def test_approving_leaves_each_line_of_the_author_as_it_was(tell: Tell) -> None:
    written = [
        "2026-03-02 09:00  enrolled   age=54",
        "# The patient answers in the evening.",
        "2026-03-02 22:30  answered   first_form peg=7,-,6 phq9=-",
        "2026-03-04 12:00  end",
    ]
    story = tell(*written)

    assert _play("--approve", story).exit_code == 0

    lines = story.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line in written] == written


def test_a_difference_is_shown_line_by_line(tell: Tell) -> None:
    story = tell("2026-03-02 09:00  enrolled flags=agreed_to_texts", "2026-03-04 12:00  end")
    _play("--approve", story)
    story.write_text(
        story.read_text(encoding="utf-8").replace("welcome_optin", "farewell_optin"), encoding="utf-8"
    )

    differs = _play(story)

    assert differs.exit_code == 1
    assert "-    text to patient: farewell_optin" in differs.stderr
    assert "+    text to patient: welcome_optin" in differs.stderr


def test_json_holds_each_event_with_its_commands_and_reasons(tell: Tell) -> None:
    story = tell("2026-03-02 09:00  enrolled flags=agreed_to_texts", "2026-03-02 12:00  end")

    first, *_ = [json.loads(line) for line in _play("--json", story).output.splitlines()]

    assert (first["at"], first["by"], first["event"]["what"]) == (
        "2026-03-02T14:00:00Z",
        "author",
        "Enrolled",
    )
    assert first["prompts"][0]["messages"][0]["template"] == "welcome_optin"
    assert first["commands"][0]["reason"]["line"].startswith("small.py:")
    assert first["silenced"] == []


def test_what_an_author_acts_on_the_cast_leaves_alone(tell: Tell) -> None:
    story = tell(
        "2026-03-02 09:00  enrolled",
        "2026-03-04 08:00  unfinished first_form peg p=3",
        "2026-03-04 09:00  answered first_form q9=0 peg=7,8,6",
        "2026-03-04 10:00  booked first_visit 2026-03-10 10:00",
        "2026-03-05 10:00  moved first_visit to 2026-03-11 10:00",
        "2026-03-05 11:00  confirmed first_visit",
        "2026-03-11 10:30  attended first_visit",
        "2026-03-11 12:00  took up first_task",
        "2026-03-11 13:00  done first_task no",
        "2026-03-13 12:00  no quorum meeting missing psych",
        "2026-03-16 12:00  decided meeting go_on plan=walking,talking>walking+3d",
        "2026-03-20 12:00  plan talking because patients wish",
        "2026-03-25 12:00  end",
    )

    output = _play(story).stdout

    assert "(patient)" not in output
    assert "(clinic)" not in output.partition("plan=walking")[0]
    assert "(team)" not in output
    assert "done first_task yes" not in output


def test_people_act_as_the_head_of_a_story_says(tell: Tell) -> None:
    days = ("2026-03-02 22:30  enrolled", "2026-04-20 12:00  end")

    assert "(patient)" not in _play(tell(*days, head="forms: silent\n")).stdout
    assert "missed first_visit" in _play(tell(*days, head="visits: missed\n")).stdout
    assert "(clinic)" not in _play(tell(*days, head="visits: unbooked\n")).stdout
    assert "(staff)" not in _play(tell(*days, head="staff: away\n")).stdout
    assert "no quorum meeting missing pt" in _play(tell(*days, head="conferences: no quorum\n")).stdout
    assert "(team)" not in _play(tell(*days, head="conferences: away\n")).stdout
    assert (
        "plan=none" in _play(tell(*days, head="plan: none\nstaff: late\nforms: late\ncourse: worse\n")).stdout
    )
    assert (
        "booked first_visit"
        not in _play(tell(*days, head="untold: first_visit\nsilent: first_form\n")).stdout
    )


def test_people_act_otherwise_from_a_line_on(tell: Tell) -> None:
    story = tell(
        "2026-03-02 09:00  enrolled",
        "2026-03-02 09:01  forms: silent",
        "2026-03-04 09:00  on hold hospital until 2026-03-12",
        "2026-03-20 12:00  end",
        head="since: 2026-03-03\n",
    )

    played = _play(story).stdout

    # it was asked before they fell silent, and is answered after the hold
    assert "(staff) resumes" in played
    assert "welcome_optin" not in played


def test_one_who_goes_away_is_written_to_no_more(tell: Tell) -> None:
    story = tell(
        "2026-03-02 09:00  enrolled flags=frail bmi=31",
        "2026-03-02 10:00  facts mme=60 allergy=yes",
        "2026-03-02 10:01  flags frail,-careful",
        "2026-03-02 10:02  reports fall injury",
        "2026-03-02 10:03  writes peg p=9",
        "2026-03-02 10:04  unreachable first_form",
        "2026-03-02 10:05  moves first_form to 2026-03-09 because away",
        "2026-03-02 11:00  on hold hospital until 2026-03-10",
        "2026-03-03 11:00  resumes",
        "2026-03-03 12:00  moves to Europe/Paris",
        "2026-03-04 12:00  skips first_form because too ill",
        "2026-03-04 13:00  no slot for first_visit",
        "2026-03-05 12:00  declined first_visit",
        "2026-03-05 13:00  repeats first_form because wished",
        "2026-03-06 12:00  withdraws",
        "2026-03-09 12:00  end",
    )

    output = _play(story).stdout

    assert "send" not in output.partition("withdraws")[2]
    assert "the journey is ended: withdrew" in output


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), ":6: nothing happens"),
        (("2026-03-02 09:00  enrolled",), ":5: the last line is the date and `end`"),
        (("2026-03-02 09:00  enrolled", "2026-03-01 09:00  end"), ":6: this lies before the line above it"),
        (("2026-03-02 09:00  enroled", "2026-03-03 09:00  end"), 'Did you mean "enrolled"?'),
        (("2026-03-02 09:00  enrolled age", "2026-03-03 09:00  end"), ":5: this sentence is not known"),
        (("2026-03-02 25:00  enrolled", "2026-03-03 09:00  end"), ":5: 2026-03-02 25:00 is no date and time"),
        (
            ("2026-03-02 09:00  enrolled", "so it goes", "2026-03-03 09:00  end"),
            ":6: a line begins with its date",
        ),
        (_with("answered first_from"), ":6: small has no step 'first_from'. Did you mean \"first_form\"?"),
        (_with("answered first_form q10=2"), ":6: there is no 'q10' in peg, phq9, gad2"),
        (_with("answered first_form q1=2"), ":6: q1 is an item of phq9 and of gad2: name the form"),
        (_with("answered first_form q9=7"), ":6: phq9 does not offer 7 as an answer to q9"),
        (_with("answered first_form peg=1,2,3,4"), ":6: peg has 3 items, and here are 4 answers"),
        (_with("answered first_visit p=1"), ":6: first_visit asks nothing that could be answered"),
        (_with("decided first_form go_on"), ":6: first_form is no case conference"),
        (_with("plan walking>talking>x because y"), ":6: 'walking>talking>x' is no part of a plan"),
        (_with("done first_task yes"), ":6: there is no open task of first_task"),
        (_with("attended first_visit"), ":6: first_visit has not been reached"),
        (_with("moves to Europe/Pariss"), ":6:"),
        (_with("forms: eaten"), ":6: forms are one of: answered, late, silent"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tell: Tell, lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(Unusable) as unusable:
        _play(tell(*lines), raises=True)

    assert said in str(unusable.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n2026-03-02 09:00  end\n", "the first line is a sentence"),
        ("A story.\n2026-03-02 09:00  end\n", "write which pathway it is about"),
        ("A story.\nzoo: Berlin\n2026-03-02 09:00  end\n", ":2: this is none of: pathway:, zone:"),
        ("A story.\nzone: Berlin\n2026-03-02 09:00  end\n", ":2:"),
        ("A story.\n# A remark.\nforms: lost\n2026-03-02 09:00  end\n", ":3: forms are one of"),
    ],
)
def test_what_is_wrong_above_the_first_line_is_said(tmp_path: Path, text: str, said: str) -> None:
    story = tmp_path / "story.txt"
    story.write_text(text, encoding="utf-8")

    with pytest.raises(Unusable) as unusable:
        _play(story, raises=True)

    assert said in str(unusable.value)


def test_a_folder_without_stories_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="There is no story in"):
        _play(tmp_path, raises=True)


def _play(*words: object, raises: bool = False) -> Result:
    return CliRunner().invoke(cli.app, ["play", *map(str, words)], catch_exceptions=not raises)
