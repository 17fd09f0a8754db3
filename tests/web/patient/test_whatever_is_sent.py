"""Whatever is sent to a form: no page breaks, and what is kept is a readable answer or none."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instruments import HISTORY, PEG, PHQ9, PSFS, RMDQ
from instruments.reading import read_form
from web.patient.incoming import LONGEST, clean
from web.patient.reading import filled
from web.patient.screens import field, screens_of

FORMS = (PEG, PHQ9, HISTORY, PSFS, RMDQ)
SCREENS = screens_of(FORMS)
NAMES = [
    *(field(screen.instrument, item) for screen in SCREENS for item in screen.items),
    *(f"{form.id}.{name}" for form in FORMS for name in ("shown", "none_of_these", "nothing", "")),
    *("send", "next", "phq9", ".", "peg.p.unable"),
]
VALUES = st.one_of(
    st.sampled_from(
        ["0", "1", "10", "11", "-1", "3,5", "1e9", "yes", "no", "refused", "unable", "", "NaN", "٣"]
    ),
    st.text(max_size=30),
)
SENT = st.dictionaries(
    st.sampled_from(NAMES), st.lists(VALUES, min_size=1, max_size=3).map(tuple), max_size=20
)


@given(SENT)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_kept_is_an_answer_that_the_form_offers_and_what_is_not_is_named(
    sent: dict[str, tuple[str, ...]],
) -> None:
    found = filled(SCREENS, {name: tuple(map(clean, values)) for name, values in sent.items()})

    for form in FORMS:
        answers = found.answers.get(form.id, {})
        reading = read_form(form.items, form.own_item, answers)
        assert reading.bad == ()
        assert set(found.words.get(form.id, {})) <= set(form.text_ids)
        assert all(len(words) <= LONGEST for words in found.words.get(form.id, {}).values())
    assert set(found.faults) == set(found.typed)
