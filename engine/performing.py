"""Performs a story: plays its lines with an ordinary cast, and tells what happened, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.cast import Cast, Sort
from engine.clinic import Clinic
from engine.decide import wake_at
from engine.events import Event, EventRefused
from engine.habits import Forms
from engine.journey import Journey
from engine.ordinary import Ordinary
from engine.phrases import Unclear, plan
from engine.retelling import event_of
from engine.sentences import Line, Scene, read_line
from engine.simulate import Happened, LineRefused, play, through_json
from engine.story import SETTINGS, Story, StoryFault, Written, check_setting
from engine.telling import Clock, clock_of, done_in_words, event_in_words, where_it_stands
from engine.words import Pathway

_FIELD = {"forms": "answers"}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline: what happened, as written or told, and what followed."""

    headline: str
    above: tuple[str, ...]
    body: tuple[str, ...]
    happened: Happened | None


@dataclass(slots=True)
class _Prompter:
    """Holds the lines that lie ahead: what their author acts on, the cast leaves alone."""

    silent: frozenset[str]
    ahead: dict[int, tuple[str, Sort]] = field(default_factory=dict)

    def leaves_alone(self, step: str, sort: Sort) -> bool:
        return step in self.silent or (step, sort) in self.ahead.values()


@dataclass(frozen=True, slots=True)
class _Cue:
    """A line of the story as the player takes it: a sentence, or a word on how people act from now on."""

    written: Written
    sentence: Line | None
    setting: tuple[str, str] | None
    prompter: _Prompter
    cast: Cast

    @property
    def at(self) -> datetime:
        return self.written.at

    def event(self, journey: Journey) -> Event | None:
        self.prompter.ahead.pop(self.written.number, None)
        if self.setting is not None:
            self.cast.habits = _told_to(self.cast.habits, *self.setting)
            return None
        return None if self.sentence is None else event_of(self.sentence, journey)


def perform(story: Story, pathway: Pathway, forms: Forms) -> Iterator[Told]:
    """Raises StoryFault, with the line, for what cannot be understood or cannot be true."""
    settings = story.settings
    habits: Ordinary = Ordinary(forms=forms)
    for name, value in settings.items():
        habits = _told_to(habits, name, value)
    prompter = _Prompter(frozenset(settings.get("silent", "").replace(",", " ").split()))
    cast = Cast(pathway, habits, forms, prompter.leaves_alone)
    clinic = Clinic(zone=settings.get("clinic", "America/New_York"))
    cues = [_cue(line, story, pathway, prompter, cast, clinic) for line in story.lines]
    journey = Journey(id="story", pathway=pathway.name)
    try:
        for happened in play(pathway, journey, cast, cues, story.end, through_json):
            journey = happened.decision.journey
            yield _told(happened, forms, _next_moment(pathway, journey) if _is_end(happened) else None)
    except LineRefused as refused:
        assert isinstance(refused.line, _Cue)
        raise StoryFault(refused.line.written.number, refused.why) from refused


def _cue(
    written: Written, story: Story, pathway: Pathway, prompter: _Prompter, cast: Cast, clinic: Clinic
) -> _Cue:
    words, zone = written.words, written.zone or story.settings["zone"]
    setting, colon, value = words.partition(":")
    if colon and setting in SETTINGS:
        check_setting(written.number, setting, value.strip())
        return _Cue(written, None, (setting, value.strip()), prompter, cast)
    if words == "end":
        return _Cue(written, None, None, prompter, cast)
    scene = Scene(pathway=pathway, forms=cast.forms, zone=zone, clinic=clinic, level=lambda j, at: _level(cast, j, at))
    try:
        sentence, sort = read_line(scene, written.number, written.at, words)
    except Unclear as unclear:
        raise StoryFault(written.number, str(unclear)) from unclear
    if sort is not None:
        prompter.ahead[written.number] = (sentence.step, sort)
    return _Cue(written, sentence, None, prompter, cast)
