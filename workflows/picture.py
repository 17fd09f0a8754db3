"""The whole of one patient in one look: where each journey stands, what is open and for whom, and what comes next."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from engine.care import Care, next_moment
from engine.decide import wake_at
from engine.index import index_of
from engine.journey import Journey, not_ended
from engine.words import Ask, Book, Confer, Pathway, Procedure
from engine.zones import zone_now
from workflows.memory import JourneyPicture, Opening, Picture

Status = Literal["new", "active", "on_hold", "ended"]


def status_of(care: Care) -> Status:
    """The coarse status: the only thing that Temporal's search knows of a patient."""
    journeys = care.journeys.values()
    active = [journey for journey in journeys if journey.status == "active"]
    if active:
        return "on_hold" if all(journey.hold is not None for journey in active) else "active"
    return "ended" if any(journey.status == "ended" for journey in journeys) else "new"


def zone_of(care: Care) -> str:
    """Where the patient lives now, by the journey that was told last."""
    zones = [zone_now(journey.zones) for journey in care.journeys.values() if journey.status != "new"]
    return zones[-1] if zones else "UTC"


def picture_of(patient: str, care: Care, pathways: Mapping[str, Pathway], at: datetime) -> Picture:
    ahead = next_moment(pathways, care, at)
    return Picture(
        patient=patient,
        status=status_of(care),
        journeys=tuple(
            journey_picture(journey, pathways[journey.pathway]) for journey in care.journeys.values()
        ),
        next_at=None if ahead is None else ahead.at,
        next_because=None if ahead is None else ahead.because,
    )


def journey_picture(journey: Journey, pathway: Pathway) -> JourneyPicture:
    ahead = wake_at(pathway, journey)
    return JourneyPicture(
        journey=journey.id,
        pathway=journey.pathway,
        status=journey.status,
        stage=journey.stage,
        ending=journey.ending,
        hold_until=None if journey.hold is None else journey.hold.review_at,
        plan=tuple(therapy.item for therapy in journey.plan or ()),
        open=tuple(_open(journey, pathway)),
        next_at=None if ahead is None else ahead.at,
        next_because=None if ahead is None else ahead.because,
    )


def _open(journey: Journey, pathway: Pathway) -> Iterator[Opening]:
    steps = index_of(pathway).steps
    for progress in not_ended(journey.steps):
        if progress.state != "open":
            continue
        match steps.get(progress.step):
            case Ask() as step:
                yield Opening(step=step.name, what="questionnaire", whom=step.by, due_at=progress.due_at)
            case Book() | Procedure() as step:
                yield Opening(step=step.name, what="visit", whom=step.role, due_at=progress.due_at)
            case Confer() as step:
                yield Opening(step=step.name, what="case conference", whom="team", due_at=progress.due_at)
            case _:
                pass
    for task in journey.tasks.values():
        yield Opening(step=task.step, what="task", whom=task.role, due_at=task.due_at)
