"""A made-up patient can fill in every form that patients are asked, and what they say is readable."""

import pytest

from commandline.forms import KnownForms
from instruments import INSTRUMENTS
from instruments.instrument import Instrument

ASKED = [known for known in INSTRUMENTS if known.asked_by == "patient"]


@pytest.mark.parametrize("known", ASKED, ids=lambda known: known.id)
@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_an_ordinary_patient_leaves_a_form_that_can_be_scored(known: Instrument, level: float) -> None:
    forms = KnownForms()
    answers = forms.ordinary(known.id, level)

    assert [score.status for score in forms.scores({known.id: answers})] == ["complete"]
    assert set(forms.items(known.id)) >= set(answers)
