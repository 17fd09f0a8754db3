"""Logs as lines of JSON: what happened and where in our code, never about whom."""

import json
import logging
from datetime import UTC, datetime
from typing import TextIO

_OURS = ("carepath",)


class Lines(logging.Formatter):
    """An error's text may quote what somebody typed: only its kind and the line of code are written."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        line["message"] = (
            record.getMessage() if record.name.startswith(_OURS) else str(record.msg).split("\n")[0]
        )
        for name in ("activity_type", "attempt", "workflow_id"):
            found = getattr(record, "temporal_activity", {}).get(name)
            if found is not None:
                line[name] = found
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = getattr(record.exc_info[1], "type", None) or record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                line["where"] = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        return json.dumps(line)


def log_as_json(stream: TextIO, level: int = logging.INFO) -> None:
    lines = logging.StreamHandler(stream)
    lines.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[lines], force=True)
