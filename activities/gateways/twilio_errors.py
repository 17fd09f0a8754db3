"""Twilio's answers in our words: what to do after a refusal, and after a text that was taken but did not arrive.

By class and HTTP status first, since Twilio splits its codes over time; a code only where it says more.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from activities.gateways.gateway import (
    Misconfigured,
    NeverThisMessage,
    NeverThisNumber,
    Outcome,
    TryAgain,
    Unsure,
)

NEVER_PROCESSED = frozenset({20429, 21611, 14107, 63018, 63038})
"""The queue of this sender is full, or we are too fast: Twilio has not looked at the text."""
OPTED_OUT = frozenset({21610})
NO_SUCH_NUMBER = frozenset({21211, 21214, 21217, 21604, 21614, 21635})
OUR_ACCOUNT = frozenset({20003, 21212, 21606, 21660, 21661, 21703, 21704, 21705})

AfterDelivery = Literal["again", "other_way", "number_is_bad", "our_fault", "unsure"]
UNDELIVERED: Mapping[int, tuple[AfterDelivery, timedelta | None]] = {
    30001: ("again", timedelta(minutes=15)),
    30002: ("our_fault", None),
    30003: ("again", timedelta(minutes=45)),
    30004: ("other_way", None),
    30005: ("number_is_bad", None),
    30006: ("number_is_bad", None),
    30007: ("other_way", None),
    30008: ("again", timedelta(minutes=30)),
    30017: ("again", timedelta(minutes=15)),
    30022: ("again", timedelta(minutes=15)),
    30023: ("other_way", None),
    30027: ("other_way", None),
    30032: ("our_fault", None),
    30033: ("our_fault", None),
    30034: ("our_fault", None),
    30035: ("our_fault", None),
    30410: ("unsure", None),
    30450: ("again", timedelta(minutes=45)),
}
"""Why a text that Twilio took did not arrive, and what helps. What is not here goes another way."""


def refusal(status: int, code: int | None, after: timedelta | None = None) -> Outcome:
    """An answer that is no success. A 5xx may have been sent all the same."""
    said = str(code or status)
    if status >= 500:
        return Unsure(said)
    if status == 429 or code in NEVER_PROCESSED:
        return TryAgain(said, after)
    if code in OPTED_OUT:
        return NeverThisNumber(said, opted_out=True)
    if code in NO_SUCH_NUMBER:
        return NeverThisNumber(said)
    if code in OUR_ACCOUNT or status in (401, 403, 404) or status < 400:
        return Misconfigured(said)
    return NeverThisMessage(said)


def undelivered(code: int | None) -> tuple[AfterDelivery, timedelta | None]:
    return UNDELIVERED.get(code or 0, ("other_way", None))
