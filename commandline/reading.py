"""Reads what a person points at: a file, or `-` for what is piped in."""

import json
import sys
from pathlib import Path

from commandline.unusable import Unusable

PIPED_IN = Path("-")


def text_of(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if path == PIPED_IN else path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        return raw.decode("utf-8-sig")  # some editors put a mark in front, which is no part of the text
    except UnicodeDecodeError as error:
        raise Unusable(f"{_name(path)} is not UTF-8 text. Save it as UTF-8.") from error


def json_of(path: Path) -> object:
    text = text_of(path)
    try:
        found: object = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unusable(f"{_name(path)} is not JSON: {error.msg} at {where}.") from error
    return found


def _name(path: Path) -> str:
    return "What was piped in" if path == PIPED_IN else str(path)
