"""Performs a story: plays its lines with an ordinary cast, and tells what happened, line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from engine import phrases
from engine.care import Care, next_moment
from engine.cast import Cast, Sort
from engine.clinic import Clinic
from engine.events import Event
from engine.habits import Forms
from engine.journey import Journey, PlanItem
from engine.ordinary import MANNERS, Ordinary
from engine.phrases import Unclear
from engine.retelling import event_of
from engine.sentences import Line, Scene, read_line
from engine.simulate import Happened, LineRefused, nothing, play, through_json
from engine.story import Story, StoryFault, Written, check_setting
from engine.telling import clock_of, done_in_words, event_in_words, where_it_stands
from engine.words import Pathway


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline: what happened, as written or told, and what followed."""

    headline: str
    above: tuple[str, ...]
    body: tuple[str, ...]
    happened: Happened


class _Prompter:
    """Holds the lines that lie ahead: what their author acts on, the cast leaves alone."""

    def __init__(self, story: Story, pathway: Pathway, forms: Forms, clinic: Clinic) -> None:
        self.silent = _names(story, "silent")
        self.clinic = clinic.model_copy(update={"zone": story.settings.get("clinic", clinic.zone)})
        self.ahead: dict[int, tuple[str, Sort]] = {}
        self.habits = Ordinary(forms=forms, acts={name: values[0] for name, values in MANNERS.items()})
        first = [PlanItem(therapy=therapy.name) for therapy in pathway.therapies[:1]]
        then = [PlanItem(therapy=t.name, after=(first[0].therapy,)) for t in pathway.therapies[1:2]]
        self.habits = replace(self.habits, plan=(*first, *then))
        self.cast = Cast(pathway, self.habits, forms, self._leaves_alone)
        for name, value in story.settings.items():
            self.tell(name, value)

    def tell(self, name: str, value: str) -> None:
        """This is how people act from now on."""
        if name == "plan":
            self.habits = replace(self.habits, plan=phrases.plan(value))
        elif name in MANNERS:
            self.habits = replace(self.habits, acts={**self.habits.acts, name: value})
        self.cast.habits = self.habits

    def _leaves_alone(self, step: str, sort: Sort) -> bool:
        return step in self.silent or (step, sort) in self.ahead.values()


@dataclass(frozen=True, slots=True)
class _Cue:
    """A line of the story as the player takes it: a sentence, or a word on how people act from now on."""

    written: Written
    prompter: _Prompter
    sentence: Line | None = None
    setting: tuple[str, str] | None = None

    @property
    def at(self) -> datetime:
        return self.written.at

    @property
    def number(self) -> int:
        return self.written.number

    def event(self, journey: Journey) -> Event | None:
        self.prompter.ahead.pop(self.written.number, None)
        if self.setting is not None:
            self.prompter.tell(*self.setting)
        if self.sentence is None:
            return None
        try:
            return event_of(self.sentence, journey)
        except Unclear as unclear:
            raise StoryFault(self.written.number, str(unclear)) from unclear


def perform(story: Story, pathway: Pathway, forms: Forms, clinic: Clinic) -> Iterator[Told]:
    """At this clinic, in the zone that the story says.

    Raises StoryFault, with the line, for what cannot be understood or cannot be true.
    """
    prompter = _Prompter(story, pathway, forms, clinic)
    *lines, end = story.lines
    cues = [_cue(line, prompter, pathway, forms) for line in lines]
    journey = Journey(id="story", pathway=pathway.name)
    care = Care(journeys={journey.id: journey})
    try:
        for happened in play(pathway, journey, prompter.cast, cues, story.end, through_json):
            yield _told(happened, journey, forms)
            journey, care = happened.journey, happened.attended.care
    except LineRefused as refused:
        raise StoryFault(refused.line.number, refused.why) from refused
    last = Happened("author", end.at, None, nothing(care))
    ahead = next_moment({journey.pathway: pathway}, care, end.at)
    stands = tuple(where_it_stands(journey, ahead, clock_of(journey)))
    yield Told(end.text, end.above, stands, last)


def _cue(written: Written, prompter: _Prompter, pathway: Pathway, forms: Forms) -> _Cue:
    name, colon, value = (part.strip() for part in written.words.partition(":"))
    if colon and name in MANNERS:
        check_setting(written.number, name, value)
        return _Cue(written, prompter, setting=(name, value))
    scene = Scene(
        pathway=pathway,
        forms=forms,
        zone=written.zone,
        clinic=prompter.clinic,
        level=lambda journey, at: prompter.habits.level(journey, at),
    )
    try:
        sentence, sort = read_line(scene, written.number, written.at, written.words)
    except Unclear as unclear:
        raise StoryFault(written.number, str(unclear)) from unclear
    if sort is not None:
        prompter.ahead[written.number] = (sentence.step, sort)
    return _Cue(written, prompter, sentence=sentence)


def _told(happened: Happened, before: Journey, forms: Forms) -> Told:
    after = happened.journey
    # A line is dated by the clock on the wall where the patient lived when it happened.
    clock = clock_of(before if before.status != "new" else after)
    if isinstance(happened.line, _Cue):
        written = happened.line.written
        headline, above = written.text, written.above
    else:
        said = "" if happened.event is None else event_in_words(happened.event, forms, clock)
        headline, above = f"{clock.dated(happened.at)}  ({happened.by}) {said}".rstrip(), ()
    body = tuple(done_in_words(happened.event, happened.attended, clock_of(after)))
    return Told(headline, above, body, happened)


def _names(story: Story, setting: str) -> frozenset[str]:
    return frozenset(story.settings.get(setting, "").replace(",", " ").split())


def as_text(story: Story, told: Iterable[Told]) -> str:
    """The whole file: the author's lines as they are, and the golden part as it was played.

    Left out are moments at which nothing was done, such as an alarm that is not needed any more, and steps that
    the story does not want to be told of.
    """
    blocks = ["\n".join(story.head)]
    for entry in told:
        if _is_told(entry, story):
            body = entry.body if entry.happened.at >= story.told_since else ()
            blocks.append("\n".join((*entry.above, entry.headline, *body)))
    return "\n\n".join(blocks) + "\n"


def _is_told(entry: Told, story: Story) -> bool:
    happened, untold = entry.happened, _names(story, "untold")
    if happened.by == "author":
        return True
    if happened.at < story.told_since:
        return False
    done = happened.attended
    messages = (message for prompt in done.prompts for message in prompt.messages)
    words = (*messages, *(silenced.message for silenced in done.silenced))
    steps = {note.step for note in done.notes} | {one.key.step for one in (*done.commands, *words)}
    own = getattr(happened.event, "step", None)
    return not ((happened.by == "time" or own in untold) and steps <= untold)
