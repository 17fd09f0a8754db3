"""Hearing what patients answer and report: raw items first, for the safety rules; scores after."""

from collections.abc import Mapping
from dataclasses import replace

from engine.closing import end_step
from engine.events import Answered, Reported
from engine.journey import ItemAnswer, Progress, Reading
from engine.scores import Value
from engine.turn import Turn
from engine.words import Ask

KEPT_ANSWERS = 31
"""How many answers to one watched item are remembered: a month of a daily diary."""
KEPT_REPORTS = 20
"""How many times of one counted report are remembered."""
KEPT_READINGS = 40
"""How many scores of one instrument are remembered: 18 months of one every two weeks."""
BASELINE_STATUS = frozenset({"complete", "prorated"})


def hear_answers(turn: Turn, event: Answered, progress: Progress | None) -> None:
    """Raw answers count at once, whether or not the form is finished; then the scores; then the request ends."""
    turn.source = event.id if event.step is None else f"{event.step}#{_occurrence(event, progress)}"
    for instrument, answers in event.answers.items():
        _hear_items(turn, event, instrument, answers)
    if event.finished:
        turn.left_out = _left_out(turn, event.answers)
        _hear_scores(turn, event)
    if progress is None:
        return
    step = turn.step(progress.step)
    if progress.state != "open" or event.occurrence not in (None, progress.occurrence):
        turn.note(step.name, f"answered {_when_else(event, progress)}: kept", line=step.line)
        return
    heard = tuple(event.answers) if event.finished else tuple(f"begun:{name}" for name in event.answers)
    progress = replace(progress, seen=tuple(dict.fromkeys((*progress.seen, *heard))))
    turn.steps[step.name] = progress
    if isinstance(step, Ask) and set(step.instruments) <= set(progress.seen):
        end_step(turn, step, "done", "answered")


def left_unfinished(turn: Turn, step: Ask, progress: Progress) -> None:
    """A form that was begun runs out: a safety item that was not answered is news of its own."""
    turn.source = f"{step.name}#{progress.occurrence}"
    begun = [name.removeprefix("begun:") for name in progress.seen if name.startswith("begun:")]
    turn.left_out = _left_out(turn, {name: {} for name in begun if name not in progress.seen})


def hear_report(turn: Turn, event: Reported) -> None:
    turn.report, turn.details, turn.source = event.report, event.details, event.id
    if event.report in turn.index.counted:
        turn.reports[event.report] = (*turn.reports.get(event.report, ()), turn.now)[-KEPT_REPORTS:]
    turn.changed.append(f"report:{event.report}")


def hear_facts(turn: Turn, source: str, facts: Mapping[str, Value], flags: Mapping[str, bool]) -> None:
    turn.source = source
    for name, value in facts.items():
        turn.facts[name] = value
        turn.changed.append(f"fact:{name}")
    for name, is_set in flags.items():
        (turn.flags.add if is_set else turn.flags.discard)(name)
        turn.changed.append(f"flag:{name}")


def _when_else(event: Answered, progress: Progress) -> str:
    if event.occurrence not in (None, progress.occurrence):
        return "late, after it was asked again"
    return f"late, after it was {progress.ending}" if progress.ending else "before it was asked"


def _occurrence(event: Answered, progress: Progress | None) -> int:
    return event.occurrence or (progress.occurrence if progress else 1)


def _hear_items(turn: Turn, event: Answered, instrument: str, answers: Mapping[str, Value]) -> None:
    watched = turn.index.watched.get(instrument, ())
    for name, value in answers.items():
        if name not in watched or value is None:
            continue
        item = f"{instrument}.{name}"
        before = turn.items.get(item, ())
        if before and before[-1].source == turn.source:
            before = before[:-1]
        turn.items[item] = (*before, ItemAnswer(turn.now, turn.source, value))[-KEPT_ANSWERS:]
        turn.changed.append(f"item:{item}")


def _left_out(turn: Turn, answers: Mapping[str, Mapping[str, Value]]) -> frozenset[str]:
    """What these forms leave unanswered. What was answered earlier in the same form is not left out."""
    missing = [
        f"{instrument}.{name}"
        for instrument in sorted(answers)
        for name in turn.index.watched.get(instrument, ())
        if answers[instrument].get(name) is None
        and (name in answers[instrument] or not _answered_before(turn, f"{instrument}.{name}"))
    ]
    turn.changed.extend(f"item:{item}" for item in missing)
    return frozenset(missing)


def _answered_before(turn: Turn, item: str) -> bool:
    given = turn.items.get(item, ())
    return bool(given) and given[-1].source == turn.source


def _hear_scores(turn: Turn, event: Answered) -> None:
    until = turn.pathway.baseline_until
    start = None if until is None else turn.steps.get(until)
    frozen = until in turn.anchors or (
        start is not None and (start.occurrence > 1 or start.ended_at is not None)
    )
    for score in event.scores:
        reading = Reading(
            at=turn.now, status=score.status, exact=score.exact, band=score.band, source=turn.source
        )
        name = score.instrument
        turn.readings[name] = (*turn.readings.get(name, ()), reading)[-KEPT_READINGS:]
        first = until is None and name in turn.baselines
        if not (frozen or first) and score.status in BASELINE_STATUS:
            turn.baselines[name] = reading
        turn.changed.append(f"score:{name}")
