"""docs/running.md: every setting that carepath reads stands there, as it is."""

import re
from pathlib import Path

from settings import FOLDER, Settings

RUNNING = (Path(__file__).parents[2] / "docs/running.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_with_its_meaning_and_its_default() -> None:
    shown = dict(re.findall(r"(?m)^\| `([A-Z_]+)` \| (.+ \|.*) \|$", RUNNING))

    assert set(shown) - {FOLDER} == {field.alias for field in Settings.model_fields.values()}
    assert {
        str(field.alias): f"{field.description} | {_unless_given(field.is_required(), field.default)}".strip()
        for field in Settings.model_fields.values()
    } == {name: words.strip() for name, words in shown.items() if name != FOLDER}


def _unless_given(required: bool, default: object) -> str:
    match default:
        case _ if required:
            return "must be set"
        case None | "":
            return ""
        case float():
            return f"`{default:g}`"
        case _:
            return f"`{default}`"
