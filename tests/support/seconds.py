"""A patient whose moments lie seconds apart at the real clock: every step is moved to an instant of its own."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import asyncpg

from database.pathways import keep_pathway
from engine.clinic import Clinic
from engine.events import Enrolled, StepMoved
from engine.ladders import ladder, tell
from engine.language import after, message, task, together
from engine.spans import days
from engine.words import Pathway, Step
from tests.support.builders import NURSE, TEXTS, care
from tests.support.clock import NEW_YORK
from workflows.door import Door
from workflows.known import learn
from workflows.memory import Enrolment, PatientMemory

SOON = after("enrolled", days(1))
QUIET = ladder("quiet", tell(days(3), "owner"))


def by_the_second(*kinds: str) -> Pathway:
    """`look` is a task, `say` a text that may go out at any hour; the steps are called step_0, step_1 and so on."""
    steps = [_step(f"step_{number}", kind) for number, kind in enumerate(kinds)]
    made = care(together("all_of_it", *((step,) for step in steps)))
    return made.model_copy(update={"ladders": (*made.ladders, QUIET)})


def _step(name: str, kind: str) -> Step:
    if kind == "say":
        return message(name, "stop_confirm", urgency="safety", when=SOON)
    return task(name, NURSE, within=days(2), escalate=QUIET, when=SOON)


async def kept(pool: asyncpg.Pool, pathway: Pathway) -> str:
    """Its reference, once journeys may begin on it."""
    reference = learn(pathway)
    async with pool.acquire() as connection:
        await keep_pathway(connection, pathway.name, reference.partition("@")[2], pathway, None)
    return reference


async def enrol(door: Door, reference: str, events_per_run: int) -> str:
    """By the real clock; its journey."""
    journey = f"j-{door.patient}"
    event = Enrolled(id="enrolled", at=now(), zone=NEW_YORK, clinic=Clinic(), flags=(TEXTS,))
    await door.enrol(
        Enrolment(journey=journey, pathway=reference, event=event),
        PatientMemory(patient=door.patient, events_per_run=events_per_run),
    )
    return journey


async def move(door: Door, journey: str, begins: datetime, seconds: Sequence[float]) -> None:
    """The n-th step opens so many seconds after `begins`."""
    for number, later in enumerate(seconds):
        to = begins + timedelta(seconds=later)
        step = f"step_{number}"
        await door.tell(
            journey, StepMoved(id=f"moved-{number}", at=now(), step=step, to=to, reason="by_the_second")
        )


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (these tests are about the real clock)
