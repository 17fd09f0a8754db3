"""A drawing shows all of a pathway, and nothing in it lies over anything else."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as Xml

import pytest
from typer.testing import CliRunner

import cli
from commandline.loading import draft_names, load_pathway
from commandline.unusable import Unusable
from engine.index import index_of
from engine.language import case, choose, finish, go, message, stage
from engine.questions import flag
from engine.words import Go, Pathway, Step
from tests.support.every_word import EVERY_WORD
from web.drawing.icons import ICONS, SAID, TONES
from web.drawing.marks import SIZES
from web.drawing.measure import width, wrap
from web.drawing.page import drawing, poster
from web.drawing.phrases import plain

_SIZES: dict[str, float] = {**{str(look): size for look, size in SIZES.items()}, "label": SIZES["note"]}
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = (EVERY_WORD, *(load_pathway(name) for name in draft_names()))
each = pytest.mark.parametrize("pathway", DRAWN, ids=lambda pathway: pathway.name)


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    of: str

    def over(self, other: "Box") -> bool:
        return (
            self.left < other.right - 0.2
            and other.left < self.right - 0.2
            and self.top < other.bottom - 0.2
            and other.top < self.bottom - 0.2
        )

    def inside(self, other: "Box") -> bool:
        return (
            other.left <= self.left + 0.2
            and self.right <= other.right + 0.2
            and other.top <= self.top + 0.2
            and self.bottom <= other.bottom + 0.2
        )


def test_the_pathway_of_this_test_uses_every_word() -> None:
    kinds = {step.kind for step in index_of(EVERY_WORD).steps.values()}

    assert kinds == {word.model_fields["kind"].default for word in get_args(get_args(Step)[0])}
    assert kinds == ICONS.keys() == TONES.keys() == SAID.keys()


@each
def test_every_step_stage_therapy_rule_and_ending_is_there(pathway: Pathway) -> None:
    ids = [one.get("id") for one in _tree(pathway).iter() if one.get("id")]
    top = (
        *(f"stage-{one.name}" for one in pathway.stages),
        *(f"therapy-{one.name}" for one in pathway.therapies),
        *(f"rule-{one.name}" for one in (*pathway.safety, *pathway.rules)),
        *(f"ending-{one.ending}" for one in pathway.endings),
        *(f"step-{name}" for name in index_of(pathway).steps),
    )

    assert len(ids) == len(set(ids))
    assert set(top) - set(ids) == set()


@each
def test_a_pointer_on_a_step_shows_its_name_as_it_is_written(pathway: Pathway) -> None:
    shown = {one.get("id"): _title(one) for one in _tree(pathway).iter(f"{SVG}g") if one.get("id")}

    assert [name for name in index_of(pathway).steps if not shown[f"step-{name}"].startswith(name)] == []


@each
def test_no_step_lies_over_another_one(pathway: Pathway) -> None:
    assert [(one.of, other.of) for one, other in combinations(_cards(pathway), 2) if one.over(other)] == []


@each
def test_no_words_run_out_of_their_step(pathway: Pathway) -> None:
    outside = [
        (card.of, text.of)
        for group in _groups(pathway)
        for card in _boxes(group)
        for text in _texts(group)
        if not text.inside(card)
    ]

    assert outside == []


@each
def test_no_words_lie_over_others_or_over_a_step(pathway: Pathway) -> None:
    words = sorted(_texts(_tree(pathway)), key=lambda text: text.top)
    free = sorted(_texts(_tree(pathway), outside_of_steps=True), key=lambda text: text.top)

    assert [(one.of, other.of) for one, other in _near(words, words) if one.over(other)] == []
    assert [(one.of, card.of) for one, card in _near(free, _cards(pathway)) if one.over(card)] == []


@each
def test_everything_stands_in_a_band_and_every_band_on_the_page(pathway: Pathway) -> None:
    tree = _tree(pathway)
    page = Box(0, 0, float(tree.get("width", 0)), float(tree.get("height", 0)), "page")
    bands = [_box(one) for one in tree.iter(f"{SVG}rect") if one.get("class") == "band"]

    assert [band.of for band in bands if not band.inside(page)] == []
    assert [one.of for one, other in combinations(bands, 2) if one.over(other)] == []
    assert [card.of for card in _cards(pathway) if not any(card.inside(band) for band in bands)] == []
    assert [text.of for text in _texts(tree) if not text.inside(page)] == []


@each
def test_every_way_to_a_stage_has_its_line(pathway: Pathway) -> None:
    ways = [step for step in index_of(pathway).steps.values() if isinstance(step, Go)]

    assert len(_wires(drawing(pathway))) - len(_wires(poster(pathway))) == len(ways)


def test_the_overview_shows_once_where_each_stage_and_the_rules_may_lead() -> None:
    shown = poster(load_pathway("chronic_pain"))

    assert len(_wires(shown)) == 9
    assert "24 more steps follow from how these come out; may go to maintenance, active, team review" in shown
    assert "may end here: duplicate, redirected, lost" in shown


@each
def test_the_overview_names_every_stage_therapy_and_rule_on_one_page(pathway: Pathway) -> None:
    tree = Xml.fromstring(poster(pathway))  # noqa: S314  our own text
    words = " ".join(text.of for text in _texts(tree))
    page = Box(0, 0, float(tree.get("width", 0)), float(tree.get("height", 0)), "page")
    names = [
        *(plain(one.name) for one in pathway.stages),
        *(plain(one.name) for one in (*pathway.safety, *pathway.rules)),
        *(one.title for one in pathway.therapies),
    ]

    assert [name for name in names if name not in words] == []
    assert [text.of for text in _texts(tree) if not text.inside(page)] == []
    assert [(one.of, other.of) for one, other in combinations(_texts(tree), 2) if one.over(other)] == []
    assert page.bottom < 2000


def test_a_way_out_that_is_blocked_goes_round() -> None:
    blocked = Pathway(
        name="blocked",
        title="b",
        stages=(
            stage("one", go("back", "one"), message("in_the_way"), finish("end", "done")),
            stage("two", go("to_nowhere", "nowhere")),
        ),
    )
    tree = Xml.fromstring(drawing(blocked))  # noqa: S314  our own text
    line = [one.get("d", "") for one in tree.iter(f"{SVG}path") if one.get("class") == "wire go"][-1]

    assert line.count("Q") == 4  # down or up, out, along the lane, and in


def test_how_often_a_stage_may_be_entered_again_is_said() -> None:
    assert "go to team review, at most 3 times" in _title(_by_id(EVERY_WORD, "step-once_more"))


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("triage", "task for coordinator\nwithin 2 clinic days\ngoes on if: accept"),
        ("baseline", "ask PEG, PHQ9\ndue at first visit, ladder RL-A-first"),
        ("baseline_declined", "task for coordinator\nin private, within 2 clinic days"),
        ("first_visit", "visit with physician, 60 min\nin person or video\nwithin 3 weeks, ladder VISITS"),
        (
            "ten_days",
            "wait until baseline came out as done, at the latest:\n10 days after ENR, 10:00, on a clinic day",
        ),
        ("tests", "ask PEG, filled in by physio\nat first visit\nwithin 3 days\nalso while on hold"),
        ("diary", "every 1 day, at most 30 times, until marked: better"),
        (
            "sessions",
            "6 visits with physio, 45 min, every 1 week\nin person\nheld 7 days after conference or later\nwithin 8 weeks",
        ),
        ("not_at_work", "unmark working"),
        ("pause", "on hold, looked at after 2 weeks"),
        ("flare_care", "start pathway flare up"),
        ("the_end", "end of the journey: discharged"),
        ("offer", "message barrier offer to caregiver"),
        ("call_now", "task for oncall\nSEV1, by phone"),
        ("fasting", "message prep steps to patient\n1 day before injection visit, 10:00"),
    ],
)
def test_a_step_is_told_in_words(step: str, said: str) -> None:
    told = _title(_by_id(EVERY_WORD, f"step-{step}"))

    assert told.split("\n", 1)[1] == said
    assert told.startswith(f"{step} (every_word.py:")


def test_a_condition_is_told_in_words() -> None:
    words = " ".join(text.of for text in _texts(_tree(EVERY_WORD)))

    assert (
        "when (sex is female and not marked: pregnant) or times in a row that sessions was missed ≥ 2 or days since "
        "ENR > 100 or days of the last 7 days with DIARY pain average ≥ 8 ≥ 3 or reported: flare or reported: words "
        "(rf01) or PHQ9 at baseline ≤ 4 or change of PHQ9 in % < -20 or (not (marked: a or marked: b) and (PEG "
        "improved by 2 points or marked: c)) or PHQ9 q1 is not yes"
    ) in words
    assert "if PEG improved by 30 % and PHQ9 < 10: goes on" in words
    assert "24 hours before the visit: coordinator phones, within 1 clinic day, if not confirmed" in words


def test_a_page_without_ladders_and_rules_has_no_empty_bands() -> None:
    bare = Pathway(name="bare", title="Bare", stages=(stage("only", message("hello")),))

    assert "ladders" not in drawing(bare)
    assert "Safety rules" not in drawing(bare)


def test_an_arrow_leads_to_the_next_stage_unless_every_way_leaves_for_another() -> None:
    always = choose("which", case("yes", flag("a"), go("on", "two")), otherwise=finish("end", "done"))
    sometimes = choose("which", case("yes", flag("a"), go("on", "two")))
    arrows = [
        drawing(
            Pathway(name="a", title="b", stages=(stage("one", last), stage("two", message("hello"))))
        ).count('class="wire stage"')
        for last in (always, sometimes, go("at_once", "two"), message("welcome"))
    ]

    assert arrows == [0, 2, 0, 2]  # at a glance, and in the whole


def test_a_long_text_is_cut_with_a_mark_and_a_long_word_is_broken() -> None:
    assert wrap("one two three four", 10, 60, most=1) == ("one two …",)
    assert all(width(line, 10) <= 60 for line in wrap("an_extraordinarily_long_name", 10, 60))
    assert "".join(wrap("an_extraordinarily_long_name", 10, 60)) == "an_extraordinarily_long_name"


def test_a_drawing_needs_no_other_file_and_can_be_read_aloud() -> None:
    tree = _tree(EVERY_WORD)
    text = drawing(EVERY_WORD)

    assert (tree.get("role"), tree.get("aria-labelledby")) == ("img", "title told")
    assert (tree.findtext(f"{SVG}title"), (tree.findtext(f"{SVG}desc") or "")[:10]) == (
        EVERY_WORD.title,
        "every word",
    )
    assert [
        word
        for word in ("http:", "https:", "url(", "@import")
        if word in text.replace(SVG[1:-1], "").replace("url(#", "")
    ] == []


def test_two_drawings_of_one_pathway_are_equal_to_the_letter(tmp_path: Path) -> None:
    program = "from web.drawing.page import drawing\nfrom tests.support.every_word import EVERY_WORD\n"
    again = subprocess.run(  # noqa: S603  another process has another order of sets
        [sys.executable, "-c", f"{program}print(drawing(EVERY_WORD), end='')"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
    )

    assert again.stdout == drawing(EVERY_WORD)


def test_a_drawing_is_written_to_a_file_or_printed(tmp_path: Path) -> None:
    draft = tmp_path / "small.py"
    draft.write_text("from tests.support.every_word import EVERY_WORD as PATHWAY\n", encoding="utf-8")
    to = tmp_path / "small.svg"

    printed = CliRunner().invoke(cli.app, ["diagram", str(draft)], catch_exceptions=False)
    said = CliRunner().invoke(cli.app, ["diagram", str(draft), "-o", str(to)], catch_exceptions=False)

    assert said.output == f"{draft} is drawn in {to}\n"
    assert to.read_text("utf-8") == printed.output == drawing(EVERY_WORD)
    CliRunner().invoke(cli.app, ["diagram", str(draft), "--overview", "-o", str(to)], catch_exceptions=False)
    assert to.read_text("utf-8") == poster(EVERY_WORD)
    with pytest.raises(Unusable, match="cannot be written: Is a directory"):
        CliRunner().invoke(cli.app, ["diagram", str(draft), "-o", str(tmp_path)], catch_exceptions=False)


def _tree(pathway: Pathway) -> Xml.Element:
    return Xml.fromstring(drawing(pathway))  # noqa: S314  our own text


def _wires(drawn: str) -> list[Xml.Element]:
    tree = Xml.fromstring(drawn)  # noqa: S314  our own text
    return [one for one in tree.iter(f"{SVG}path") if one.get("class") == "wire go"]


def _groups(pathway: Pathway) -> list[Xml.Element]:
    return [one for one in _tree(pathway).iter(f"{SVG}g") if (one.get("id") or "").startswith("step-")]


def _cards(pathway: Pathway) -> list[Box]:
    return [box for group in _groups(pathway) for box in _boxes(group)]


def _boxes(group: Xml.Element) -> list[Box]:
    """The card itself. A step that is a frame has an icon only, whose square stands in a group of its own."""
    return [_box(rect, group.get("id", "")) for rect in group.findall(f"{SVG}rect")]


def _box(rect: Xml.Element, of: str = "") -> Box:
    left, top, across, down = (float(rect.get(name, 0)) for name in ("x", "y", "width", "height"))
    return Box(left, top, left + across, top + down, of or rect.get("id", ""))


def _texts(tree: Xml.Element, *, outside_of_steps: bool = False) -> list[Box]:
    inside = {id(text) for group in tree.iter(f"{SVG}g") for text in group.iter(f"{SVG}text")}
    return [_of_text(one) for one in tree.iter(f"{SVG}text") if not (outside_of_steps and id(one) in inside)]


def _of_text(text: Xml.Element) -> Box:
    look, said = text.get("class", ""), text.text or ""
    size = _SIZES[look]
    left, line = float(text.get("x", 0)), float(text.get("y", 0))
    bold = look in ("pathway", "heading", "name")
    return Box(left, line - size * 0.78, left + width(said, size, bold=bold), line + size * 0.22, said)


def _near(some: list[Box], others: list[Box]) -> Iterator[tuple[Box, Box]]:
    """Pairs that could lie over each other at all: their tops are less than a card apart."""
    others = sorted(others, key=lambda box: box.top)
    start = 0
    for one in some:
        while start < len(others) and others[start].top < one.top - 300:
            start += 1
        for other in others[start:]:
            if other.top > one.bottom:
                break
            if other is not one:
                yield one, other


def _by_id(pathway: Pathway, name: str) -> Xml.Element:
    return next(one for one in _tree(pathway).iter() if one.get("id") == name)


def _title(one: Xml.Element) -> str:
    return one.findtext(f"{SVG}title") or ""
