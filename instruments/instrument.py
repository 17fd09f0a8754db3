"""What a questionnaire is: what it asks, how it is scored, what its numbers mean, and who may use it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from engine.scores import Score, Value
from instruments.items import Coded, Item, Text
from instruments.reading import Reading, read_form
from instruments.rules import Rule, Scored, facts
from instruments.terms import Band, Domain, ImportantChange, Origin, Part, Recall, Target, Trigger, band_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One questionnaire, or a number that follows from others (`asked_by="nobody"`).

    With an `own_item` people may name items of their own, all answered that way. Where the score is not one number,
    `headline` names the subscores that it is made of, told by their names or, where `listed`, in their order.
    """

    id: str
    title: str
    version: str = "1"
    stem: str = ""
    items: tuple[Item, ...]
    own_item: Coded | None = None
    asked_by: Literal["patient", "clinician", "nobody"] = "patient"
    domain: Domain | None = None
    recall: Recall
    cadence: str
    higher_is_worse: bool = True
    rule: Rule = facts
    missing_rule: str = "partial until every item that is not optional has an answer"
    score_range: tuple[int, int] | None = None
    bands: tuple[Band, ...] = ()
    outcomes: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    listed: bool = False
    important_change: ImportantChange | None = None
    parts: tuple[Part, ...] = ()
    target: Target | None = None
    triggers: tuple[Trigger, ...] = ()
    origin: Origin
    languages: tuple[str, ...] = ("en",)
    loinc_panel: str | None = None
    loinc_score: str | None = None

    @property
    def seconds(self) -> int:
        """How long it takes to fill in, at a quarter of a minute a question."""
        return 15 * len(self.items)

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The coded items, in the order they are asked."""
        return tuple(item.id for item in self.items if not isinstance(item.response, Text))

    @property
    def text_ids(self) -> tuple[str, ...]:
        """The items answered in the person's own words."""
        return tuple(item.id for item in self.items if isinstance(item.response, Text))

    @property
    def band_names(self) -> tuple[str, ...]:
        """Every band a score can have: ranges of the number, or the outcomes that the rule names itself."""
        return self.outcomes or tuple(band.name for band in self.bands)

    @property
    def improved_by_points(self) -> Fraction | None:
        return self.important_change.points if self.important_change else None

    @property
    def improved_by_percent(self) -> Fraction | None:
        return self.important_change.percent if self.important_change else None

    @property
    def worsened_by_points(self) -> Fraction | None:
        return self.important_change.worse_points if self.important_change else None

    def score(self, answers: Mapping[str, Value], *, finished: bool = True) -> Score:
        """Safety flags are raised whatever the status; a form still being filled in has no score yet."""
        reading = self._read(answers)
        if reading.bad:
            scored = Scored(status="invalid", missing=reading.missing, bad_items=reading.bad)
        elif not finished:
            scored = Scored(status="incomplete", missing=reading.missing)
        else:
            scored = self.rule(reading)
        return Score(
            instrument=self.id,
            version=self.version,
            status=scored.status,
            exact=scored.exact,
            shown=scored.shown,
            band=scored.band or band_of(scored.shown, self.bands),
            missing=scored.missing,
            bad_items=scored.bad_items,
            safety=_once(self._flags(reading, finished=finished)),
            subscores=scored.subscores,
        )

    def coded(self, answers: Mapping[str, Value]) -> dict[str, Value]:
        """The readable answers in the one form they are stored in: this is what conditions compare with."""
        return {item: answer.code for item, answer in self._read(answers).answers.items()}

    def missing_safety_items(self, answers: Mapping[str, Value]) -> tuple[str, ...]:
        """Items that a safety trigger watches and that have no readable answer."""
        return self._read(answers).unanswered(_once(trigger.item for trigger in self.triggers))

    def _read(self, answers: Mapping[str, Value]) -> Reading:
        return read_form(self.items, self.own_item, answers)

    def _flags(self, reading: Reading, *, finished: bool) -> Iterable[str]:
        for trigger in self.triggers:
            worth = reading.points(trigger.item)
            if worth is not None and worth >= trigger.at_least:
                yield trigger.flag
            if worth is None and finished and trigger.flag_if_missing:
                yield trigger.flag_if_missing


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
