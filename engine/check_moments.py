"""Faults of moments: anchors that nobody sets, or not in time."""

from collections.abc import Iterator

from engine.conditions import DaysSince, parts
from engine.faults import Fault, hint
from engine.index import Block, children, moments, walk_steps
from engine.reach import SIDE_BY_SIDE
from engine.survey import Survey, at
from engine.words import Ask, Book, Go, Procedure, Step, Together, Wait


def check_moments(survey: Survey) -> Iterator[Fault]:
    anchors = frozenset(survey.index.steps) | survey.catalogue.anchors
    for step in survey.steps:
        yield from _anchor(survey, step, anchors)
    for ask in survey.asks:
        yield from _before_visit(survey, ask)
    for reader in survey.readers:
        for part in parts(reader.condition):
            if isinstance(part, DaysSince) and part.anchor not in anchors:
                text = f'{reader.label}counts from "{part.anchor}", a moment that nothing sets'
                yield reader.where.fault("unknown_anchor", text + hint(part.anchor, anchors))
    until = survey.pathway.baseline_until
    if until is not None and until not in anchors:
        text = f'takes baselines until "{until}", a moment that nothing sets{hint(until, anchors)}'
        yield survey.whole.fault("unknown_anchor", text)
    for block in dict.fromkeys(block for block, _ in survey.placed):
        yield from _in_block(survey, block)


def _anchor(survey: Survey, step: Step, anchors: frozenset[str]) -> Iterator[Fault]:
    for when in moments(step):
        name = when.anchor
        if name not in anchors:
            text = f'counts from "{name}", a moment that nothing sets{hint(name, anchors)}'
            yield at(step).fault("unknown_anchor", text)
        elif when.offset.count < 0 and not _lies_ahead(survey, name):
            text = f'counts back from "{name}", which is known only once it is past; count back from a visit or a '
            yield at(step).fault("counts_back_too_late", text + "procedure, or write after(...)")


def _before_visit(survey: Survey, ask: Ask) -> Iterator[Fault]:
    """A form is due with a visit that there is, and is asked before that."""
    if ask.before_visit is None:
        return
    visits = [step.name for step in survey.steps if isinstance(step, Book | Procedure)]
    if ask.before_visit not in visits:
        text = f'is for "{ask.before_visit}", which is no visit of this pathway'
        yield at(ask).fault("unknown_step", text + hint(ask.before_visit, visits))
    elif ask.when is not None and ask.when.anchor == ask.before_visit and ask.when.offset.count >= 0:
        text = f'is for "{ask.before_visit}", and comes when that has begun; write when=before(...)'
        yield at(ask).fault("counts_back_too_late", text)


def _lies_ahead(survey: Survey, name: str) -> bool:
    """The start of a visit is known before it; so may be a moment that the patient brings along."""
    return isinstance(survey.index.steps.get(name), Book | Procedure | None)


def _in_block(survey: Survey, block: Block) -> Iterator[Fault]:
    later = _of_later_stages(survey, block)
    if block.kind == "repeat":
        later |= {block.name}
    tracks = [(step,) for step in block.steps] if block.kind in SIDE_BY_SIDE else [block.steps]
    for track in tracks:
        yield from _in_order(track, frozenset(), later)


def _of_later_stages(survey: Survey, block: Block) -> frozenset[str]:
    """What is set only in a later stage, unless some step leads back from there."""
    if block.kind not in ("stage", "alongside"):
        return frozenset()
    stages = survey.index.stages
    place = stages.index(block.name)
    if any(isinstance(step, Go) and step.stage in stages[: place + 1] for step in survey.steps):
        return frozenset()
    return _names(*(stage.steps for stage in survey.pathway.stages[place + 1 :]))


def _in_order(steps: tuple[Step, ...], earlier: frozenset[str], later: frozenset[str]) -> Iterator[Fault]:
    """Follow a sequence, knowing what has ended before each step and what comes only after it."""
    for number, step in enumerate(steps):
        behind = later | _names(steps[number + 1 :])
        yield from _in_time(step, earlier, behind)
        over = earlier if isinstance(step, Together) else earlier | {step.name}
        for inner in children(step):
            yield from _in_order(inner, over, behind)
        earlier |= _names((step,))


def _in_time(step: Step, earlier: frozenset[str], later: frozenset[str]) -> Iterator[Fault]:
    visit = step.before_visit if isinstance(step, Ask) else None
    beside = "put the two side by side in together(...)"
    if visit in earlier:
        yield at(step).fault(
            "counts_back_too_late", f'is for "{visit}", and comes when that is over; {beside}'
        )
    elif visit in later:
        text = f'is for "{visit}", and has ended when that is booked; {beside}'
        yield at(step).fault("waits_for_what_comes_later", text)
    if isinstance(step, Wait) and step.until is not None:
        return
    for when in moments(step):
        anchor = when.anchor
        if anchor == step.name or anchor in later:
            text = f'waits for "{anchor}", which comes only after it, so it never opens; move it behind or beside '
            yield at(step).fault(
                "waits_for_what_comes_later", text + f'"{anchor}", or count from something earlier'
            )
        elif anchor in earlier and when.offset.count < 0:
            text = f'counts back from "{anchor}", and comes when that is over; put the two side by side in together'
            yield at(step).fault("counts_back_too_late", text + "(...)")


def _names(*sequences: tuple[Step, ...]) -> frozenset[str]:
    return frozenset(step.name for steps in sequences for step in walk_steps(steps))
