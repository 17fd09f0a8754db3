"""A form that cannot be asked here: no licence that holds, or no words in the patient's language. A person takes over."""

from datetime import date, datetime

from database.drafts import Asked
from database.links import Session
from database.pool import Connection
from templates.asking import Askable, Obstacle
from web.patient.people import ask_a_person
from web.patient.world import World


class CannotBeAsked(Exception):
    """`language` is the patient's; a person is asked to help, with an interpreter where it is for want of words."""

    def __init__(self, obstacle: Obstacle, language: str, patient: str) -> None:
        self.obstacle, self.language, self.patient = obstacle, language, patient
        super().__init__(obstacle)


def cannot_be_asked(askable: Askable, asked: Asked, language: str, today: date) -> tuple[Obstacle, ...]:
    found = (askable.obstacle(name, language, today) for name in asked.instruments)
    return tuple(obstacle for obstacle in found if obstacle is not None)


async def note_obstacle(
    world: World,
    connection: Connection,
    asked: Asked,
    obstacles: tuple[Obstacle, ...],
    session: Session,
    at: datetime,
) -> None:
    obstacle: Obstacle = next((one for one in obstacles if one != "not_in_language"), "not_in_language")
    name = "interpret" if obstacle == "not_in_language" else "ask_in_another_way"
    await ask_a_person(
        connection,
        session.patient,
        asked.key.journey,
        f"{name}_{asked.key.step}_{asked.key.occurrence}",
        at,
    )
    raise CannotBeAsked(obstacle, session.language, session.patient)
