"""One patient's care plan: therapies added, dropped, ordered and delayed, and started when their turn comes."""

from collections.abc import Sequence
from dataclasses import replace

from engine.closing import close_block, end_step
from engine.events import EventRefused
from engine.journey import Due, PlanItem, TherapyEnding, TherapyProgress, not_ended
from engine.moments import outside_quiet, shift
from engine.tasking import fault
from engine.turn import Turn
from engine.words import Book, DeliverPlan, Ending, Procedure

_OVER = ("done", "dropped")


def change_plan(turn: Turn, items: Sequence[PlanItem], because: str) -> None:
    """The plan is now these therapies. One that is under way goes on; one that is not named any more is dropped."""
    _refuse_the_impossible(turn, items)
    before = {therapy.item.therapy: therapy for therapy in turn.plan or ()}
    for name, therapy in before.items():
        if name not in {item.therapy for item in items} and therapy.state not in _OVER:
            close_block(turn, f"therapy/{name}", "cancelled", f"dropped from the plan: {because}")
            turn.note(name, f"dropped from the plan: {because}")
            _came_out(turn, name, "dropped")
    turn.plan = [_carried_over(before.get(item.therapy), item) for item in items]
    turn.note(
        "care_plan", f"the plan is {', '.join(item.therapy for item in items) or 'no therapy'}: {because}"
    )
    turn.touch("plan")


def advance_plan(turn: Turn) -> None:
    """Start each therapy whose predecessors are over and whose delay has passed; end the delivery with the last."""
    if not turn.delivering:
        return
    if turn.plan is None:
        fault(turn, "there is no care plan to deliver: no conference has decided one")
        return
    for place, therapy in enumerate(turn.plan):
        if therapy.state == "planned" and not therapy.agenda and _may_start(turn, therapy):
            _start_or_delay(turn, place, therapy)
    if all(therapy.state in _OVER for therapy in turn.plan):
        _delivered(turn)


def start_therapy(turn: Turn, name: str) -> None:
    """A delayed therapy's moment has come."""
    assert turn.plan is not None
    place = next(i for i, therapy in enumerate(turn.plan) if therapy.item.therapy == name)
    turn.plan[place] = replace(turn.plan[place], state="running", agenda=())
    turn.therapies.pop(name, None)
    turn.note(name, "begins")
    turn.begin_block(f"therapy/{name}")


def therapy_ended(turn: Turn, name: str) -> None:
    turn.plan = [
        replace(therapy, state="done")
        if therapy.item.therapy == name and therapy.state == "running"
        else therapy
        for therapy in turn.plan or ()
    ]
    how = _how_it_went(turn, name)
    turn.note(name, f"is {how}")
    _came_out(turn, name, how)
    turn.touch("plan")


def _came_out(turn: Turn, name: str, how: TherapyEnding) -> None:
    turn.therapies[name] = how
    turn.changed.append(f"outcome:{name}")


def _how_it_went(turn: Turn, name: str) -> Ending:
    """Done if one of its visits or procedures was, or it has none; else as the last that was needed came out."""
    block = f"therapy/{name}"
    names = turn.index.names_in[block]
    written = [name for name in names if isinstance(turn.index.steps[name], Book | Procedure)]
    endings = [
        progress.ending
        for name in written
        if (progress := turn.steps.get(name)) is not None
        and progress.run == turn.runs[block]
        and progress.ending is not None
    ]
    if not written or "done" in endings:
        return "done"
    needed = [ending for ending in endings if ending != "not_needed"]
    return needed[-1] if needed else "not_needed"


def _carried_over(was: TherapyProgress | None, item: PlanItem) -> TherapyProgress:
    """Newly chosen after it was over means once more."""
    if was is None or was.state in _OVER:
        return TherapyProgress(item=item)
    return replace(was, item=item, agenda=was.agenda if was.item == item else ())


def _may_start(turn: Turn, therapy: TherapyProgress) -> bool:
    states = {other.item.therapy: other.state for other in turn.plan or ()}
    return all(states.get(name, "dropped") in _OVER for name in therapy.item.after)


def _start_or_delay(turn: Turn, place: int, therapy: TherapyProgress) -> None:
    assert turn.plan is not None
    name, delay = therapy.item.therapy, therapy.item.delay
    if delay is None:
        start_therapy(turn, name)
        return
    at = outside_quiet(shift(turn.now, delay, turn.zone, turn.clinic), turn.zone, turn.clinic).at
    turn.plan[place] = replace(therapy, agenda=(Due(at, "therapy", f"{delay} later, by the plan"),))


def _delivered(turn: Turn) -> None:
    for progress in not_ended(turn.steps):
        step = turn.step(progress.step)
        if progress.state == "open" and isinstance(step, DeliverPlan):
            turn.delivering = False
            end_step(turn, step, "done" if turn.plan else "not_needed", "every therapy of the plan is over")


def _refuse_the_impossible(turn: Turn, items: Sequence[PlanItem]) -> None:
    names = [item.therapy for item in items]
    known = [therapy.name for therapy in turn.pathway.therapies]
    for item in items:
        if item.therapy not in known:
            raise EventRefused(f"{item.therapy} is no therapy of this pathway; it has {', '.join(known)}")
        for name in item.after:
            if name not in names:
                raise EventRefused(f"{item.therapy} comes after {name}, which is not in the plan")
    if len(set(names)) != len(names):
        raise EventRefused("a therapy stands in the plan twice")
    if _turns_in_a_circle({item.therapy: item.after for item in items}):
        raise EventRefused("the plan's therapies wait for each other in a circle")


def _turns_in_a_circle(after: dict[str, tuple[str, ...]]) -> bool:
    left = dict(after)
    while free := [name for name, waits in left.items() if not any(other in left for other in waits)]:
        for name in free:
            del left[name]
    return bool(left)
