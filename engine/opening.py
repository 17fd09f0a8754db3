"""Opening a step: when its moment is, and what it asks of the world once that moment has come."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from engine.agenda import MOVED, WITHIN
from engine.asking import ask, due_anew
from engine.booking import book, moment_of, still_fits
from engine.choosing import choose
from engine.closing import close_step, end_step, finish_journey
from engine.commands import Reason, StartPathway
from engine.conferring import confer
from engine.holding import put_on_hold
from engine.index import counts_from
from engine.journey import Due, Progress
from engine.judge import judge
from engine.moments import deadline, local, shift, zone_at
from engine.spans import Span
from engine.tasking import open_step_task
from engine.turn import Turn
from engine.words import (
    Ask,
    Book,
    Cancel,
    Choose,
    Confer,
    DeliverPlan,
    Finish,
    Go,
    Hold,
    Mark,
    Message,
    Milestone,
    Procedure,
    Repeat,
    Start,
    Step,
    Task,
    Together,
    Wait,
)
from engine.zones import wall


def open_step(turn: Turn, step: Step, block: str, run: int) -> Progress:
    """A new occurrence of the step: it begins now, or waits for its moment.

    What is left of the last occurrence is taken back; a task stays with the people who have it.
    """
    last = turn.steps.get(step.name)
    if last is not None and last.state != "ended" and not isinstance(step, Task):
        close_step(turn, step, "superseded", "it begins anew")
    occurrence = last.occurrence + 1 if last else 1
    turn.anchors.pop(step.name, None)
    turn.steps[step.name] = Progress(
        step=step.name, block=block, run=run, occurrence=occurrence, state="waiting"
    )
    if last is not None and not any(
        (task.step, task.occurrence) == (step.name, last.occurrence) for task in turn.tasks.values()
    ):
        turn.attempts.pop(f"{step.name}#{last.occurrence}", None)
    schedule(turn, step)
    return turn.steps[step.name]


def schedule(turn: Turn, step: Step) -> None:
    """Begin the step if its moment has come; else put the moment on the agenda, or wait for its anchor."""
    progress, when = turn.steps[step.name], step.when
    not_before = step.not_before if isinstance(step, Book | Procedure) else None
    if not_before is not None and not_before.anchor not in turn.anchors:
        _wait_for_anchor(turn, step, not_before.anchor)
        return
    if when is None or isinstance(step, Wait):
        begin(turn, step)
        return
    anchor = turn.anchors.get(when.anchor)
    if anchor is None:
        _wait_for_anchor(turn, step, when.anchor)
        return
    opens = moment_of(turn, when, anchor)
    if when.offset.count < 0 and anchor <= max(opens.at, turn.now):
        end_step(turn, step, "expired", f"not opened: it would be too late for {when.anchor}")
        return
    if opens.at > turn.now:
        turn.steps[step.name] = replace(
            progress, state="scheduled", agenda=(Due(opens.at, "open", opens.because),)
        )
        return
    begin(turn, step, because=opens.because)


def _wait_for_anchor(turn: Turn, step: Step, anchor: str) -> None:
    """There is no moment yet; and there will be none, if the visit it counts from has come to nothing."""
    turn.steps[step.name] = replace(turn.steps[step.name], state="waiting", agenda=())
    of = turn.steps.get(anchor)
    has_ended = of is not None and of.state == "ended" and of.run == turn.runs.get(of.block)
    if has_ended and isinstance(turn.step(anchor), Book | Procedure):
        end_step(turn, step, "not_needed", f"{anchor} did not take place")


def open_on_time(turn: Turn, step: Step, because: str) -> None:
    """The moment has come; after an outage it may be too late for what should come before a visit."""
    when, by_hand = step.when, MOVED in turn.steps[step.name].reached
    anchor = None if when is None or by_hand or when.offset.count >= 0 else turn.anchors.get(when.anchor)
    if anchor is not None and anchor <= turn.now:
        end_step(turn, step, "expired", f"not opened: it would be too late for {step.name}'s visit")
        return
    begin(turn, step, because)


def retime(turn: Turn, anchor: str) -> None:
    """An anchor has moved: what hangs on it and has not begun is timed anew."""
    names = (
        *turn.index.hanging_on.get(anchor, ()),
        *(step.name for step in turn.added if anchor in counts_from(step)),
    )
    for name in names:
        progress = turn.steps.get(name)
        if progress is None or MOVED in progress.reached:
            continue
        if progress.state in ("waiting", "scheduled", "queued"):
            schedule(turn, turn.step(name))
            turn.touch(progress.block)
        elif progress.state == "open":
            _follow(turn, turn.step(name), progress, anchor)


def _follow(turn: Turn, step: Step, progress: Progress, anchor: str) -> None:
    """What is open already follows its anchor, where it can."""
    match step:
        case Wait():
            begin(turn, step)
            turn.touch(progress.block)
        case Book() | Procedure() if step.not_before is not None and step.not_before.anchor == anchor:
            if not still_fits(turn, step, progress):
                _begin_anew(turn, step, progress, _has_moved(turn, anchor))
        case Ask() if step.before_visit == anchor:
            if _comes_later(turn, step, anchor):
                _begin_anew(turn, step, progress, _has_moved(turn, anchor))
            else:
                due_anew(turn, step, progress)
        case _:
            pass


def _comes_later(turn: Turn, step: Ask, anchor: str) -> bool:
    """A form that is asked only so long before its visit is too early, now that this is further off or has no date."""
    if step.when is None or step.when.anchor != anchor:
        return False
    return anchor not in turn.anchors or moment_of(turn, step.when, turn.anchors[anchor]).at > turn.now


def _has_moved(turn: Turn, anchor: str) -> str:
    return f"{anchor} {'is at another time' if anchor in turn.anchors else 'does not take place as booked'}"


def _begin_anew(turn: Turn, step: Step, progress: Progress, because: str) -> None:
    """Take back what was asked of the world, and ask again when its moment comes."""
    close_step(turn, step, "superseded", because)
    open_step(turn, step, progress.block, progress.run)
    turn.touch(progress.block)


def begin(turn: Turn, step: Step, because: str = "") -> None:
    """The step's moment has come: ask the world for what it needs."""
    progress = replace(turn.steps[step.name], state="open", opened_at=turn.now, agenda=())
    turn.steps[step.name] = progress
    if turn.reaches_nobody(step):
        end_step(turn, step, "not_needed", f"nothing is asked of a patient who {turn.ending}")
        return
    match step:
        case Message():
            _say(turn, step, progress, because)
        case Ask():
            ask(turn, step, progress, because)
        case Book() | Procedure():
            book(turn, step, progress, because)
            if isinstance(step, Procedure):
                turn.begin_block(f"before/{step.name}")
        case Task():
            open_step_task(turn, step, progress, because)
        case Confer():
            _confer(turn, step, progress, because)
        case Repeat():
            _repeat(turn, step, progress)
        case Wait():
            _wait(turn, step, progress)
        case Choose():
            choose(turn, step, progress)
        case Hold():
            _hold(turn, step)
        case DeliverPlan():
            turn.delivering = True
            turn.touch("plan")
        case _:
            _at_once(turn, step, progress)


def _hold(turn: Turn, step: Hold) -> None:
    """The step stays open until a person resumes the journey, so that what follows it waits as well."""
    if turn.status != "active":
        end_step(turn, step, "not_needed", "the journey has ended")
    elif turn.hold is None:
        review_at = shift(turn.now, step.review, turn.clinic.zone, turn.clinic)
        put_on_hold(turn, review_at, step.name, step.line)


def _at_once(
    turn: Turn, step: Milestone | Mark | Start | Cancel | Finish | Go | Together, progress: Progress
) -> None:
    match step:
        case Milestone():
            end_step(turn, step, "done", f"{step.name} reached")
        case Mark():
            (turn.flags.add if step.value else turn.flags.discard)(step.flag)
            turn.changed.append(f"flag:{step.flag}")
            end_step(turn, step, "done", f"flag {step.flag} {'set' if step.value else 'cleared'}")
        case Start():
            key = turn.key(step.name, progress.occurrence)
            reason = Reason(step.line, f"starts {step.pathway}")
            turn.order(StartPathway(key=key, reason=reason, pathway=step.pathway))
            end_step(turn, step, "done", f"{step.pathway} started")
        case Cancel():
            _call_off(turn, step)
        case Finish():
            end_step(turn, step, "done", f"the journey ends: {step.ending}")
            finish_journey(turn, step.ending, step.line)
        case Go() | Together():
            raise AssertionError(f"{step.name} is walked, not opened")
        case _:
            assert_never(step)


def _call_off(turn: Turn, step: Cancel) -> None:
    """The step ends first: it may stand among what comes before the procedure, and that is over now."""
    of = turn.steps.get(step.procedure)
    if of is None or of.state == "ended":
        end_step(turn, step, "not_needed", f"{step.procedure} is not ahead")
        return
    end_step(turn, step, "done", f"{step.procedure} is called off")
    close_step(turn, turn.step(step.procedure), "cancelled", f"called off by {step.name}")


def _say(turn: Turn, step: Message, progress: Progress, because: str) -> None:
    expires = about = None
    if step.when is not None:
        if step.when.offset.count < 0:
            expires = turn.anchors.get(step.when.anchor)
        about = step.when.anchor if step.when.anchor in turn.index.steps else None
    reason = turn.why(step, progress, because)
    turn.send(
        progress, step.template, reason, to=step.to, urgency=step.urgency, expires_at=expires, about=about
    )
    end_step(turn, step, "done", "")


def _confer(turn: Turn, step: Confer, progress: Progress, because: str) -> None:
    due = deadline(turn.now, step.within or WITHIN, zones=turn.zones, clinic=turn.clinic)
    turn.steps[step.name] = progress = replace(progress, due_at=due.at)
    confer(turn, step, progress, turn.why(step, progress, because, f"held by {due.because}").rule)


def _repeat(turn: Turn, step: Repeat, progress: Progress) -> None:
    next_cycle(turn, step, progress)


def next_cycle(turn: Turn, step: Repeat, progress: Progress) -> None:
    """Run the repeated steps once more, unless enough is enough; then put the next time on the agenda."""
    facts: list[str] = []
    if step.until is not None and judge(step.until, turn, facts) is True:
        end_step(turn, step, "done", "repeated until its condition held", facts=facts)
        return
    if step.at_most is not None and progress.cycles - progress.left_out >= step.at_most:
        end_step(turn, step, "done", f"repeated {step.at_most} times")
        return
    cycles = progress.cycles + 1
    at = _next_time(turn, step, progress, cycles)
    while at <= turn.now and step.every.count > 0:
        cycles += 1
        at = _next_time(turn, step, progress, cycles)
    left_out = cycles - progress.cycles - 1
    if left_out:
        turn.note(step.name, f"{left_out} times are past and left out", line=step.line)
    turn.steps[step.name] = replace(
        progress,
        cycles=cycles,
        left_out=progress.left_out + left_out,
        agenda=(Due(at, "cycle", f"every {step.every}, time {cycles + 1}"),),
    )
    turn.begin_block(f"repeat/{step.name}")


def retime_cycle(turn: Turn, step: Repeat, progress: Progress) -> None:
    """The next time keeps its time of day, by the clock of where the patient lives now."""
    at = _next_time(turn, step, progress, progress.cycles)
    turn.steps[step.name] = replace(progress, agenda=tuple(replace(due, at=at) for due in progress.agenda))


def _next_time(turn: Turn, step: Repeat, progress: Progress, cycles: int) -> datetime:
    assert progress.opened_at is not None
    span = Span(unit=step.every.unit, count=step.every.count * cycles)
    then = zone_at(turn.zones, progress.opened_at)
    at = shift(progress.opened_at, span, then, turn.clinic)
    if then == turn.zone or span.unit not in ("days", "weeks", "months"):
        return at
    there = wall(at, then)
    return local(there.date(), there.time(), turn.zone)


def _wait(turn: Turn, step: Wait, progress: Progress) -> None:
    facts: list[str] = []
    if step.until is not None and judge(step.until, turn, facts) is True:
        end_step(turn, step, "done", "its condition holds", facts=facts)
        return
    assert step.when is not None
    anchor = turn.anchors.get(step.when.anchor)
    if anchor is None:
        _wait_for_anchor(turn, step, step.when.anchor)
        return
    until = moment_of(turn, step.when, anchor)
    if until.at <= turn.now:
        end_step(turn, step, "done", until.because)
        return
    turn.steps[step.name] = replace(progress, agenda=(Due(until.at, "until", until.because),))
