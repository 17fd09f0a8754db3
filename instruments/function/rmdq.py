"""Roland-Morris Disability Questionnaire: sentences about life with back pain, ticked if true today."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import yes_no
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable, whole
from instruments.terms import ImportantChange, Origin, bands

_SENTENCES = (
    "I stay at home most of the time because of my back.",
    "I change position frequently to try and get my back comfortable.",
    "I walk more slowly than usual because of my back.",
    "Because of my back I am not doing any of the jobs that I usually do around the house.",
    "Because of my back, I use a handrail to get upstairs.",
    "Because of my back, I lie down to rest more often.",
    "Because of my back, I have to hold on to something to get out of an easy chair.",
    "Because of my back, I try to get other people to do things for me.",
    "I get dressed more slowly than usual because of my back.",
    "I only stand for short periods of time because of my back.",
    "Because of my back, I try not to bend or kneel down.",
    "I find it difficult to get out of a chair because of my back.",
    "My back is painful almost all the time.",
    "I find it difficult to turn over in bed because of my back.",
    "My appetite is not very good because of my back pain.",
    "I have trouble putting on my socks (or stockings) because of the pain in my back.",
    "I only walk short distances because of my back.",
    "I sleep less well because of my back.",
    "Because of my back pain, I get dressed with help from someone else.",
    "I sit down for most of the day because of my back.",
    "I avoid heavy jobs around the house because of my back.",
    "Because of my back pain, I am more irritable and bad tempered with people than usual.",
    "Because of my back, I go upstairs more slowly than usual.",
    "I stay in bed most of the time because of my back.",
)


def _ticks(reading: Reading) -> Scored:
    """An unticked sentence is a no, but a form that was abandoned, or never touched, is not all noes."""
    if reading.code("submitted") is False or not reading.answers:
        return not_scorable("form_not_submitted")
    return whole(
        sum((answer.points for item, answer in reading.answers.items() if item != "submitted"), Fraction(0))
    )


RMDQ = Instrument(
    id="rmdq",
    title="Roland-Morris Disability Questionnaire",
    stem="Tick only the sentences that describe you today.",
    items=(
        *(yes_no(f"q{number}", words, optional=True) for number, words in enumerate(_SENTENCES, start=1)),
        yes_no(
            "submitted", "I have read every sentence and ticked the ones that are true today.", optional=True
        ),
    ),
    domain="function",
    recall="today",
    cadence="with back pain: baseline, 6 weeks, 12 weeks, 6 and 12 months",
    rule=_ticks,
    missing_rule="unticked means no once the form was submitted; without that there is no score",
    score_range=(0, 24),
    # No official bands; these are ours. Below 4 it cannot show improvement, above 20 no worsening.
    bands=bands(low=0, middle=9, high=17),
    important_change=ImportantChange(
        points=Fraction(5),
        percent=Fraction(30),
        worse_points=Fraction(5),
        evidence="K",
        source="Ostelo 2008; detectable change 4-5 in Stratford 1996",
    ),
    origin=Origin(
        source="Roland and Morris 1983",
        evidence="V",
        licence="free for clinicians from its own site",
        shipping="ship",
    ),
)
