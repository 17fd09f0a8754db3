"""Faults of the way through: what nothing leads to, what leads nowhere, and what turns in a circle."""

from collections.abc import Iterator

from engine.faults import Fault, Where, quoted
from engine.reach import Network, closure
from engine.survey import Survey, at
from engine.words import Stage


def check_flow(survey: Survey) -> Iterator[Fault]:
    if not survey.pathway.stages:
        yield survey.whole.fault("no_exit", "has no stages; write stages=(stage(...),)")
        return
    blocks = dict.fromkeys(block for block, _ in survey.placed)
    network = Network(survey.pathway, survey.index, tuple(blocks))
    for block in blocks:
        for step in network.of_block(block).dead:
            text = "is never reached: every way through the step before it leads elsewhere; take it out, or put it"
            yield at(step).fault("unreachable_step", f"{text} before that step")
    yield from _unreached(survey, network)
    yield from _without_exit(survey, network)
    yield from _circles(network)


def _at(stage: Stage) -> Where:
    return Where(stage.line, stage.name, "stage")


def _unreached(survey: Survey, network: Network) -> Iterator[Fault]:
    for place, stage in enumerate(survey.pathway.stages):
        if place not in network.reached:
            text = f'is never entered: no go(...) names it, and every way through "{survey.index.stages[place - 1]}"'
            yield _at(stage).fault("unreachable_stage", f"{text} leads elsewhere; take it out, or lead to it")


def _without_exit(survey: Survey, network: Network) -> Iterator[Fault]:
    """Each stage leads to an end of the journey, and the last one says which."""
    last = survey.pathway.stages[-1]
    if network.last in network.reached and network.past_the_end(network.last):
        text = "is the last, and may be over without saying how the journey ends; end it with finish(...)"
        yield _at(last).fault("open_end", text)
    trapped = _trapped(network)
    if trapped:
        names = quoted(survey.index.stages[place] for place in trapped)
        text = f"leads to no end: from {names} no finish(...) is ever reached; write one"
        yield _at(survey.pathway.stages[trapped[0]]).fault("no_exit", text)


def _trapped(network: Network) -> tuple[int, ...]:
    """The stages that a patient can enter and that no end can be reached from."""
    following = {place: network.next(place) for place in range(network.last + 1)}
    return tuple(
        place
        for place in sorted(network.reached)
        if not any(network.ends(ahead) for ahead in closure((place,), following))
    )


def _circles(network: Network) -> Iterator[Fault]:
    places = range(network.last + 1)
    for_ever = {place: network.next(place, unbounded=True) for place in places}
    at_once = {place: network.at_once(place) for place in places}
    trapped = _trapped(network)  # that nothing ends there is said already
    for step, place, target in network.back():
        if place in trapped:
            continue
        if step.at_most is None and place in closure((target,), for_ever):
            text = f'goes back to "{step.stage}" without a limit; write at_most= and, with instead=, what then follows'
            yield at(step).fault("endless_circle", text)
        elif target in at_once[place] and place in closure((target,), at_once):
            text = f'goes back to "{step.stage}", and nothing in between takes time; put a wait(...) or a task(...)'
            yield at(step).fault("instant_circle", f"{text} between them")
