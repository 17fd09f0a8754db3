"""Who lives in the demo: one lane a patient, each with a nature and a fate that its seed decides."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import asyncpg
from temporalio.client import Client

from commandline.demo.lane import Lane, real_parts_do_it
from commandline.population import FIRST_DAY, Fate, chance_of, enrolled, fates_of, people_around
from engine.cast import Cast
from engine.journey import Journey
from engine.words import Pathway
from workflows.door import Door
from workflows.known import reference
from workflows.memory import Enrolment, PatientMemory

REFERRED_OVER = 0.25
"""Referrals arrive evenly over this share of the time; the rest is for following up."""

EVENTS_PER_RUN = 400
"""All of the demo's patients stay in the worker's memory: a long run costs nothing until a worker is replaced."""


def lanes_of(
    client: Client, reader: asyncpg.Pool, pathway: Pathway, *, patients: int, days: int, seed: int
) -> Iterator[Lane]:
    until = FIRST_DAY + timedelta(days=days)
    for number in range(patients):
        arrives = FIRST_DAY + (until - FIRST_DAY) * REFERRED_OVER * (number / patients)
        yield _lane(client, reader, pathway, f"{number + 1:04}", arrives, until, seed)


def _lane(
    client: Client,
    reader: asyncpg.Pool,
    pathway: Pathway,
    number: str,
    arrives: datetime,
    until: datetime,
    seed: int,
) -> Lane:
    chance = chance_of(seed, int(number))
    cast = people_around(pathway, chance, real_parts_do_it)
    event = enrolled(chance, arrives, pathway.texting_consent)
    enrolment = Enrolment(journey=f"e-{number}", pathway=reference(pathway), event=event)
    return lane_of(client, reader, f"p-{number}", enrolment, cast, fates_of(chance, arrives, until))


def lane_of(
    client: Client, reader: asyncpg.Pool, patient: str, enrolment: Enrolment, cast: Cast, fates: list[Fate]
) -> Lane:
    return Lane(
        door=Door(client, patient),
        reader=reader,
        enrolment=enrolment,
        memory=PatientMemory(patient=patient, clock=enrolment.event.at, events_per_run=EVENTS_PER_RUN),
        cast=cast,
        fates=fates,
        journey=Journey(id=enrolment.journey, pathway=enrolment.pathway),
    )
