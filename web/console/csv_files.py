"""Tables as files for a spreadsheet, none of whose cells it takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta

from fastapi import Response


def csv_of(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(head)
    lines.writerows([_cell(cell) for cell in row] for row in rows)
    return Response(
        written.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cell(cell: object) -> str:
    """A span is told in days, so that it can be computed with."""
    match cell:
        case None:
            return ""
        case timedelta():
            return f"{cell.total_seconds() / 86400:.4f}"
        case float():
            return f"{cell:.4f}"
        case _:
            said = str(cell)
            return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said
