"""The questionnaires for whoever plays a pathway: their items, their scores, and answers of an ordinary patient."""

from collections.abc import Mapping
from functools import cache, lru_cache

from commandline.own_forms import named
from engine.habits import Answers
from engine.scores import Score, Value
from instruments.instrument import Instrument
from instruments.items import Choice, Coded, Count, Item, Number, Scale, Text, YesNo

# What an ordinary patient says where neither "no" nor the middle would be ordinary.
_SAID: Mapping[str, Value] = {
    "body_size.inches": 67,
    "body_size.pounds": 165,
    "diary.steps": 6000,
    "diary.hours_in_bed": 8,
    "diary.hours_asleep": 7,
    "consent.care": True,
    "consent.data": True,
    "consent.texts": True,
    "history.pregnancy": "no",
    "history.pain_duration": "1_to_5_years",
    "history.pain_back": True,
    "history.sleep_trouble": True,
    "history.readiness": 7,
    "history.confidence": 6,
    "history.walk_minutes": 20,
    "before_conference.open_to_exercise": "yes",
    "before_conference.open_to_talking": "yes",
    "diary.quota_done": True,
    "diary.mood": 5,
    "check_in.adherence": 8,
    "check_in.confidence": 7,
    "sleep_triage.nights": 2,
    "sleep_triage.hours": 7,
    "medicine_use.medicine_days": 2,
    "medicine_use.compared": "same",
    "after_procedure.medicine_restarted": "yes",
    "procedure_outcome.percent_relief": 50,
    "procedure_outcome.pt_visit_done": True,
    "procedure_outcome.activity_restarted": True,
    "audit_c.sex": "female",
    "psqi.bed_time": 23 * 60,
    "psqi.rise_time": 7 * 60,
    "psqi.hours_asleep": 6,
    "rmdq.submitted": True,
}
_MILDER: Mapping[str, float] = {
    "phq9": 0.5,
    "phq8": 0.5,
    "gad7": 0.5,
    "phq4": 0.5,
    "audit_c": 0.0,
    "pgic": 0.7,
}
"""Most people in pain are neither as depressed as they are in pain, nor do they drink."""
_FROM_4_ON = ("4", "5", "6", "7", "8")


MANY = 20_000


class KnownForms:
    """`engine.habits.Forms`, from the catalogue of instruments."""

    def items(self, instrument: str) -> tuple[str, ...]:
        return _known(instrument).item_ids

    def ordinary(self, instrument: str, level: float) -> Mapping[str, Value]:
        return _ordinary(instrument, round(level, 2))

    def coded(self, instrument: str, answers: Mapping[str, Value]) -> Mapping[str, Value]:
        return _coded(instrument, tuple(answers.items()))

    def scores(self, answers: Answers) -> tuple[Score, ...]:
        return tuple(_score(name, tuple(given.items())) for name, given in answers.items())


@cache
def _known(name: str) -> Instrument:
    return named(name)


# A simulated population gives the same answers over and over again.
@lru_cache(maxsize=MANY)
def _coded(name: str, answers: tuple[tuple[str, Value], ...]) -> Mapping[str, Value]:
    return _known(name).coded(dict(answers))


@lru_cache(maxsize=MANY)
def _score(name: str, answers: tuple[tuple[str, Value], ...]) -> Score:
    return _known(name).score(dict(answers))


@cache
def _ordinary(name: str, level: float) -> Mapping[str, Value]:
    form = _known(name)
    level *= _MILDER.get(name, 1.0)
    watched = {trigger.item for trigger in form.triggers}
    answers = {
        item.id: _answer(form, item, 0.0 if item.id in watched else level)
        for item in form.items
        if not isinstance(item.response, Text) and _is_named(form, item)
    }
    return form.coded(answers)


def _is_named(form: Instrument, item: Item) -> bool:
    """Three activities and three goals, as most people name."""
    return form.id not in ("psfs", "gas") or item.id.partition("_")[0][-1] not in _FROM_4_ON


def _answer(form: Instrument, item: Item, level: float) -> Value:
    said = _SAID.get(f"{form.id}.{item.id}")
    if said is not None:
        return said
    if form.id == "rmdq":
        return int(item.id.removeprefix("q")) <= round(24 * level)
    if form.id == "gas" and not item.id.endswith(("importance", "difficulty", "withdrawn")):
        return -1 if level > 0.5 else 0
    return _on_scale(item.response, level if form.higher_is_worse else 1 - level)


def _on_scale(response: Coded | Text, level: float) -> Value:
    match response:
        case Scale():
            return response.low + round(level * (response.high - response.low))
        case Choice():
            # A named answer has no rank; where answers have points they stand in the order of the points.
            ranked = any(option.points for option in response.options)
            return response.options[round(level * (len(response.options) - 1)) if ranked else 0].code
        case Count():
            return response.low
        case Number():
            return response.low + (response.high - response.low) // 4
        case YesNo() | Text():
            return False
