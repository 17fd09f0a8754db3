"""Views of the list of patients that somebody named, and who coordinates whom."""

from collections.abc import Sequence

import asyncpg


async def views(pool: asyncpg.Pool, account: str) -> Sequence[tuple[str, str]]:
    """Name and query."""
    rows = await pool.fetch("select name, query from saved_view where account = $1 order by name", account)
    return [(row["name"], row["query"]) for row in rows]


async def keep_view(pool: asyncpg.Pool, account: str, name: str, query: str) -> None:
    """Under a name that is there already: instead of it."""
    await pool.execute(
        "insert into saved_view (account, name, query) values ($1, $2, $3)"
        " on conflict (account, name) do update set query = $3",
        account,
        name,
        query,
    )


async def drop_view(pool: asyncpg.Pool, account: str, name: str) -> None:
    await pool.execute("delete from saved_view where account = $1 and name = $2", account, name)


async def coordinators(pool: asyncpg.Pool) -> Sequence[str]:
    rows = await pool.fetch(
        "select name from account where 'coordinator' = any(roles) and disabled_at is null order by name"
    )
    return [row["name"] for row in rows]


async def coordinate(pool: asyncpg.Pool, patient: str, account: str | None, by: str) -> None:
    """None: nobody in particular."""
    if account is None:
        await pool.execute("delete from patient_coordinator where patient = $1", patient)
        return
    await pool.execute(
        "insert into patient_coordinator (patient, account, given_by) values ($1, $2, $3)"
        " on conflict (patient) do update set account = $2, given_by = $3, at = now()",
        patient,
        account,
        by,
    )


async def choices(pool: asyncpg.Pool) -> dict[str, Sequence[str]]:
    """What there is to choose from in the filters."""
    pathways = await pool.fetch("select distinct name from pathway_version order by 1")
    stages = await pool.fetch(_STAGES)
    languages = await pool.fetch(_LANGUAGES)
    return {
        "pathway": [row["name"] for row in pathways],
        "stage": [row["stage"] for row in stages],
        "language": [row["language"] for row in languages],
        "coordinator": ["nobody", *await coordinators(pool)],
    }


# Each value is found by one step in an index or over few rows: a plain `distinct` reads every patient.
_STAGES = """
select distinct stage ->> 'name' as stage from pathway_version, jsonb_array_elements(body -> 'stages') as stage order by 1
"""
_LANGUAGES = """
with recursive known as (
  (select language from patient order by language limit 1)
  union all
  select (select language from patient where language > known.language order by language limit 1) from known
  where known.language is not null
)
select language from known where language is not null
"""
