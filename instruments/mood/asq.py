"""Ask Suicide-Screening Questions: asked by a person, in person or by phone, never by text."""

from instruments.instrument import Instrument
from instruments.items import Item, YesNo
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin, Trigger

_SCREEN = ("q1", "q2", "q3", "q4")


def _outcome(reading: Reading) -> Scored:
    """A refusal counts as a yes. The last question need only be asked after one."""
    now, before = reading.points("q5"), any(reading.points(item) for item in _SCREEN)
    missing = (*reading.missing, *(("q5",) if before and now is None else ()))
    if missing:
        return not_scorable(*missing)
    if now:
        return Scored(status="complete", band="acute_positive")
    return Scored(status="complete", band="non_acute_positive" if before else "negative")


def _ask(item: str, wording: str, *, optional: bool = False) -> Item:
    return Item(id=item, wording=wording, response=YesNo(refusable=True), optional=optional)


ASQ = Instrument(
    id="asq",
    title="Ask Suicide-Screening Questions",
    items=(
        _ask("q1", "In the past few weeks, have you wished you were dead?"),
        _ask(
            "q2",
            "In the past few weeks, have you felt that you or your family would be better off if you were "
            "dead?",
        ),
        _ask("q3", "In the past week, have you been having thoughts about killing yourself?"),
        _ask("q4", "Have you ever tried to kill yourself? (If yes: how, and when?)"),
        _ask("q5", "If any yes: Are you having thoughts of killing yourself right now?", optional=True),
    ),
    asked_by="clinician",
    domain="mood",
    recall="now",
    cadence="when PHQ-9 is 15 or more, or a clinician is concerned",
    rule=_outcome,
    missing_rule="questions 1 to 4 are needed, and 5 after any yes or refusal",
    outcomes=("negative", "non_acute_positive", "acute_positive"),
    triggers=tuple(Trigger("SUICIDE_RISK", item) for item in (*_SCREEN, "q5")),
    origin=Origin(
        source="NIMH ASQ toolkit",
        evidence="V",
        licence="NIMH, US public domain",
        shipping="ship",
    ),
)
