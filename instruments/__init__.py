"""What we ask: one module a questionnaire, with its items, scoring, bands, source and licence."""

from instruments.catalogue import INSTRUMENTS, UnknownInstrument, score_all
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
from instruments.function.pgic import PGIC
from instruments.function.psfs import PSFS
from instruments.function.rmdq import RMDQ
from instruments.measured.body_size import BODY_SIZE
from instruments.mood.asq import ASQ
from instruments.mood.gad2 import GAD2
from instruments.mood.gad7 import GAD7
from instruments.mood.phq2 import PHQ2
from instruments.mood.phq4 import PHQ4
from instruments.mood.phq8 import PHQ8
from instruments.mood.phq9 import PHQ9
from instruments.pain.gcps_r import GCPS_R
from instruments.pain.nrs_pain import NRS_PAIN
from instruments.pain.peg import PEG
from instruments.sleep.sleep_triage import SLEEP_TRIAGE
from instruments.substances.audit_c import AUDIT_C
from instruments.substances.nida_sq import NIDA_SQ

__all__ = [
    "AFTER_PROCEDURE",
    "ASQ",
    "AUDIT_C",
    "BEFORE_CONFERENCE",
    "BODY_SIZE",
    "CHANGE_SCREEN",
    "CHECK_IN",
    "CONSENT",
    "DIARY",
    "EXPERIENCE",
    "GAD2",
    "GAD7",
    "GAS",
    "GCPS_R",
    "HISTORY",
    "INSTRUMENTS",
    "MEDICINE_USE",
    "NIDA_SQ",
    "NRS_PAIN",
    "PEG",
    "PGIC",
    "PHQ2",
    "PHQ4",
    "PHQ8",
    "PHQ9",
    "PROCEDURE_OUTCOME",
    "PSFS",
    "RED_FLAGS",
    "RMDQ",
    "SLEEP_TRIAGE",
    "UnknownInstrument",
    "score_all",
]
