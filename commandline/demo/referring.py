"""How the demo's patients come: by referrals that are imported as `carepath import` does, each on its own day."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
from temporalio.client import Client

from commandline.demo.lane import Lane, real_parts_do_it
from commandline.demo.population import REFERRED_OVER, lane_of
from commandline.patients.importing import Clinic, Line, admitted_one
from commandline.patients.joining import enrolled
from commandline.population import FIRST_DAY, chance_of, fates_of, people_around
from engine.words import Pathway
from pathways.clinic import CLINIC
from referrals.referral import Referral
from referrals.synthetic import bundles
from workflows.codec import derived
from workflows.known import reference
from workflows.memory import Enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """`not_played`: further pain problems of a patient; the demo's people live through one journey each."""

    lanes: Sequence[Lane]
    outcomes: Mapping[str, int]
    not_played: int


def made_up(folder: Path, patients: int, seed: int) -> tuple[Path, ...]:
    """So many people to care for, and among them one who has died, one file without a birth date, and one that comes
    twice. What is there of an earlier demo is written over."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(bundles(seed, patients, one_pain=True))
    _, _, _, died, _, unusable = bundles(seed + 1_000_000, 6, with_exceptions=True, one_pain=True)
    middle = len(wanted) // 2
    in_order = [*wanted[:middle], died, unusable, wanted[0], *wanted[middle:]]
    files = tuple(folder / f"{number + 1:04}.json" for number in range(len(in_order)))
    for file, bundle in zip(files, in_order, strict=True):
        file.write_text(json.dumps(bundle), encoding="utf-8")
    return files


async def refer(
    client: Client,
    pool: asyncpg.Pool,
    reader: asyncpg.Pool,
    pathway: Pathway,
    files: Sequence[Path],
    *,
    secret: bytes,
    days: int,
    seed: int,
) -> Referred:
    """Admitted in their order, each at the moment at which it arrives; the journeys begin when the time is there."""
    until = FIRST_DAY + timedelta(days=days)
    clinic = Clinic(secret=derived(secret, "ids"), rules=CLINIC)
    waiting = _WaitingRoom(client=client, reader=reader, pathway=pathway, seed=seed, until=until)
    lines: list[Line] = []
    for number, file in enumerate(files):
        arrives = FIRST_DAY + (until - FIRST_DAY) * REFERRED_OVER * (number / len(files))
        lines.append(await admitted_one(file, pool, clinic, arrives, waiting.begin))
    return Referred(
        lanes=list(waiting.lanes.values()),
        outcomes=dict(sorted(Counter(line.result for line in lines).items())),
        not_played=waiting.not_played,
    )


@dataclass(kw_only=True)
class _WaitingRoom:
    client: Client
    reader: asyncpg.Pool
    pathway: Pathway
    seed: int
    until: datetime
    lanes: dict[str, Lane] = field(default_factory=dict)
    not_played: int = 0

    async def begin(self, patient: str, episodes: Sequence[str], referral: Referral, at: datetime) -> None:
        if patient in self.lanes:
            return
        first, *others = episodes
        self.not_played += len(others)
        chance = chance_of(self.seed, len(self.lanes))
        cast = people_around(self.pathway, chance, real_parts_do_it)
        event = enrolled(self.pathway, CLINIC, referral, at)
        enrolment = Enrolment(journey=first, pathway=reference(self.pathway), event=event)
        fates = fates_of(chance, at, self.until)
        self.lanes[patient] = lane_of(self.client, self.reader, patient, enrolment, cast, fates)
