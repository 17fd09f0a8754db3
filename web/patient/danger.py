"""Words that tell of danger, in whatever a patient writes on their pages: read as a text that comes in is read."""

from datetime import datetime

from database.news import write_news
from database.pool import Connection
from engine.events import Reported
from replies.meaning import Asked
from replies.read import read_reply
from web.patient.advice import EMERGENCY, Advice


async def danger_in(
    connection: Connection, patient: str, journey: str, at: datetime, id: str, words: str
) -> Advice:
    reading = read_reply(words, Asked())
    crisis = "crisis" in reading.intents
    if crisis:
        await write_news(
            connection, patient, journey, Reported(id=f"{id}:crisis", at=at, report="crisis_words")
        )
    if reading.signs:
        await write_news(
            connection,
            patient,
            journey,
            Reported(id=f"{id}:signs", at=at, report="red_flag_words", details=reading.signs),
        )
    if crisis or any(sign.upper() in EMERGENCY for sign in reading.signs):
        return Advice(level="emergency", crisis=crisis)
    return Advice(level="today" if reading.signs and reading.signs != ("rf20",) else None)
