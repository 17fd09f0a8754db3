"""Which times are free for what is asked for: the earliest ones, by a preference that never depends on chance."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from database.calendars import Block, Calendars, Clinician, openings
from engine.clinic import Clinic
from engine.clinic_days import clinic_day_after, is_quiet
from engine.spans import Span
from engine.words import Mode
from engine.zones import local, wall

GRID = timedelta(minutes=15)
_NOTICE = timedelta(hours=1)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for, and for whom; `zone` is the patient's."""

    patient: str
    zone: str
    role: str
    minutes: int
    modes: tuple[Mode, ...]
    due_at: datetime
    not_before: datetime | None = None
    visits: int = 1
    every: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Without a clinician: the journal says that it is held then, and the calendars here do not know by whom."""

    clinician: str | None
    room: str | None
    mode: Mode
    start: datetime


@dataclass(frozen=True, slots=True)
class FreeTime:
    """What is free for one search at `now`. `taken` holds the blocks of each resource, earliest first."""

    wanted: Wanted
    calendars: Calendars
    taken: Mapping[str, Sequence[Block]]
    now: datetime
    _known: dict[tuple[str, date], tuple[Block, ...]] = field(default_factory=dict)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.wanted.minutes)

    def first_slots(self) -> Iterator[Slot]:
        """One visit: earliest first, then by the clinician's id; today only if nothing else is left."""
        for today in (False, True):
            for start, clinician in self.starts(today=today):
                slot = self.slot(clinician, start, self.wanted.modes)
                if slot is not None:
                    yield slot

    def starts(self, *, today: bool) -> Iterator[tuple[datetime, Clinician]]:
        """Every time to try before the clinic's next day, or from it on."""
        tomorrow = {id: self._tomorrow(clinic) for id, clinic in self.calendars.clinics.items()}
        day, last = self.now.date() - _DAY, self.wanted.due_at.date() + _DAY
        while day <= last:
            found = [
                (start, clinician)
                for clinician in self.calendars.clinicians
                for block in self.hours(clinician, day)
                for start in quarters(block, self.wanted.minutes)
                if (start < tomorrow[clinician.clinic]) is today
            ]
            yield from sorted(found, key=lambda each: (each[0], each[1].id))
            day += _DAY

    def slot(self, clinician: Clinician, start: datetime, modes: Sequence[Mode]) -> Slot | None:
        """This clinician at this time, in the first of these modes that works."""
        end = start + self.length
        people = f"clinician:{clinician.id}", f"patient:{self.wanted.patient}"
        if not self._allowed(start) or not self._at_work(clinician, start, end):
            return None
        if not all(self._free(person, start, end) for person in people):
            return None
        for mode in modes:
            if mode not in clinician.modes:
                continue
            room = self._room(clinician, start, end) if mode == "in_person" else None
            if room is not None or (mode != "in_person" and self._by_day(clinician, start, end)):
                return Slot(clinician=clinician.id, room=room, mode=mode, start=start)
        return None

    def slot_at(self, start: datetime, prefer: str | None = None) -> Slot | None:
        """Anybody at this time, but rather the preferred clinician."""
        if start != start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0):
            return None
        by_choice = sorted(self.calendars.clinicians, key=lambda each: (each.id != prefer, each.id))
        slots = (self.slot(clinician, start, self.wanted.modes) for clinician in by_choice)
        return next((slot for slot in slots if slot is not None), None)

    def hours(self, clinician: Clinician, day: date) -> tuple[Block, ...]:
        key = clinician.id, day
        if key not in self._known:
            self._known[key] = tuple(openings(clinician, self.clinic(clinician), day))
        return self._known[key]

    def clinic(self, clinician: Clinician) -> Clinic:
        return self.calendars.clinics[clinician.clinic]

    def _room(self, clinician: Clinician, start: datetime, end: datetime) -> str | None:
        rooms = self.calendars.rooms[clinician.clinic]
        return next((room for room in rooms if self._free(f"room:{room}", start, end)), None)

    def _allowed(self, start: datetime) -> bool:
        not_before = self.wanted.not_before
        soon = max(self.now + _NOTICE, not_before) if not_before else self.now + _NOTICE
        return soon <= start <= self.wanted.due_at

    def _tomorrow(self, clinic: Clinic) -> datetime:
        return local(clinic_day_after(wall(self.now, clinic.zone).date(), clinic), clinic.opens, clinic.zone)

    def _at_work(self, clinician: Clinician, start: datetime, end: datetime) -> bool:
        day = wall(start, self.clinic(clinician).zone).date()
        return any(opens <= start and end <= closes for opens, closes in self.hours(clinician, day))

    def _by_day(self, clinician: Clinician, start: datetime, end: datetime) -> bool:
        """Whoever is called at home is called by day there; who comes to the clinic keeps its hours."""
        clinic, zone = self.clinic(clinician), self.wanted.zone
        return not is_quiet(start, zone, clinic) and not is_quiet(end - _MINUTE, zone, clinic)

    def _free(self, resource: str, start: datetime, end: datetime) -> bool:
        blocks = self.taken.get(resource, ())
        before = bisect_left(blocks, (end,))
        return before == 0 or blocks[before - 1][1] <= start


def quarters(block: Block, minutes: int) -> Iterator[datetime]:
    """The quarter hours of a block from which the visit still ends within it."""
    opens, closes = block
    # Every zone's offset in use is a multiple of a quarter hour, so that quarters of UTC are quarters on the wall.
    start = opens + (datetime.min.replace(tzinfo=UTC) - opens) % GRID
    while start + timedelta(minutes=minutes) <= closes:
        yield start
        start += GRID
