"""Every instrument there is, by its id, and the scoring of a whole packet of forms."""

from collections.abc import Mapping
from difflib import get_close_matches

from engine.scores import Score, Value
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
from instruments.instrument import Instrument
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

INSTRUMENTS: tuple[Instrument, ...] = (
    NRS_PAIN,
    PEG,
    GCPS_R,
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
    AUDIT_C,
    NIDA_SQ,
    SLEEP_TRIAGE,
    EXPERIENCE,
    BODY_SIZE,
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


def score_all(forms: Mapping[str, Mapping[str, Value]]) -> tuple[Score, ...]:
    """The scores of several finished forms, each given by its instrument's id, in the order they came."""
    return tuple(instrument(name).score(answers) for name, answers in forms.items())
