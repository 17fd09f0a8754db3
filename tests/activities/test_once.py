"""The rule of exactly once, case by case, and over all short histories."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Literal

import pytest

from activities.once import Adopt, Came, GiveUp, Next, Pace, Post, Reconcile, Rules, Try, Wait, next_step

AT = datetime(2026, 6, 1, 13, tzinfo=UTC)
PACE = Pace()
SOON, UNDER_WAY, SETTLED = AT + timedelta(seconds=1), AT + timedelta(seconds=24), AT + PACE.doubtful_for
ROUTINE = Rules(rather_twice=False, repeats_are_one=False, shows_what_it_took=True)
SAFETY = Rules(rather_twice=True, repeats_are_one=False, shows_what_it_took=True)
MAIL = Rules(rather_twice=False, repeats_are_one=False, shows_what_it_took=False)
MAILBOX = Rules(rather_twice=False, repeats_are_one=True, shows_what_it_took=False)
Seen = Sequence[str] | Literal["cannot_tell"] | None


def _tries(*came: Came | None) -> tuple[Try, ...]:
    return tuple(Try(number=number, at=AT, came=one) for number, one in enumerate(came, start=1))


@pytest.mark.parametrize(
    ("came", "rules", "now", "seen", "follows"),
    [
        ((), ROUTINE, AT, None, Post(1)),
        (("unsure", "sent"), ROUTINE, AT, None, Adopt(None)),
        (("not_sent", "not_sent"), ROUTINE, AT, None, Post(3)),
        ((None,), ROUTINE, SOON, None, Reconcile(AT - timedelta(minutes=5))),
        (("not_sent", "unsure"), ROUTINE, SOON, ("SM1",), Adopt("SM1")),
        ((None,), ROUTINE, SOON, (), Wait(SETTLED)),
        (("unsure",), ROUTINE, SETTLED, (), Post(2)),
        (("unsure",), ROUTINE, SETTLED, "cannot_tell", Wait(SETTLED + PACE.settles)),
        (("unsure", "unsure", "unsure"), ROUTINE, SETTLED, (), GiveUp()),
        (("unsure", "unsure", "unsure"), ROUTINE, SOON, (), Wait(SETTLED)),
        (("unsure",), SAFETY, SOON, (), Post(2)),
        (("unsure",), SAFETY, SOON, "cannot_tell", Post(2)),
        ((None,), SAFETY, SOON, (), Wait(UNDER_WAY)),
        ((None,), SAFETY, UNDER_WAY, (), Post(2)),
        (("unsure", None, "unsure"), SAFETY, SETTLED, "cannot_tell", GiveUp()),
        ((None,), MAIL, SOON, None, Wait(UNDER_WAY)),
        (("unsure",), MAIL, SOON, None, Post(2)),
        (("unsure", "unsure"), MAIL, SOON, None, Adopt(None)),
        ((None,), MAILBOX, SOON, None, Post(2)),
    ],
)
def test_each_history_has_one_next_step(
    came: tuple[Came | None, ...], rules: Rules, now: datetime, seen: Seen, follows: Next
) -> None:
    assert next_step(_tries(*came), rules, now, seen) == follows


def test_nothing_routine_is_posted_again_while_a_try_may_still_be_taken() -> None:
    answers: tuple[Came | None, ...] = (None, "not_sent", "unsure")
    found: tuple[Seen, ...] = (None, "cannot_tell", ())
    for length, seen in product(range(1, 5), found):
        for came in product(answers, repeat=length):
            if {None, "unsure"} & set(came):
                follows = next_step(_tries(*came), ROUTINE, SETTLED - timedelta(seconds=1), seen)
                assert isinstance(follows, Reconcile | Wait), (came, seen)


def test_every_history_comes_to_an_end() -> None:
    """Each step taken as it is told, with a provider that shows nothing: at last it is posted no more."""
    for rules in (ROUTINE, SAFETY, MAIL):
        tries: tuple[Try, ...] = ()
        now, steps = AT, 0
        while not isinstance(follows := next_step(tries, rules, now, ()), GiveUp | Adopt):
            steps += 1
            if isinstance(follows, Wait):
                assert follows.until > now
                now = follows.until
            else:
                assert isinstance(follows, Post)
                tries = (*tries, Try(number=follows.number, at=now, came="unsure"))
            assert steps < 20
        assert len(tries) <= 3
