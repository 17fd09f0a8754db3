"""Small pathways, questionnaires and ladders for tests of the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.ladders import Severity, call, expire, ladder, remind, tell
from engine.language import finish, stage
from engine.scores import Score, Status
from engine.spans import clinic_days, days, hours, minutes
from engine.words import OnEnding, Pathway, Rule, Stage, Step, Therapy

NURSE = "nurse"
DOCTOR = "doctor"
SURGEON = "surgeon"
COORDINATOR = "coordinator"
TEXTS = "texts"
"""The flag of whoever agreed to texts."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """As much of an instrument as the language asks for."""

    id: str
    item_ids: tuple[str, ...]
    higher_is_worse: bool = True
    improved_by_points: Fraction | None = None
    improved_by_percent: Fraction | None = None
    worsened_by_points: Fraction | None = None


PEG = Form(
    id="peg",
    item_ids=("p", "e", "g"),
    improved_by_percent=Fraction(30),
    worsened_by_points=Fraction(1),
)
MOOD = Form(
    id="mood",
    item_ids=("m1", "m9"),
    improved_by_points=Fraction(5),
    worsened_by_points=Fraction(5),
)
FUNCTION = Form(
    id="function",
    item_ids=("f1",),
    higher_is_worse=False,
    improved_by_points=Fraction(2),
    worsened_by_points=Fraction(3),
)
DIARY = Form(id="diary", item_ids=("pain", "slept"))

# As ladders RL-A, RL-D and RL-F of the clinic, in short.
FORMS = ladder(
    "forms",
    remind(hours(24), "form_reminder"),
    remind(hours(72), "form_reminder", other_channel=True),
    call(days(7), NURSE),
    expire(days(14)),
)
# As RL-A then RL-B before a visit.
BEFORE_A_VISIT = ladder(
    "before_a_visit",
    remind(-hours(24), "form_reminder", since="due"),
    call(hours(0), NURSE, since="due"),
    expire(hours(4), since="due"),
)
FORMS_THEN = ladder(
    "forms_then", remind(hours(24), "form_reminder"), call(days(7), NURSE), then=BEFORE_A_VISIT
)
VISITS = ladder(
    "visits",
    remind(-days(7), "visit_reminder", since="start"),
    remind(-days(1), "visit_reminder", since="start", at="16:00"),
    call(-hours(24), NURSE, since="start", only_while="unconfirmed"),
    call(clinic_days(2), NURSE, only_while="unbooked"),
)
WORK = ladder(
    "work",
    tell(clinic_days(0), "owner"),
    tell(clinic_days(1), "owner", COORDINATOR),
    tell(clinic_days(3), DOCTOR),
    again=clinic_days(5),
)
ALARM = ladder(
    "alarm",
    tell(minutes(15), NURSE, since="opened", only_while="unaccepted"),
    tell(minutes(30), NURSE, DOCTOR, since="opened"),
    again=minutes(30),
)
EMERGENCY = Severity(name="emergency", within=minutes(30), ladder=ALARM.name, shows="emergency_now")
SOON = Severity(name="soon", within=clinic_days(1), ladder=WORK.name)


def pathway(
    *stages: Stage,
    therapies: Sequence[Therapy] = (),
    safety: Sequence[Rule] = (),
    rules: Sequence[Rule] = (),
    endings: Sequence[OnEnding] = (),
    baseline_until: str | None = None,
    open_forms: int = 3,
) -> Pathway:
    return Pathway(
        name="small",
        title="A small pathway",
        stages=stages,
        therapies=tuple(therapies),
        safety=tuple(safety),
        rules=tuple(rules),
        endings=tuple(endings),
        ladders=(FORMS, FORMS_THEN, VISITS, WORK, ALARM),
        severities=(EMERGENCY, SOON),
        task_ladder=WORK.name,
        baseline_until=baseline_until,
        open_forms=open_forms,
        texting_consent=TEXTS,
    )


def care(
    *steps: Step,
    alongside: Sequence[Step] = (),
    therapies: Sequence[Therapy] = (),
    safety: Sequence[Rule] = (),
    rules: Sequence[Rule] = (),
    endings: Sequence[OnEnding] = (),
    baseline_until: str | None = None,
    open_forms: int = 3,
) -> Pathway:
    """One stage with these steps; after the last of them the journey is completed."""
    return pathway(
        stage("care", *steps, finish("the_end", "completed"), alongside=tuple(alongside)),
        therapies=therapies,
        safety=safety,
        rules=rules,
        endings=endings,
        baseline_until=baseline_until,
        open_forms=open_forms,
    )


def score(
    instrument: str, exact: Fraction | int | None, status: Status = "complete", band: str | None = None
) -> Score:
    value = None if exact is None else Fraction(exact)
    return Score(instrument=instrument, status=status, exact=value, shown=value, band=band)
