"""Faults around procedures: undoing where nothing moves, calling off by nobody or too late, visits lost with `before`."""

from collections.abc import Iterator

from engine.faults import Fault, hint
from engine.index import GO_ON, children
from engine.survey import Survey, at
from engine.words import Book, Cancel, Confer, Procedure, Step, Task


def check_procedures(survey: Survey) -> Iterator[Fault]:
    for step in survey.steps:
        yield from _undo(survey, step)
        if isinstance(step, Procedure):
            yield from _too_late(survey, step)
            yield from _lost_with_before(survey, step)
    for block in dict.fromkeys(block for block, _ in survey.placed):
        yield from _called_off(survey, block.steps, decided=False)


def _undo(survey: Survey, step: Step) -> Iterator[Fault]:
    anchor = step.when.anchor if step.when else None
    if step.undo and not isinstance(survey.index.steps.get(anchor or ""), Procedure):
        text = (
            "says how it is undone, and hangs on no procedure that could be moved or cancelled; write when="
        )
        yield at(step).fault("undo_of_nothing", text + " with before(...) or after(...) a procedure")


def _called_off(survey: Survey, steps: tuple[Step, ...], *, decided: bool) -> Iterator[Fault]:
    """A procedure is called off by a person; the step only carries that out."""
    procedures = [step.name for step in survey.steps if isinstance(step, Procedure)]
    for step in steps:
        if isinstance(step, Cancel):
            if step.procedure not in procedures:
                text = f'calls off "{step.procedure}", which is no procedure of this pathway'
                yield at(step).fault("unknown_step", text + hint(step.procedure, procedures))
            if not decided:
                text = f'calls off "{step.procedure}", and no person has said so; put it in an outcome of a '
                yield at(step).fault("calls_off_by_itself", text + "task(...) or a confer(...)")
        of_a_person = step.outcomes if isinstance(step, Task | Confer) else ()
        by_a_person = [branch.steps for branch in step.branches if branch.label in of_a_person]
        for inner in children(step):
            yield from _called_off(survey, inner, decided=decided or inner in by_a_person)


def _too_late(survey: Survey, procedure: Procedure) -> Iterator[Fault]:
    """What follows a procedure comes only once it has taken place."""
    after = _with_inner_blocks(survey, f"after/{procedure.name}")
    for block, step in survey.placed:
        if block.id in after and isinstance(step, Cancel) and step.procedure == procedure.name:
            text = f'calls off "{procedure.name}", and comes only when that has taken place; put it in its before=, '
            yield at(step).fault("calls_off_too_late", text + "or beside it in together(...)")


def _lost_with_before(survey: Survey, procedure: Procedure) -> Iterator[Fault]:
    """What comes before a procedure is over when that takes place, and the visits booked there are cancelled."""
    before = _with_inner_blocks(survey, f"before/{procedure.name}", besides=GO_ON)
    for block, step in survey.placed:
        if block.id not in before or not isinstance(step, Book | Procedure) or step.not_before is None:
            continue
        if step.not_before.anchor == procedure.name and step.not_before.offset.count >= 0:
            text = f'is held after "{procedure.name}" and stands in its before=, so it is cancelled when that takes '
            yield at(step).fault(
                "cancelled_before_it_is_held", text + "place; put the two side by side in together(...)"
            )


def _with_inner_blocks(survey: Survey, id: str, besides: frozenset[str] = frozenset()) -> frozenset[str]:
    inner = (one for one in survey.index.inside.get(id, ()) if survey.index.blocks[one].kind not in besides)
    return frozenset({id}).union(*(_with_inner_blocks(survey, one, besides) for one in inner))
