"""What is logged says what happened and where in the code, and never what somebody typed."""

import json
import logging
import sys

from logs import Lines


def _logged(name: str, message: str, *args: object, **more: object) -> dict[str, object]:
    try:
        raise ValueError("Alba Testperson, (555) 010-0142")
    except ValueError:
        record = logging.LogRecord(name, logging.WARNING, "x.py", 1, message, args, sys.exc_info())
    record.__dict__.update(more)
    line: dict[str, object] = json.loads(Lines().format(record))
    return line


def test_of_an_error_only_its_kind_and_its_place_are_written() -> None:
    line = _logged("carepath.worker", "it failed")

    assert (line["message"], line["error"], line["level"]) == ("it failed", "ValueError", "warning")
    assert str(line["where"]).rpartition(":")[0] == __file__
    assert "Testperson" not in json.dumps(line)


def test_what_another_library_fills_into_its_message_is_left_out() -> None:
    line = _logged("asyncpg", "could not write %s\nmore", "Alba Testperson")

    assert line["message"] == "could not write %s"


def test_the_activity_and_its_attempt_are_named() -> None:
    activity = {
        "activity_type": "send_message",
        "attempt": 3,
        "workflow_id": "patient-p-1",
        "task_queue": "x",
    }

    line = _logged("temporalio.activity", "retried", temporal_activity=activity)

    assert {name: line[name] for name in ("activity_type", "attempt", "workflow_id")} == {
        "activity_type": "send_message",
        "attempt": 3,
        "workflow_id": "patient-p-1",
    }
