"""A story as a text file: a sentence, how people act, and dated lines. What the engine did stands under each of them.

People write the lines at the left edge. Lines that begin with two brackets behind the date, and indented ones, are
the golden part: they are made by playing the story, and read by whoever reviews it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.ordinary import MANNERS
from engine.zones import UnknownZone, local

_DATED = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)(?:  ?(.*))?$")
_MADE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d  \(\w+\)")
_SETTING = re.compile(r"([a-z]+): *(.*)$")

HEADERS = ("pathway", "zone", "clinic", "plan", "silent", "untold", "since", *MANNERS)


class StoryFault(Exception):
    """What is wrong in a story, at which line of its file, in its author's words."""

    def __init__(self, line: int, why: str) -> None:
        self.line, self.why = line, why
        super().__init__(f"line {line}: {why}")


@dataclass(frozen=True, slots=True)
class Written:
    """A dated line of the author: `words` is what happened, `above` the remarks that stand over it."""

    number: int
    text: str
    at: datetime
    words: str
    zone: str
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """`head` is everything above the first dated line, byte for byte."""

    sentence: str
    head: tuple[str, ...]
    settings: Mapping[str, str]
    lines: tuple[Written, ...]

    @property
    def told_since(self) -> datetime:
        """What people did before is not told; their own lines always are."""
        day = self.settings.get("since")
        return moment_in(1, day, "00:00", self.settings["zone"]) if day else self.lines[0].at

    @property
    def end(self) -> datetime:
        return self.lines[-1].at


def read_story(text: str) -> Story:
    rows = [row.rstrip("\r") for row in text.split("\n")]
    first = next((number for number, row in enumerate(rows) if _DATED.match(row)), None)
    if first is None:
        raise StoryFault(len(rows), "nothing happens: write lines such as `2026-03-02 09:00  enrolled`")
    head = _without_blank_end(rows[:first])
    sentence = head[0].strip() if head else ""
    if not sentence or _SETTING.match(sentence):
        raise StoryFault(1, "the first line is a sentence that says what the story is about")
    settings = _settings(head)
    lines = _dated_lines(rows, first, settings["zone"])
    if lines[-1].words != "end":
        raise StoryFault(lines[-1].number, "the last line is the date and `end`")
    return Story(sentence, head, settings, lines)


def _without_blank_end(rows: Sequence[str]) -> tuple[str, ...]:
    kept = list(rows)
    while kept and not kept[-1].strip():
        kept.pop()
    return tuple(kept)


def _settings(head: Sequence[str]) -> Mapping[str, str]:
    found = {"zone": "America/New_York"}
    for number, row in enumerate(head[1:], start=2):
        if not row.strip() or row.startswith("#"):
            continue
        setting = _SETTING.match(row)
        if setting is None or setting[1] not in HEADERS:
            raise StoryFault(number, f"this is none of: {', '.join(f'{name}:' for name in HEADERS)}")
        found[setting[1]] = setting[2].strip()
        check_setting(number, setting[1], setting[2].strip())
    if "pathway" not in found:
        raise StoryFault(2, "write which pathway it is about, such as `pathway: chronic_pain`")
    return found


def check_setting(number: int, name: str, value: str) -> None:
    if name in MANNERS and value not in MANNERS[name]:
        raise StoryFault(number, f"{name} are one of: {', '.join(MANNERS[name])}")
    if name == "since":
        moment_in(number, value, "00:00", "UTC")
    if name in ("zone", "clinic"):
        moment_in(number, "2026-01-01", "00:00", value)


def _dated_lines(rows: Sequence[str], first: int, zone: str) -> tuple[Written, ...]:
    lines: list[Written] = []
    above: list[str] = []
    for number, row in enumerate(rows[first:], start=first + 1):
        dated = _DATED.match(row)
        if not row.strip() or row[0].isspace() or _MADE.match(row):
            continue
        if row.startswith("#"):
            above.append(row)
            continue
        if dated is None:
            raise StoryFault(number, f"a line begins with its date and time, or is indented: {row}")
        at = moment_in(number, dated[1], dated[2], zone)
        if lines and at < lines[-1].at:
            raise StoryFault(number, "this lies before the line above it")
        words = " ".join((dated[3] or "").split())
        lines.append(Written(number, row, at, words, zone, tuple(above)))
        above = []
        if re.match(r"moves to [A-Z]", words):
            zone = words.removeprefix("moves to ").strip()
            check_setting(number, "zone", zone)
    return tuple(lines)


def moment_in(number: int, day: str, clock: str, zone: str) -> datetime:
    try:
        return local(date.fromisoformat(day), time.fromisoformat(clock), zone)
    except UnknownZone as unknown:
        raise StoryFault(number, str(unknown)) from unknown
    except ValueError as wrong:
        raise StoryFault(number, f"{day} {clock} is no date and time such as 2026-03-02 09:00") from wrong
