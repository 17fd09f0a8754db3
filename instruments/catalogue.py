"""Every instrument there is, by its id, and the scoring of a whole packet of forms."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from engine.scores import Score, Value
from instruments.beliefs.pcs import PCS
from instruments.beliefs.pseq import PSEQ2, PSEQ10
from instruments.beliefs.tsk11 import TSK11
from instruments.change import CHANGE
from instruments.clinic.after_procedure import AFTER_PROCEDURE
from instruments.clinic.before_conference import BEFORE_CONFERENCE
from instruments.clinic.change_screen import CHANGE_SCREEN
from instruments.clinic.check_in import CHECK_IN
from instruments.clinic.consent import CONSENT
from instruments.clinic.diary import DIARY
from instruments.clinic.experience import EXPERIENCE
from instruments.clinic.history import HISTORY
from instruments.clinic.medicine_use import MEDICINE_USE
from instruments.clinic.procedure_outcome import PROCEDURE_OUTCOME
from instruments.clinic.red_flags import RED_FLAGS
from instruments.function.gas import GAS
from instruments.function.odi_ndi import NDI, ODI
from instruments.function.pgic import PGIC
from instruments.function.psfs import PSFS
from instruments.function.rmdq import RMDQ
from instruments.function.wsas import WSAS
from instruments.health.csq8 import CSQ8
from instruments.health.eq5d5l import EQ5D5L
from instruments.instrument import Instrument
from instruments.measured.body_size import BODY_SIZE
from instruments.measured.chair_stand import CHAIR_STAND_30S
from instruments.measured.grip import GRIP
from instruments.measured.six_minute_walk import SIX_MINUTE_WALK, SIX_MINUTE_WALK_PREDICTED
from instruments.measured.sppb import SPPB
from instruments.measured.tug import TUG
from instruments.mood.asq import ASQ
from instruments.mood.gad2 import GAD2
from instruments.mood.gad7 import GAD7
from instruments.mood.phq2 import PHQ2
from instruments.mood.phq4 import PHQ4
from instruments.mood.phq8 import PHQ8
from instruments.mood.phq9 import PHQ9
from instruments.pain.bpi_sf import BPI_INTERFERENCE, BPI_SEVERITY, BPI_SF
from instruments.pain.diagnostic_block import DIAGNOSTIC_BLOCK
from instruments.pain.gcps_r import GCPS_R
from instruments.pain.neuropathic import DN4, PAINDETECT, S_LANSS
from instruments.pain.nrs_pain import NRS_PAIN
from instruments.pain.peg import PEG
from instruments.pain.start import START_BACK, START_MSK
from instruments.promis.global10 import PROMIS_GLOBAL10
from instruments.promis.profile import IMPACT_SCORE, PROMIS_29
from instruments.promis.short_forms import (
    PROMIS_ANX4A,
    PROMIS_DEP4A,
    PROMIS_FAT4A,
    PROMIS_PF4A,
    PROMIS_PI4A,
    PROMIS_PI6A,
    PROMIS_PI8A,
    PROMIS_SD4A,
    PROMIS_SR4A,
)
from instruments.sleep.ess import ESS
from instruments.sleep.isi import ISI
from instruments.sleep.psqi import PSQI
from instruments.sleep.sleep_efficiency import SLEEP_EFFICIENCY
from instruments.sleep.sleep_triage import SLEEP_TRIAGE
from instruments.sleep.stop_bang import STOP_BANG
from instruments.substances.audit_c import AUDIT_C
from instruments.substances.cows import COWS
from instruments.substances.dast10 import DAST10
from instruments.substances.misuse import COMM, SOAPP_R
from instruments.substances.mme import MME
from instruments.substances.nida_sq import NIDA_SQ
from instruments.substances.ort import ORT, ORT_OUD
from instruments.substances.sows import SOWS
from instruments.substances.taper import MME_TAPER, TAPER_RATE

INSTRUMENTS: tuple[Instrument, ...] = (
    CHANGE,
    NRS_PAIN,
    PEG,
    GCPS_R,
    BPI_SEVERITY,
    BPI_INTERFERENCE,
    BPI_SF,
    DIAGNOSTIC_BLOCK,
    DN4,
    S_LANSS,
    PAINDETECT,
    START_BACK,
    START_MSK,
    PHQ2,
    PHQ4,
    PHQ8,
    PHQ9,
    GAD2,
    GAD7,
    ASQ,
    PSFS,
    RMDQ,
    GAS,
    PGIC,
    ODI,
    NDI,
    WSAS,
    PROMIS_GLOBAL10,
    PROMIS_29,
    IMPACT_SCORE,
    PROMIS_PF4A,
    PROMIS_ANX4A,
    PROMIS_DEP4A,
    PROMIS_FAT4A,
    PROMIS_SD4A,
    PROMIS_SR4A,
    PROMIS_PI4A,
    PROMIS_PI8A,
    PROMIS_PI6A,
    PCS,
    PSEQ10,
    PSEQ2,
    TSK11,
    SLEEP_TRIAGE,
    ESS,
    ISI,
    PSQI,
    SLEEP_EFFICIENCY,
    STOP_BANG,
    AUDIT_C,
    NIDA_SQ,
    COWS,
    DAST10,
    COMM,
    SOAPP_R,
    MME,
    ORT,
    ORT_OUD,
    SOWS,
    MME_TAPER,
    TAPER_RATE,
    BODY_SIZE,
    CHAIR_STAND_30S,
    GRIP,
    SIX_MINUTE_WALK,
    SIX_MINUTE_WALK_PREDICTED,
    SPPB,
    TUG,
    CSQ8,
    EQ5D5L,
    EXPERIENCE,
    CONSENT,
    HISTORY,
    RED_FLAGS,
    BEFORE_CONFERENCE,
    CHECK_IN,
    DIARY,
    MEDICINE_USE,
    CHANGE_SCREEN,
    AFTER_PROCEDURE,
    PROCEDURE_OUTCOME,
)
_BY_ID = {known.id: known for known in INSTRUMENTS}


class UnknownInstrument(LookupError):
    """Nobody knows an instrument of this name."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        self.close = tuple(get_close_matches(asked, _BY_ID))
        hint = f" Did you mean {' or '.join(self.close)}?" if self.close else ""
        super().__init__(f'There is no instrument "{asked}".{hint}')


def instrument(name: str) -> Instrument:
    if name not in _BY_ID:
        raise UnknownInstrument(name)
    return _BY_ID[name]


def minutes_of(names: Iterable[str]) -> int | None:
    """About how long it takes to fill these in together; None if one of them is not known here."""
    known = [_BY_ID.get(name) for name in names]
    seconds = [form.seconds for form in known if form is not None]
    return None if len(seconds) < len(known) else max(1, round(sum(seconds) / 60))


def score_all(forms: Mapping[str, Mapping[str, Value]]) -> tuple[Score, ...]:
    """The scores of several finished forms, each given by its instrument's id, in the order they came."""
    return tuple(instrument(name).score(answers) for name, answers in forms.items())
