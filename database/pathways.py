"""The wordings of pathways that anybody is on: whoever begins under one goes on under it."""

from collections.abc import Sequence

from database.pool import Connection
from engine.publication import Published
from engine.words import Pathway


async def keep_pathway(
    connection: Connection, name: str, fingerprint: str, pathway: Pathway, published: Published | None
) -> None:
    """Before the first journey on it begins. `published` is None for a draft."""
    await connection.execute(
        "insert into pathway_version (name, fingerprint, version, body, approved_by, approved_on, note)"
        " values ($1, $2, $3, $4::jsonb, $5, $6, $7)"
        " on conflict do nothing",
        name,
        fingerprint,
        None if published is None else published.version,
        pathway.model_dump_json(),
        *(
            (None,) * 3
            if published is None
            else (published.approved_by, published.published_on, published.note)
        ),
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
