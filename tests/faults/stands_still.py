"""A longer time out of hours that is counted in hours of the clinic, which do not pass then."""

from engine.ladders import ladder, tell
from engine.language import task
from engine.spans import clinic_hours, days, minutes
from tests.support.faultless import FORMS, NURSE, VISITS, WORK, a_pathway

URGENT = ladder(
    "urgent_work",
    tell(minutes(30), "owner", since="opened", out_of_hours=clinic_hours(1)),
    again=days(1),
)

PATHWAY = a_pathway(
    task("call", NURSE, within=days(1), escalate=URGENT), ladders=(FORMS, VISITS, WORK, URGENT)
)
