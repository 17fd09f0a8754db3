"""The demo in figures: what became of the patients, and how well the clinic kept up. Read from the database alone."""

from collections.abc import Mapping
from datetime import datetime

import asyncpg

Figures = Mapping[str, int | float | Mapping[str, int] | None]


async def summary(reader: asyncpg.Pool, until: datetime) -> Figures:
    counted: dict[str, int | float | Mapping[str, int] | None] = {}
    for name, sql in _COUNTS.items():
        counted[name] = await reader.fetchval(sql)
    counted["stages_reached"] = await _by_name(reader, _STAGES)
    counted["endings"] = await _by_name(reader, _ENDINGS)
    counted["stuck"] = await reader.fetchval(_STUCK, until)
    return counted


async def _by_name(reader: asyncpg.Pool, sql: str) -> Mapping[str, int]:
    return {row["name"]: row["count"] for row in await reader.fetch(sql)}


_STUCK = """
select count(*) from journey join patient on patient.id = journey.patient
where (journey.status = 'active' and (patient.next_at is null or patient.next_at < $1))
  or patient.stuck_since is not null
"""
_STAGES = """
select coalesce(stage, 'before the first') as name, count(*) from journey group by 1 order by 2 desc, 1
"""
_ENDINGS = (
    "select ending as name, count(*) from journey where ending is not null group by 1 order by 2 desc, 1"
)
_COUNTS: Mapping[str, str] = {
    "patients": "select count(*) from patient",
    "journeys": "select count(*) from journey",
    "journeys_ended": "select count(*) from journey where status = 'ended'",
    "prompts_wanted": "select count(*) from prompt",
    "prompts_sent": "select count(*) from prompt where state = 'sent'",
    "prompts_silenced": "select count(*) from journal where kind = 'silenced'",
    "texts_from_patients": "select count(*) from inbound",
    "texts_heard": "select count(*) from inbound where heard_at is not null",
    "prompts_on_time_percent": (
        "select round(100.0 * count(*) filter (where ended_at <= at + interval '1 minute') / nullif(count(*), 0), 1)"
        "::float from prompt where state = 'sent'"
    ),
    "questionnaires_asked": "select count(*) from questionnaire_request",
    "questionnaires_answered_on_their_pages": (
        "select count(*) from form_draft where mode = 'web' and sent_at is not null"
    ),
    "questionnaires_answered": "select count(*) from questionnaire_request where state = 'answered'",
    "visits_kept": "select count(*) from journal where kind = 'event' and what = 'VisitAttended'",
    "visits_missed": "select count(*) from journal where kind = 'event' and what = 'VisitMissed'",
    "tasks_opened": "select count(*) from task",
    "tasks_done": "select count(*) from task where state = 'done'",
    "conferences_held": "select count(*) from conference where state = 'held'",
    "cases_heard": (
        "select count(distinct (body ->> 'case', at)) from conference_journal"
        " where what in ('CaseHeard', 'CaseDecided', 'CaseHeldBack', 'CaseDeferred')"
    ),
    "cases_decided": "select count(*) from journal where kind = 'event' and what = 'ConferenceDecided'",
    "cases_rolled_over": "select count(*) from conference_rolled_over",
    "cases_without_quorum": "select count(*) from conference_rolled_over where without_quorum",
    "dissents": "select count(*) from conference_decision where dissent is not null and veto is null",
    "safety_vetoes": "select count(*) from conference_decision where veto is not null",
    "alerts": "select count(*) from task where severity in ('SEV1', 'SEV2')",
    "alerts_met": "select count(*) from task where severity in ('SEV1', 'SEV2') and (accepted_at is not null or ended_at is not null)",
    "alert_minutes_median": (
        "select round((percentile_cont(0.5) within group"
        " (order by extract(epoch from coalesce(accepted_at, ended_at) - opened_at)) / 60)::numeric, 1)::float"
        " from task where severity in ('SEV1', 'SEV2') and coalesce(accepted_at, ended_at) is not null"
    ),
    "moments_recorded": "select count(distinct (patient, at)) from journal",
    "journal_lines": "select count(*) from journal",
}
