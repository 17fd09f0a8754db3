"""What is true of every pathway and every life that is lived through the voice, with consent, without, and taken back."""

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.care import Attended, Care, attend, care_from_json, care_to_json, next_moment, pass_time
from engine.events import Enrolled, Event, EventRefused, FactsRecorded, TimePassed
from engine.journey import Journey
from engine.moments import is_quiet, zone_now
from engine.phoning import was_called_for
from engine.turn import NO_MORE_WORDS
from engine.voice import A_DAY, A_WEEK
from engine.words import Pathway
from engine.zones import wall
from tests.support.builders import TEXTS
from tests.support.generated import a_life

LIVES = st.integers(0, 80 if settings().derandomize else 2**32)
QUICK = settings(max_examples=60, deadline=None)
NO = "the patient has not agreed to texts"
WEEK = timedelta(days=7)


class Heard:
    """A generated life, told again to all of the patient, with every moment of the voice between its events."""

    def __init__(self, seed: int) -> None:
        life, chance = a_life(seed), Random(seed)  # noqa: S311  (made-up patients, not secrets)
        self.pathways: dict[str, Pathway] = {life.pathway.name: life.pathway}
        self.care = Care(journeys={"j1": Journey(id="j1", pathway=life.pathway.name)})
        self.moments: list[Attended] = []
        for number, lived in enumerate(life.lived):
            self.until(lived.event.at)
            self.hears(_agreeing(lived.event, chance))
            if self.journey.status == "active" and chance.random() < 0.1:
                agrees = {TEXTS: chance.random() < 0.7}
                self.hears(FactsRecorded(id=f"texts:{number}", at=lived.event.at, flags=agrees))

    def until(self, at: datetime) -> None:
        now = self.care.voice.at
        while now is not None and (ahead := next_moment(self.pathways, self.care, now)) and ahead.at < at:
            now = ahead.at
            self.keeps(pass_time(self.pathways, self.care, now))

    def hears(self, event: Event) -> None:
        try:
            if isinstance(event, TimePassed):
                self.keeps(pass_time(self.pathways, self.care, event.at))
            else:
                self.keeps(attend(self.pathways, self.care, "j1", event))
        except EventRefused:
            pass  # The life says this too soon or too late; what is said between its events has moved on.

    def keeps(self, attended: Attended) -> None:
        self.care = care_from_json(care_to_json(attended.care))
        self.moments.append(attended)

    @property
    def journey(self) -> Journey:
        return self.care.journeys["j1"]


def _agreeing(event: Event, chance: Random) -> Event:
    if isinstance(event, Enrolled) and chance.random() < 0.7:
        return Enrolled(
            id=event.id, at=event.at, zone=event.zone, clinic=event.clinic, facts=event.facts, flags=(TEXTS,)
        )
    return event


@given(LIVES)
@QUICK
def test_at_most_two_routine_texts_a_local_day_and_four_in_seven_days(seed: int) -> None:
    said: dict[str, list[datetime]] = {}
    for attended, zone in _moments(seed):
        for prompt in attended.prompts:
            if any(message.urgency == "routine" for message in prompt.messages):
                before = said.setdefault(prompt.to, [])
                before.append(prompt.at)
                assert Counter(wall(at, zone).date() for at in before)[wall(prompt.at, zone).date()] <= A_DAY
                assert sum(1 for at in before if at > prompt.at - WEEK) <= A_WEEK


@given(LIVES)
@QUICK
def test_nothing_but_safety_and_replies_is_said_in_quiet_hours(seed: int) -> None:
    for attended, zone in _moments(seed):
        for prompt in attended.prompts:
            if is_quiet(prompt.at, zone, attended.care.journeys["j1"].clinic):
                assert {message.urgency for message in prompt.messages} & {"safety", "reply"}


@given(LIVES)
@QUICK
def test_nothing_is_said_after_withdrawal_death_or_transfer(seed: int) -> None:
    for attended, _ in _moments(seed):
        if attended.care.journeys["j1"].ending in NO_MORE_WORDS:
            assert attended.prompts == ()


@given(LIVES)
@QUICK
def test_no_patient_is_texted_without_their_consent(seed: int) -> None:
    for attended, _ in _moments(seed):
        agreed = TEXTS in attended.care.journeys["j1"].flags
        assert agreed or [prompt for prompt in attended.prompts if prompt.to == "patient"] == []


@given(LIVES)
@QUICK
def test_whoever_is_not_texted_for_want_of_consent_is_phoned(seed: int) -> None:
    for attended, _ in _moments(seed):
        journey = attended.care.journeys["j1"]
        for message in (one.message for one in attended.silenced if one.why == NO):
            about = (message.key.step, message.key.occurrence)
            calls = [task for task in journey.tasks.values() if task.contact]
            assert about in [(task.step, task.occurrence) for task in calls] or was_called_for(
                journey, message
            )


@given(LIVES)
@QUICK
def test_once_time_has_passed_the_next_moment_lies_ahead(seed: int) -> None:
    """So a host that wakes for it never turns in a circle, even after news of long ago."""
    heard = _heard(seed)
    for attended in heard.moments[::3]:
        now = attended.care.voice.at
        assert now is not None
        passed = pass_time(heard.pathways, attended.care, now)
        ahead = next_moment(heard.pathways, passed.care, now)
        assert ahead is None or ahead.at > now


def _moments(seed: int) -> list[tuple[Attended, str]]:
    """Each moment, with the zone in which the patient lives then."""
    return [(attended, zone_now(attended.care.journeys["j1"].zones)) for attended in _heard(seed).moments]


@cache
def _heard(seed: int) -> Heard:
    return Heard(seed)
