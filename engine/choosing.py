"""Choosing a branch, and proposing one to a case conference, from what is known of the patient."""

from engine.closing import end_step
from engine.journey import Progress
from engine.judge import judge
from engine.tasking import open_undecided_task
from engine.turn import Turn
from engine.words import Choose, Confer


def choose(turn: Turn, step: Choose, progress: Progress) -> None:
    """The first case that holds. One that cannot be decided is never passed over as if it were false."""
    facts: list[str] = []
    for case in step.cases:
        verdict = judge(case.condition, turn, facts)
        if verdict is None and step.undecided is None:
            open_undecided_task(turn, step, progress, tuple(facts))
            return
        if verdict is not False:
            label = case.label if verdict else "undecided"
            end_step(turn, step, "done", f"{label}", outcome=label, facts=facts)
            return
    end_step(turn, step, "done", "no case holds", outcome="otherwise", facts=facts)


def propose(turn: Turn, step: Confer) -> tuple[str | None, tuple[str, ...]]:
    """What the facts suggest: a label, `undecided`, or nothing; with the facts."""
    facts: list[str] = []
    for proposal in step.proposes:
        verdict = judge(proposal.condition, turn, facts)
        if verdict is not False:
            return (proposal.label if verdict else "undecided"), tuple(facts)
    return None, tuple(facts)
