"""What is somebody's property may be asked only with a licence that holds, and with the words that it brings."""

from dataclasses import replace
from datetime import date

import pytest

from engine.faults import Permission
from instruments import INSTRUMENTS, ISI, PHQ9, PROMIS_PI6A
from instruments.instrument import Instrument
from instruments.licences import Licence, permission

TODAY = date(2026, 11, 24)
WORDED = replace(ISI, items=tuple(replace(item, wording=f"Words {item.id}") for item in ISI.items))


def until(day: date) -> Licence:
    return Licence(holder="the clinic", reference="R-1", expires=day)


@pytest.mark.parametrize(
    ("known", "licences", "found"),
    [
        (PHQ9, {}, "granted"),
        (ISI, {}, "no_licence"),
        (WORDED, {}, "no_licence"),
        (WORDED, {"pcs": until(TODAY)}, "no_licence"),
        (WORDED, {"isi": until(date(2026, 11, 23))}, "expired"),
        (WORDED, {"isi": until(TODAY)}, "granted"),
        (ISI, {"isi": until(TODAY)}, "no_words"),
        (PROMIS_PI6A, {"promis_pi6a": until(TODAY)}, "granted"),
        (PROMIS_PI6A, {}, "no_licence"),
    ],
)
def test_a_licensed_form_is_asked_with_words_and_a_licence_up_to_its_last_day(
    known: Instrument, licences: dict[str, Licence], found: Permission
) -> None:
    assert permission(known, licences, TODAY) == found


def test_without_any_licence_only_what_is_free_may_be_asked() -> None:
    free = {known.id for known in INSTRUMENTS if permission(known, {}, TODAY) == "granted"}

    assert free == {known.id for known in INSTRUMENTS if known.origin.shipping == "ship"}
    assert {"isi", "pcs", "odi", "promis_29", "stop_bang", "csq8"}.isdisjoint(free)
    assert {"peg", "phq9", "cows", "tug", "rmdq"} <= free
