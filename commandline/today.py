"""The day on the wall of whoever types a command. Everything below the commands takes it as an argument."""

from datetime import date


def today() -> date:
    return date.today()  # noqa: TID251, DTZ011  a person at a prompt means the date on their own wall
