"""Where one person stands at the moment of a text: read from the record, with what their pathway listens to."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from database.asked import JourneyRow, asked_of
from database.numbers import EVERYTHING, Holder, refuses
from database.pool import Connection
from engine.index import index_of
from engine.words import Pathway
from replies.standing import AskedForm, AskedVisit, OnJourney, Standing

_REPORT = "report:"


async def standing_of(
    connection: Connection, holder: Holder, number: str, pathways: Mapping[str, Pathway], at: datetime
) -> Standing:
    listener = "caregiver" if holder.caregiver else "patient"
    rows = await asked_of(connection, holder.patient, listener, at)
    return Standing(
        patient=holder.patient,
        journeys=tuple(_journey(row, pathways.get(row.pathway)) for row in rows.journeys),
        visit=None if rows.visit is None else AskedVisit(**asdict(rows.visit)),
        spoke_of_visits=rows.spoke_of_visits,
        forms=tuple(AskedForm(**asdict(row)) for row in rows.forms),
        opted_out=await refuses(connection, holder.patient, number, EVERYTHING, before=at),
        caregiver=holder.caregiver,
    )


def _journey(row: JourneyRow, pathway: Pathway | None) -> OnJourney:
    """A pathway that this worker does not know listens to nothing here: a person is told instead."""
    if pathway is None:
        return OnJourney(id=row.id, active=row.active)
    return OnJourney(
        id=row.id,
        active=row.active,
        texts=pathway.texting_consent,
        listens_to=frozenset(_reports_read(pathway, row)),
    )


def _reports_read(pathway: Pathway, row: JourneyRow) -> Iterator[str]:
    """In this stage. After the end only safety rules watch."""
    for fact, rules in index_of(pathway).rules.items():
        if fact.startswith(_REPORT) and any(
            rule.safety or (row.active and (not rule.stages or row.stage in rule.stages)) for rule in rules
        ):
            yield fact.removeprefix(_REPORT)
