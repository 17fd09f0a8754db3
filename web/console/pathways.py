"""Pathways: each wording that patients are on or may begin on, drawn, in words, and compared with the one before."""

from fastapi import Response

from database.versions import Version, before, body_of, stages_of, versions
from web.console.asked import Asked
from web.console.rules import CLINIC, Route
from web.drawing.changes import changes
from web.drawing.page import drawing, poster
from web.drawing.telling import told

ADDRESS = "/console/pathways"


async def pathways(asked: Asked) -> Response:
    return asked.page("pathways.html", versions=await versions(asked.tools.pool))


async def pathway(asked: Asked) -> Response:
    pool = asked.tools.pool
    found = await _found(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    version, older = found
    body = await body_of(pool, version)
    counted = {one.stage: one for one in await stages_of(pool, version)}
    stages = [(one.name, counted.get(one.name)) for one in body.stages]
    earlier = None if older is None else await body_of(pool, older)
    return asked.page(
        "pathway.html",
        version=version,
        older=older,
        changes=() if earlier is None else changes(earlier, body),
        stages=stages,
        nowhere=counted.get(None),
        most=max((one.active + one.held for one in counted.values()), default=0),
        parts=told(body),
        whole=asked.query.get("whole") == "yes",
    )


async def drawn(asked: Asked) -> Response:
    """At a glance, or whole; as one file that opens by itself."""
    found = await _found(asked)
    if found is None:
        return asked.page("nowhere.html", 404)
    body = await body_of(asked.tools.pool, found[0])
    whole = asked.query.get("whole") == "yes"
    return Response(drawing(body) if whole else poster(body), media_type="image/svg+xml")


async def _found(asked: Asked) -> tuple[Version, Version | None] | None:
    """The version of the address, by the beginning of its fingerprint, and the one before."""
    name, short = asked.request.path_params["name"], asked.request.path_params["short"]
    known = await versions(asked.tools.pool, name)
    version = next((one for one in known if one.short == short), None)
    return None if version is None else (version, before(version, known))


ROUTES = (
    Route(method="GET", path=ADDRESS, rule=CLINIC, answer=pathways),
    Route(method="GET", path=f"{ADDRESS}/{{name}}/{{short}}", rule=CLINIC, answer=pathway),
    Route(method="GET", path=f"{ADDRESS}/{{name}}/{{short}}/drawing.svg", rule=CLINIC, answer=drawn),
)
