"""Faults of conditions: what they read and nobody asks, what they expect and cannot come, and cases never reached."""

from collections.abc import Iterator
from typing import get_args

from engine.conditions import (
    AboveMedian,
    AllOf,
    Answer,
    AnswerChange,
    AnyOf,
    AtLeast,
    BestScore,
    Changed,
    Compare,
    Condition,
    DaysWith,
    InBand,
    LeftOut,
    MeanChange,
    MissedInARow,
    Not,
    Outcome,
    PercentOf,
    SafetyOpen,
    ScoreOf,
    VisitCount,
    parts,
)
from engine.faults import Fault, KnownInstrument, hint, quoted
from engine.index import inputs
from engine.survey import Reader, Survey, at
from engine.words import Ask, Book, Choose, Confer, Ending, Go, Procedure, Step, Task, Together

ENDINGS: frozenset[str] = frozenset(get_args(Ending))
THERAPY_ENDINGS = frozenset({"done", "declined", "cancelled", "could_not", "not_needed", "dropped"})
_SCORES = (ScoreOf, BestScore, Changed, InBand)
_ITEMS = (Answer, DaysWith, LeftOut, AnswerChange, AboveMedian, MeanChange, PercentOf)


def check_conditions(survey: Survey) -> Iterator[Fault]:
    for reader in survey.readers:
        yield from _measures(survey, reader)
        yield from _forms(survey, reader)
        yield from _steps(survey, reader)
        yield from _severities(survey, reader)
    for step in survey.steps:
        yield from _branches(survey, step)
        yield from _instead(step)
        if isinstance(step, Choose):
            yield from _cases(step)
            yield from _intensity(survey, step)


def _measures(survey: Survey, reader: Reader) -> Iterator[Fault]:
    """Safety rules may read what this pathway never asks: answers come from a patient's other journeys too."""
    asked = {name for ask in survey.asks for name in ask.instruments}
    for part in parts(reader.condition):
        if not isinstance(part, _SCORES + _ITEMS):
            continue
        says = f'{reader.label}reads "{part.instrument}"'
        known = survey.catalogue.instruments.get(part.instrument)
        if known is None:
            text = f"{says}, which is no instrument{hint(part.instrument, survey.catalogue.instruments)}"
            yield reader.where.fault("unknown_instrument", text)
            continue
        yield from _inside(reader, part, known)
        if part.instrument not in asked and not reader.safety:
            text = f"{says}, which no step asks, so it can never be decided; add an ask(...) for it"
            yield reader.where.fault("never_decided", text)
        elif isinstance(part, _SCORES) and not known.scored:
            text = f"{says} as a score, and it has none; read its answers"
            yield reader.where.fault("never_decided", text)


def _inside(reader: Reader, part: object, known: KnownInstrument) -> Iterator[Fault]:
    match part:
        case PercentOf() if part.whole not in known.items:
            yield _no_item(reader, part.instrument, part.whole, known)
        case (
            Answer() | DaysWith() | LeftOut() | AnswerChange() | AboveMedian() | MeanChange() | PercentOf()
        ) if part.item not in known.items:
            yield _no_item(reader, part.instrument, part.item, known)
        case InBand() if part.band not in known.bands:
            text = f'{reader.label}reads "{part.band}", which is no band of "{part.instrument}"'
            yield reader.where.fault("unknown_band", text + hint(part.band, known.bands))
        case _:
            pass


def _no_item(reader: Reader, instrument: str, item: str, known: KnownInstrument) -> Fault:
    text = f'{reader.label}reads "{item}", which is no item of "{instrument}"'
    return reader.where.fault("unknown_item", text + hint(item, known.items))


def _forms(survey: Survey, reader: Reader) -> Iterator[Fault]:
    """A score that is read of the form that one step asked for: that step must be one that asks for it."""
    for part in parts(reader.condition):
        if not isinstance(part, ScoreOf | Changed):
            continue
        for name in (part.since, part.at):
            step = None if name is None else survey.index.steps.get(name)
            if name is None or (isinstance(step, Ask) and part.instrument in step.instruments):
                continue
            says = f'{reader.label}reads "{part.instrument}" as "{name}" asked for it'
            if step is None:
                text = f"{says}, which is no step of this pathway{hint(name, survey.index.steps)}"
                yield reader.where.fault("unknown_step", text)
            else:
                text = f"{says}, and that step does not; name a step that does, with ask(...)"
                yield reader.where.fault("never_decided", text)


def _severities(survey: Survey, reader: Reader) -> Iterator[Fault]:
    known = survey.index.severities
    wanted = (part.severities for part in parts(reader.condition) if isinstance(part, SafetyOpen))
    for name in (name for names in wanted for name in names if name not in known):
        text = f'{reader.label}looks for an open task of "{name}", which is no severity of this pathway'
        yield reader.where.fault("unknown_severity", text + hint(name, known))


def _therapy(survey: Survey, reader: Reader, part: Outcome) -> Iterator[Fault]:
    if part.outcome not in THERAPY_ENDINGS:
        text = f'{reader.label}reads "{part.step}" as "{part.outcome}", which a therapy never comes out as'
        yield reader.where.fault("impossible_outcome", text + hint(part.outcome, THERAPY_ENDINGS))


def _steps(survey: Survey, reader: Reader) -> Iterator[Fault]:
    steps, therapies = survey.index.steps, {therapy.name for therapy in survey.pathway.therapies}
    for part in parts(reader.condition):
        if not isinstance(part, Outcome | MissedInARow | VisitCount):
            continue
        if isinstance(part, Outcome) and part.step in therapies and part.step not in steps:
            yield from _therapy(survey, reader, part)
            continue
        says, step = f'{reader.label}reads "{part.step}"', steps.get(part.step)
        if step is None:
            text = f"{says}, which is no step of this pathway{hint(part.step, steps)}"
            yield reader.where.fault("unknown_step", text)
        elif isinstance(part, Outcome) and part.outcome not in ENDINGS | _outcomes(step):
            text = f'{says} as "{part.outcome}", which it never comes out as'
            text += hint(part.outcome, _outcomes(step) or ENDINGS)
            yield reader.where.fault("impossible_outcome", text)
        elif isinstance(part, VisitCount) and not isinstance(step, Book | Procedure):
            text = f"{says}, which is no visit, so none of it is attended or missed; count a visit"
            yield reader.where.fault("impossible_outcome", text)
        elif isinstance(step, Together) or (isinstance(part, MissedInARow) and not _can_be_missed(step)):
            text = f"{says}, which {_NOT_KEPT[isinstance(part, MissedInARow)]}"
            yield reader.where.fault("impossible_outcome", text)


_NOT_KEPT = {
    True: "cannot be missed; count a questionnaire or a visit",
    False: "has no ending of its own; read one of the steps in it",
}


def _can_be_missed(step: Step) -> bool:
    return isinstance(step, Ask | Book | Procedure)


def _outcomes(step: Step) -> frozenset[str]:
    """How a step can come out besides its ending."""
    own: tuple[str, ...] = ("undone",) if step.undo else ()
    match step:
        case Task() | Confer():
            own += step.outcomes
        case Choose():
            own += (*(case.label for case in step.cases), "otherwise", "undecided")
        case Go():
            own += ("instead",)
        case _:
            pass
    return frozenset(own)


def _branches(survey: Survey, step: Step) -> Iterator[Fault]:
    for branch in step.branches:
        if branch.label not in ENDINGS | _outcomes(step):
            text = (
                f'says what follows "{branch.label}", which is neither an ending nor an outcome of this step'
            )
            yield at(step).fault("impossible_branch", text + hint(branch.label, _outcomes(step) | ENDINGS))
        elif branch.label == "expired" and isinstance(step, Ask) and not _runs_out(survey, step):
            text = (
                "says what follows when it stays unanswered, and its ladder never ends; add expire(...) to it"
            )
            yield at(step).fault("impossible_branch", text)


def _instead(step: Step) -> Iterator[Fault]:
    if isinstance(step, Go) and step.instead and step.at_most is None:
        text = "says what follows instead, and not after how many times; write at_most="
        yield at(step).fault("impossible_branch", text)


def _runs_out(survey: Survey, ask: Ask) -> bool:
    """A patient's form that never runs out is reported as such."""
    rungs = survey.rungs(ask.ladder or survey.pathway.task_ladder)
    return ask.by == "patient" or any(rung.act == "expire" for rung in rungs)


def _cases(step: Choose) -> Iterator[Fault]:
    earlier: list[tuple[str, Condition]] = []
    for case in step.cases:
        taken = next((label for label, condition in earlier if follows(condition, case.condition)), None)
        if taken is not None:
            text = f'case "{case.label}" is never reached: whenever it holds, case "{taken}" was taken before it; '
            yield at(step, case.line).fault("unreachable_case", text + "write the narrower case first")
        earlier.append((case.label, case.condition))


def follows(wide: Condition, narrow: Condition) -> bool:
    """Whether `wide` holds whenever `narrow` does, as far as their shape shows it."""
    if always(wide) or wide == narrow:
        return True
    if not isinstance(wide, Compare) or not isinstance(narrow, Compare) or wide.left != narrow.left:
        return False
    if isinstance(wide.right, str) or isinstance(narrow.right, str):
        return False
    match wide.operator, narrow.operator:
        case (">=", ">=") | (">=", ">") | (">", ">"):
            return wide.right <= narrow.right
        case ("<=", "<=") | ("<=", "<") | ("<", "<"):
            return wide.right >= narrow.right
        case _:
            return False


def always(condition: Condition) -> bool:
    """Whether a condition holds whatever is known of the patient."""
    match condition:
        case AllOf():
            return all(always(part) for part in condition.conditions)
        case AnyOf():
            return any(always(part) for part in condition.conditions)
        case AtLeast():
            return sum(always(part) for part in condition.conditions) >= condition.count
        case Not():
            return _never(condition.condition)
        case _:
            return False


def _never(condition: Condition) -> bool:
    match condition:
        case AnyOf():
            return all(_never(part) for part in condition.conditions)
        case Not():
            return always(condition.condition)
        case _:
            return False


def _intensity(survey: Survey, step: Choose) -> Iterator[Fault]:
    """R-018: two patients with the same pain score can need different care."""
    read = {name for case in step.cases for name in _read(case.condition)}
    intensity = survey.catalogue.pain_intensity
    if read and read <= intensity:
        text = f"branches on pain intensity alone ({quoted(sorted(read))}); "
        text += "read function, mood, sleep or what the patient wants as well"
        yield at(step).fault("intensity_alone", text)


def _read(condition: Condition) -> Iterator[str]:
    for part in parts(condition):
        if isinstance(part, _SCORES + _ITEMS):
            yield part.instrument
    for name in inputs(condition):
        if not name.startswith(("score:", "item:")):
            yield name
    if any(part.kind == "days_since" for part in parts(condition)):
        yield "time"
