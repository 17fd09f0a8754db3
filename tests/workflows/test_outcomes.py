"""What became of an order is news that can be written down, however long the names of its steps are."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from activities.orders import About, Order, VisitsFound, What
from commandline.loading import draft_names, load_pathway
from engine import wire
from engine.commands import Key
from engine.index import index_of
from workflows.outcomes import failed, visits

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("pathway", draft_names())
@pytest.mark.parametrize("what", get_args(What))
def test_whatever_fails_about_any_step_of_a_pathway_can_be_written_down(pathway: str, what: What) -> None:
    orders = [_order(what, step) for step in index_of(load_pathway(pathway)).steps]
    told = [event for order in orders for _, event in failed(order, NOON)]
    told += [
        event
        for order in orders
        for _, event in visits(order, VisitsFound(outcome="booked", starts=(NOON,)), NOON)
    ]

    assert [wire.event_from(wire.name_of(event), wire.written(event)) for event in told] == told
    assert len(told) >= len(orders)


def _order(what: What, step: str) -> Order:
    key = Key(journey="e-abcdefghijklmnop", step=step, occurrence=1_000, attempt=100)
    about = About(journey="e-abcdefghijklmnop", step=step, occurrence=1_000)
    return Order(
        what=what, patient="p-abcdefghijklmnop", journey=about.journey, key=str(key), about=(about,), at=NOON
    )
