"""Each wording of a pathway that this clinic knows: who answers for it, and how many patients are on it, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from engine.words import Pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """`number` is None for a draft. `active`, `held` and `ended` count journeys."""

    name: str
    fingerprint: str
    number: int | None
    first_used_at: datetime
    approved_by: str | None
    approved_on: date | None
    note: str | None
    title: str
    active: int
    held: int
    ended: int

    @property
    def short(self) -> str:
        return self.fingerprint[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class InStage:
    """`stage` is None before the first one."""

    stage: str | None
    active: int
    held: int


async def versions(pool: asyncpg.Pool, name: str | None = None) -> tuple[Version, ...]:
    """By name; of each pathway the newest first, drafts after what is published."""
    return tuple(Version(**row) for row in await pool.fetch(_VERSIONS, name))


async def stages_of(pool: asyncpg.Pool, version: Version) -> tuple[InStage, ...]:
    rows = await pool.fetch(_STAGES, version.name, version.fingerprint)
    return tuple(InStage(**row) for row in rows)


async def body_of(pool: asyncpg.Pool, version: Version) -> Pathway:
    body: str = await pool.fetchval(
        "select body::text from pathway_version where name = $1 and fingerprint = $2",
        version.name,
        version.fingerprint,
    )
    return Pathway.model_validate_json(body)


def before(version: Version, known: Sequence[Version]) -> Version | None:
    """The wording that came before it; of a draft that is the newest version, or the draft before."""
    older = [
        one
        for one in known
        if one.name == version.name
        and one.fingerprint != version.fingerprint
        and (
            one.number is not None and one.number < version.number
            if version.number is not None
            else one.number is not None or one.first_used_at < version.first_used_at
        )
    ]
    return max(
        older, key=lambda one: (one.number is not None, one.number or 0, one.first_used_at), default=None
    )


_VERSIONS = """
select name, pathway_version.fingerprint, version as number, first_used_at, approved_by, approved_on, note,
  body ->> 'title' as title,
  count(journey.id) filter (where journey.status = 'active') as active,
  count(journey.id) filter (where journey.status = 'on_hold') as held,
  count(journey.id) filter (where journey.status not in ('active', 'on_hold')) as ended
from pathway_version left join journey
  on journey.pathway = name and journey.fingerprint = pathway_version.fingerprint
where $1::text is null or name = $1
group by name, pathway_version.fingerprint
order by name, version desc nulls last, first_used_at desc, pathway_version.fingerprint
"""
_STAGES = """
select stage, count(*) filter (where status = 'active') as active, count(*) filter (where status = 'on_hold') as held
from journey where pathway = $1 and fingerprint = $2 and status in ('active', 'on_hold') group by stage
"""
