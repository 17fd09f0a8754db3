"""The list of patients: found by filters and words, in an order, page by page; as CSV; and views that somebody kept."""

import base64
import binascii
import csv
import io
import json
from collections.abc import AsyncIterator
from typing import cast, get_args
from urllib.parse import urlencode

from fastapi import Response
from fastapi.responses import StreamingResponse

from database.finding import COUNTED, Listed, Place, Risk, Sort, Wanted, count, find
from database.saved_views import choices, drop_view, keep_view, views
from web.console.asked import Asked
from web.console.rules import COHORT, Route
from web.console.today import viewer

PAGE, CSV_PAGE = 50, 500
ADDRESS = "/console/patients"
FILTERS = ("words", "pathway", "stage", "status", "risk", "coordinator", "language", "overdue")
STATUSES = ("active", "on_hold", "ended", "new")


def wanted(asked: Asked) -> Wanted:
    query = asked.query
    risk = query.get("risk")
    return Wanted(
        words=query.get("words", "")[:100].strip() or None,
        pathway=query.get("pathway"),
        stage=query.get("stage"),
        status=query.get("status"),
        risk=risk if risk in get_args(Risk) else None,
        coordinator=query.get("coordinator"),
        language=query.get("language"),
        overdue=query.get("overdue") == "yes",
    )


async def patients(asked: Asked) -> Response:
    pool, me, at, which = asked.tools.pool, viewer(asked), asked.now, wanted(asked)
    sort = _sort(asked)
    listed, onward = await find(pool, me, which, sort, at, _place(asked.query.get("after")), PAGE)
    counted = await count(pool, me, which, at)
    asked.shows([one.id for one in listed])
    asked.about = _kept(asked)
    return asked.page(
        "patients.html",
        listed=listed,
        counted=f"{COUNTED:,}+" if counted > COUNTED else f"{counted:,}",
        many=counted,
        wanted=which,
        sort=sort,
        onward=None if onward is None else _query(asked, after=_word(onward)),
        begins=asked.query.get("after") is None,
        first=_query(asked),
        as_csv=f"{ADDRESS}.csv?{_query(asked)}",
        choices=await choices(pool),
        statuses=STATUSES,
        risks=get_args(Risk),
        views=await views(pool, me.account),
        at=at,
    )


async def as_csv(asked: Asked) -> Response:
    """All that the filters let through, by name. The log keeps the filter: the list itself may be long."""
    asked.about = f"csv {_kept(asked)}"
    return StreamingResponse(
        _lines(asked, wanted(asked)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="patients.csv"'},
    )


async def _lines(asked: Asked, which: Wanted) -> AsyncIterator[str]:
    yield _line(
        "id",
        "name",
        "born",
        "language",
        "status",
        "journeys",
        "severity",
        "open",
        "late",
        "next",
        "coordinator",
    )
    after: Place | None = None
    while True:
        listed, after = await find(asked.tools.pool, viewer(asked), which, "name", asked.now, after, CSV_PAGE)
        for one in listed:
            yield _told(one)
        if after is None:
            return


def _told(one: Listed) -> str:
    return _line(
        *(one.id, one.name, one.born_first, one.language, one.status, "; ".join(one.journeys), one.severity),
        *(one.open, one.late, one.next_at, one.coordinator),
    )


def _line(*cells: object) -> str:
    """What a spreadsheet would take for a formula is made plain text."""
    told = ["" if cell is None else str(cell) for cell in cells]
    written = io.StringIO()
    csv.writer(written).writerow(f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in told)
    return written.getvalue()


async def keep(asked: Asked) -> Response:
    name = asked.form.get("name", "")
    if not 1 <= len(name) <= 60:
        return await asked.go(asked.address, "Give the view a name of at most 60 characters.", refused=True)
    await keep_view(asked.tools.pool, asked.staff.account, name, _query(asked))
    return await asked.go(asked.address, f"Kept as {name}.")


async def drop(asked: Asked) -> Response:
    await drop_view(asked.tools.pool, asked.staff.account, asked.form.get("name", ""))
    return await asked.go(ADDRESS, "That view is gone.")


def _sort(asked: Asked) -> Sort:
    found = asked.query.get("sort", "urgency")
    return cast("Sort", found) if found in get_args(Sort) else "urgency"


def _query(asked: Asked, **more: str) -> str:
    known = {name: asked.query[name] for name in (*FILTERS, "sort") if name in asked.query}
    return urlencode({**known, **more})


def _kept(asked: Asked) -> str:
    """For the log: what was looked for by words may be a name, so only that there were words is kept."""
    return " ".join(
        f"{name}={'…' if name == 'words' else asked.query[name]}" for name in FILTERS if name in asked.query
    )


def _word(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _place(word: str | None) -> Place | None:
    """None: from the beginning, also where the word is none of ours."""
    if word is None:
        return None
    try:
        part, keys, last = json.loads(base64.urlsafe_b64decode(word))
    except (binascii.Error, ValueError, TypeError):
        return None
    fine = part in (0, 1) and isinstance(last, str) and isinstance(keys, list) and len(keys) < 3
    return (part, tuple(str(key) for key in keys), last) if fine else None


ROUTES = (
    Route(method="GET", path=ADDRESS, rule=COHORT, answer=patients),
    Route(method="GET", path=f"{ADDRESS}.csv", rule=COHORT, answer=as_csv),
    Route(method="POST", path="/console/views/keep", rule=COHORT, answer=keep),
    Route(method="POST", path="/console/views/drop", rule=COHORT, answer=drop),
)
