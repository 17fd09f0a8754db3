"""Patient Global Impression of Change: how the patient sees the whole of it since care began."""

from instruments.instrument import Instrument
from instruments.items import Item, points
from instruments.rules import Total
from instruments.terms import Origin, bands

PGIC = Instrument(
    id="pgic",
    title="Patient Global Impression of Change",
    items=(
        Item(
            id="pgic",
            wording="Since the start of care at this clinic, my overall status is:",
            # Some printed forms run the other way, with 7 as the best: keep the label beside the number.
            response=points(
                "Very much improved",
                "Much improved",
                "Minimally improved",
                "No change",
                "Minimally worse",
                "Much worse",
                "Very much worse",
                first=1,
            ),
        ),
    ),
    recall="since the start of care",
    cadence="only at follow-up: 6 weeks, 12 weeks, 6 months, 12 months",
    rule=Total(),
    missing_rule="no score without an answer",
    score_range=(1, 7),
    bands=bands(
        responder=1, minimally_improved=3, no_change=4, minimally_worse=5, much_worse=6, very_much_worse=7
    ),
    origin=Origin(
        source="Farrar 2001: a responder answers 1 or 2",
        evidence="V",
        licence="generic, of NIMH origin",
        shipping="ship",
    ),
)
