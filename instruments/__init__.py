"""What we ask: one module a questionnaire, with its items, scoring, bands, source and licence."""

from instruments.after_procedure import AFTER_PROCEDURE
from instruments.asq import ASQ
from instruments.audit_c import AUDIT_C
from instruments.before_conference import BEFORE_CONFERENCE
from instruments.body_size import BODY_SIZE
from instruments.catalogue import INSTRUMENTS, UnknownInstrument, score_all
from instruments.change_screen import CHANGE_SCREEN
from instruments.check_in import CHECK_IN
from instruments.consent import CONSENT
from instruments.diary import DIARY
from instruments.experience import EXPERIENCE
from instruments.gad2 import GAD2
from instruments.gad7 import GAD7
from instruments.gas import GAS
from instruments.gcps_r import GCPS_R
from instruments.history import HISTORY
from instruments.medicine_use import MEDICINE_USE
from instruments.nida_sq import NIDA_SQ
from instruments.nrs_pain import NRS_PAIN
from instruments.peg import PEG
from instruments.pgic import PGIC
from instruments.phq2 import PHQ2
from instruments.phq4 import PHQ4
from instruments.phq8 import PHQ8
from instruments.phq9 import PHQ9
from instruments.procedure_outcome import PROCEDURE_OUTCOME
from instruments.psfs import PSFS
from instruments.red_flags import RED_FLAGS
from instruments.rmdq import RMDQ
from instruments.sleep_triage import SLEEP_TRIAGE

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
