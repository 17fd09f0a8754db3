"""`carepath enrol`: one patient joins a pathway, without a referral as a file."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.unusable import Unusable

if TYPE_CHECKING:
    from engine.events import Enrolled
    from engine.scores import Value

ID = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")


def enrol(
    patient: Annotated[
        str,
        typer.Argument(metavar="PATIENT", help="An id in small letters, digits and hyphens; never a name."),
    ],
    pathway: Annotated[str, typer.Option(help="Its newest version that this clinic has.")] = "chronic_pain",
    zone: Annotated[
        str | None,
        typer.Option(
            help="Where the patient lives, such as America/Chicago; as known, else the clinic's, unless given."
        ),
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="What is known, such as age=54; several times."),
    ] = None,
    agreed_to_texts: Annotated[
        bool, typer.Option("--agreed-to-texts", help="The patient said so. Without it nothing is texted.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Enrols one patient. Again for the same patient and pathway: nothing changes.

    Example:

        carepath enrol p-mfrggzdfmztwq2lk --pathway chronic_pain
        carepath enrol record-4711 --zone America/Chicago --fact age=54 --fact mme=0 --agreed-to-texts
    """
    if not ID.fullmatch(patient):
        raise Unusable(
            f"{patient!r} is no id: write small letters, digits and hyphens, such as p-1. A name must never stand here."
        )
    facts = dict(_facts(fact or ()))
    typer.echo(asyncio.run(_enrol(patient, pathway, zone, facts, agreed_to_texts, folder)))


def _facts(written: Sequence[str]) -> "Iterator[tuple[str, Value]]":
    for one in written:
        name, equals, value = one.partition("=")
        if not equals or not name or not value:
            raise Unusable(f"{one!r} is no fact: write it as age=54")
        yield name, _value(value)


def _value(written: str) -> "Value":
    if written in ("true", "false"):
        return written == "true"
    try:
        return int(written) if re.fullmatch(r"-?\d+", written) else float(written)
    except ValueError:
        return written


async def _enrol(
    patient: str, name: str, zone: str | None, facts: "dict[str, Value]", agreed: bool, folder: Path | None
) -> str:
    from commandline.patients.joining import Joining, begun_of, pathway_in
    from commandline.servers.reach import database, servers, temporal
    from database.people import opaque_id
    from pathways.clinic import CLINIC
    from workflows.codec import derived

    found = servers(folder)
    async with database(found, "carepath_worker") as pool:
        pathway = await pathway_in(pool, name)
        journey = opaque_id("e", derived(found.secrets[0], "ids"), patient, pathway.name)
        running = await pool.fetchval(
            "select id from journey where patient = $1 and pathway = $2 and status <> 'ended' limit 1",
            patient,
            name,
        )
        if running is not None or await begun_of(pool, [journey]):
            return f"{patient} is on {name} already, journey {running or journey}. Nothing was changed."
        known = await pool.fetchval("select zone from patient where id = $1", patient)
        flags = (pathway.texting_consent,) if agreed and pathway.texting_consent else ()
        event = _event(zone or known or CLINIC.zone, facts, flags)
        joining = Joining(client=await temporal(found), pool=pool, pathway=pathway, clinic=CLINIC)
        await joining.enrol(patient, journey, event)
    return f"{patient} is enrolled on {name}, journey {journey}. See: carepath status {patient}"


def _event(zone: str, facts: "dict[str, Value]", flags: tuple[str, ...]) -> "Enrolled":
    from pydantic import TypeAdapter, ValidationError

    from commandline.mistakes import in_words
    from commandline.servers.reach import now
    from engine.events import Enrolled
    from engine.zones import UnknownZone, zone_rules
    from pathways.clinic import CLINIC

    try:
        zone_rules(zone)
        return TypeAdapter(Enrolled).validate_python(
            {"id": "enrolled", "at": now(), "zone": zone, "clinic": CLINIC, "facts": facts, "flags": flags}
        )
    except UnknownZone as unknown:
        raise Unusable(str(unknown)) from unknown
    except ValidationError as error:
        raise Unusable(f"these facts cannot be used: {in_words(error)}") from error
