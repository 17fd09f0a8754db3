"""Rules that watch: whenever a fact that they read changes, they are asked again; safety rules first, and always."""

from dataclasses import replace

from engine.closing import close_step
from engine.journey import Fired, not_ended
from engine.judge import grounds, judge, verdict
from engine.moments import shift
from engine.turn import Turn
from engine.words import Rule, Task

_NO_MORE = ("no longer so",)


def run_rules(turn: Turn, changed: tuple[str, ...]) -> None:
    concerned = {rule.name: rule for name in changed for rule in turn.index.rules.get(name, ())}
    for rule in sorted(concerned.values(), key=lambda rule: not rule.safety):
        if _watches(turn, rule):
            _ask(turn, rule)


def _watches(turn: Turn, rule: Rule) -> bool:
    """A safety rule watches as long as the patient lives; another while the journey is in one of its stages."""
    if rule.safety:
        return turn.ending != "died"
    return turn.status == "active" and (not rule.stages or turn.stage in rule.stages)


def _ask(turn: Turn, rule: Rule) -> None:
    if verdict(rule.when, turn) is False:
        _calm(turn, rule)
        return
    facts: list[str] = []
    if judge(rule.when, turn, facts):
        _fire(turn, rule, f"rule/{rule.name}", facts, grounds(rule.when, turn), "holds")
    elif rule.undecided:
        _fire(turn, rule, f"rule/{rule.name}/undecided", facts, tuple(facts), "undecided")
    elif turn.source:
        turn.note(rule.name, "could not be decided", line=rule.line, facts=facts)


def _calm(turn: Turn, rule: Rule) -> None:
    """Should it hold again, that is news, even if it rests on the same facts as the last time."""
    for block in (f"rule/{rule.name}", f"rule/{rule.name}/undecided"):
        if block in turn.fired:
            turn.fired[block] = replace(turn.fired[block], grounds=_NO_MORE)


def _fire(turn: Turn, rule: Rule, block: str, facts: list[str], reasons: tuple[str, ...], how: str) -> None:
    """A form that is saved bit by bit raises a rule once for each new reason; one taken back is none."""
    last, again = turn.fired.get(block), Fired(turn.now, turn.source, tuple(facts), reasons)
    if last is not None and last.source == again.source and set(reasons) <= set(last.grounds):
        turn.note(rule.name, "already raised on the same facts of the same form", line=rule.line, facts=facts)
        return
    if not rule.safety and block in turn.active:
        turn.note(rule.name, "already under way", line=rule.line, facts=facts)
        return
    if not rule.safety and last is not None and rule.again_after is not None:
        rests_until = shift(last.at, rule.again_after, turn.zone, turn.clinic)
        if turn.now < rests_until:
            turn.note(rule.name, f"acted on within the last {rule.again_after}", line=rule.line, facts=facts)
            return
    turn.fired[block] = again
    turn.note(rule.name, how, line=rule.line, facts=facts)
    _clear(turn, block)
    turn.begin_block(block)
    turn.changed.append(f"outcome:{rule.name}")


def _clear(turn: Turn, block: str) -> None:
    """Firing anew leaves the tasks of the last time to the people who have them, and ends the rest."""
    for progress in not_ended(turn.steps):
        if progress.block == block and progress.state != "ended":
            step = turn.step(progress.step)
            if not isinstance(step, Task):
                close_step(turn, step, "superseded", "raised anew")
