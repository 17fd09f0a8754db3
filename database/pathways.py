"""The wordings of pathways that anybody is on: whoever begins under one goes on under it."""

from collections.abc import Sequence

from database.pool import Connection
from engine.words import Pathway


async def keep_pathway(
    connection: Connection, name: str, fingerprint: str, pathway: Pathway, version: int | None
) -> None:
    """Before the first journey on it begins. `version` is None for a draft."""
    await connection.execute(
        "insert into pathway_version (name, fingerprint, version, body) values ($1, $2, $3, $4::jsonb)"
        " on conflict do nothing",
        name,
        fingerprint,
        version,
        pathway.model_dump_json(),
    )


async def kept_pathways(connection: Connection) -> Sequence[Pathway]:
    rows = await connection.fetch("select body::text as body from pathway_version order by name, fingerprint")
    return [Pathway.model_validate_json(row["body"]) for row in rows]


async def newest_pathway(connection: Connection, name: str) -> Pathway | None:
    """The highest version; where there are only drafts, the one that came last."""
    body = await connection.fetchval(
        "select body::text from pathway_version where name = $1"
        " order by version desc nulls last, first_used_at desc limit 1",
        name,
    )
    return None if body is None else Pathway.model_validate_json(body)
