"""Rows of the record as months of care would leave them, for what is counted of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

DAY = timedelta(days=1)
BEGAN = datetime(2026, 1, 5, 15, tzinfo=UTC)
"""A Monday, with twelve weeks of the first quarter ahead."""


@dataclass(frozen=True, slots=True)
class Rows:
    pool: asyncpg.Pool

    async def journey(
        self, patient: str, *, status: str = "active", ending: str | None = None, stage: str = "active"
    ) -> str:
        await self.pool.execute(
            "insert into pathway_version (name, fingerprint, body) values ('small', 'f', '{\"title\": \"Small\"}')"
            " on conflict do nothing"
        )
        await self.pool.execute("insert into patient (id) values ($1) on conflict do nothing", patient)
        await self.pool.execute(
            "insert into journey (id, patient, pathway, fingerprint, status, ending, stage, state)"
            " values ($1, $2, 'small', 'f', $3, $4, $5, '')",
            f"j-{patient}",
            patient,
            status,
            ending,
            stage,
        )
        return patient

    async def born(self, patient: str, year: int) -> None:
        await self.pool.execute(
            "insert into person (patient, family, given, born_first, born_last) values ($1, 'Rivera', '{Ana}', $2, $2)",
            patient,
            datetime(year, 5, 4, tzinfo=UTC).date(),
        )

    async def line(self, patient: str, kind: str, what: str, at: datetime, step: str | None = None) -> None:
        await self.pool.execute(
            "insert into journal (patient, number, at, journey, kind, what, step, body)"
            " select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, '{}' from journal where patient = $1",
            patient,
            at,
            f"j-{patient}",
            kind,
            what,
            step,
        )

    async def enrolled(self, patient: str, at: datetime) -> None:
        await self.line(patient, "event", "Enrolled", at)

    async def stage(self, patient: str, name: str, at: datetime) -> None:
        await self.line(patient, "note", f"the stage {name} begins", at, name)

    async def reached(self, patient: str, name: str, at: datetime) -> None:
        await self.line(patient, "note", f"done: {name} reached", at, name)

    async def task(
        self,
        patient: str,
        step: str,
        opened: datetime,
        within: timedelta,
        *,
        done: timedelta | None = None,
        outcome: str | None = None,
        severity: str | None = None,
        role: str = "coordinator",
    ) -> None:
        """`done` is how long it took; None: it is open."""
        await self.pool.execute(
            "insert into task (journey, key, patient, step, role, opened_at, due_at, severity, contact, outcomes, reason,"
            " state, outcome, accepted_at, ended_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, false, '{}', 'x', $9, $10, $11, $11)",
            f"j-{patient}",
            f"{step}#{opened.timestamp()}",
            patient,
            step,
            role,
            opened,
            opened + within,
            severity,
            "open" if done is None else "done",
            outcome,
            None if done is None else opened + done,
        )

    async def form(
        self,
        patient: str,
        step: str,
        due: datetime,
        *,
        instruments: tuple[str, ...] = ("peg",),
        answered: datetime | None = None,
        asked_of: str = "patient",
    ) -> None:
        await self.pool.execute(
            "insert into questionnaire_request (journey, key, patient, step, occurrence, instruments, asked_of, opened_at,"
            " due_at, state, ended_at) values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10)",
            f"j-{patient}",
            f"{step}#1",
            patient,
            step,
            list(instruments),
            asked_of,
            due - 7 * DAY,
            due,
            "open" if answered is None else "answered",
            answered,
        )

    async def score(self, patient: str, instrument: str, at: datetime, value: float | None) -> None:
        await self.pool.execute(
            "insert into score (patient, number, instrument, journey, at, status, value)"
            " select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from score where patient = $1",
            patient,
            instrument,
            f"j-{patient}",
            at,
            "incomplete" if value is None else "complete",
            value,
        )

    async def visit(self, patient: str, step: str, role: str, at: datetime, state: str = "attended") -> None:
        key = f"{step}#1.1"
        await self.pool.execute(
            "insert into visit_search (journey, key, patient, step, occurrence, attempt, role, minutes, modes, visits,"
            " due_at, reason, wanted_at, state) values ($1, $2, $3, $4, 1, 1, $5, 30, '{in_person}', 1, $6, 'x', $6, 'booked')",
            f"j-{patient}",
            key,
            patient,
            step,
            role,
            at,
        )
        await self.pool.execute(
            "insert into appointment (id, journey, key, number, patient, mode, starts_at, minutes, state)"
            " values ($1, $2, $3, 1, $4, 'in_person', $5, 30, $6)",
            f"{patient}/{key}",
            f"j-{patient}",
            key,
            patient,
            at,
            state,
        )

    async def prompt(
        self, patient: str, at: datetime, *, state: str = "sent", after: timedelta = timedelta(minutes=1)
    ) -> None:
        await self.pool.execute(
            "insert into prompt (journey, key, patient, listener, at, templates, steps, urgency, other_channel, state, ended_at)"
            " values ($1, $2, $3, 'patient', $4, '{x}', '{x}', 'routine', false, $5, $6)",
            f"j-{patient}",
            f"x#{at.timestamp()}",
            patient,
            at,
            state,
            None if state == "wanted" else at + after,
        )
