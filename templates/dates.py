"""Days and times as a patient reads them: each language has its own table here, whatever the machine speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """`day` and `window` are patterns; the rest are words in the order of the calendar, or by name."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    on_another_day: str
    modes: Mapping[str, str]


TONGUES: Mapping[str, Tongue] = {
    "en": Tongue(
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        date="{weekday}, {month} {day}",
        on_another_day="{time} on {weekday}",
        modes={"in_person": "clinic", "video": "video", "phone": "phone"},
    ),
    "es": Tongue(
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        months=(
            *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
            *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        ),
        date="{weekday} {day} de {month}",
        on_another_day="{time} del {weekday}",
        modes={"in_person": "en persona", "video": "por video", "phone": "por teléfono"},
    ),
}


def day_and_time(there: datetime, tongue: Tongue) -> Mapping[str, str]:
    """`there` is the clock on the patient's wall."""
    weekday = tongue.weekdays[there.weekday()]
    return {
        "date": tongue.date.format(weekday=weekday, month=tongue.months[there.month - 1], day=there.day),
        "day": weekday,
        "time": clock(there),
    }


def by_when(there: datetime, now_there: datetime, tongue: Tongue) -> str:
    """Until when somebody will call: the time, and the day if it is not today."""
    if there.date() == now_there.date():
        return clock(there)
    return tongue.on_another_day.format(time=clock(there), weekday=tongue.weekdays[there.weekday()])


def clock(there: datetime) -> str:
    """`9:05 am`, in both languages as clinics in the US write it."""
    return f"{there.hour % 12 or 12}:{there.minute:02} {'am' if there.hour < 12 else 'pm'}"
