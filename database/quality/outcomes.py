"""Whether patients got better, as they tell it themselves; and whether all groups of them did."""

from database.quality.measures import Measure, reached


def compared(instrument: str, met: str, among: str = "true") -> str:
    """`met` and `among` speak of `before.value` and `later.value`: at the baseline, and from week 11 to week 14.

    Nobody is in it without a baseline. Whoever is asked to answer and has not is undecided, until that is too late.
    """
    return f"""
    select journeys.patient, journeys.id as journey, began.at + interval '84 days' as at,
      case when later.value is not null then {met} end as met
    from asked, journeys join {reached("START")} as began on began.journey = journeys.id
      cross join lateral (
        select value from score where score.journey = journeys.id and instrument = '{instrument}' and value is not null
          and score.at <= began.at order by score.at desc limit 1) as before
      left join lateral (
        select value from score where score.journey = journeys.id and instrument = '{instrument}' and value is not null
          and score.at between began.at + interval '77 days' and began.at + interval '98 days'
        order by score.at desc limit 1) as later on true
    where began.at + interval '84 days' >= asked.start and began.at + interval '84 days' < asked.until
      and began.at + interval '84 days' <= asked.at and {among}"""


PEG_IMPROVED = compared("peg", "later.value <= before.value * 0.7", "before.value >= 4")
_PSFS = compared("psfs", "later.value >= before.value + 2")
_PHQ9 = compared("phq9", "later.value <= before.value - 5")
_PEG = compared("peg", "later.value <= before.value * 0.7")
OUTCOMES = (
    Measure(
        id="QM18",
        kind="outcome",
        title="Pain better by 30 %",
        numerator="PEG at week 12 lower by 30 % or more",
        denominator="patients with a PEG of 4 or more before, who answered at week 12",
        better="up",
        rows=PEG_IMPROVED,
    ),
    Measure(
        id="QM19",
        kind="outcome",
        title="Function better",
        numerator="PSFS at week 12 higher by 2 or more",
        denominator="patients with a PSFS before, who answered at week 12",
        better="up",
        rows=_PSFS,
    ),
    Measure(
        id="QM20",
        kind="outcome",
        title="Depression better",
        numerator="PHQ-9 lower by 5, or below 10",
        denominator="patients with a PHQ-9 of 10 or more before, who answered at week 12",
        better="up",
        rows=compared("phq9", "(later.value <= before.value - 5 or later.value < 10)", "before.value >= 10"),
    ),
    Measure(
        id="QM21",
        kind="outcome",
        title="Better in two domains",
        numerator="two of pain, function and mood better by what matters",
        denominator="patients with a baseline whose answers at week 12 can tell",
        better="up",
        rows=f"""
        select patient, journey, min(at) as at,
          case when count(*) filter (where met) >= 2 then true
               when count(*) filter (where met) + count(*) filter (where met is null) < 2 then false end as met
        from ({_PEG} union all {_PSFS} union all {_PHQ9}) as domain group by patient, journey
        having count(*) >= 2""",
    ),
    Measure(
        id="QM22",
        kind="outcome",
        title="Goals at the expected level",
        numerator="a goal attainment score of 50 or more",
        denominator="patients whose goals were looked at from week 11 to week 14",
        better="up",
        rows=f"""
        select journeys.patient, journeys.id as journey, seen.at, seen.value >= 50 as met
        from asked, journeys join {reached("START")} as began on began.journey = journeys.id
          cross join lateral (
            select at, value from score where score.journey = journeys.id and instrument = 'gas' and value is not null
              and score.at between began.at + interval '77 days' and began.at + interval '98 days'
            order by score.at desc limit 1) as seen
        where seen.at >= asked.start and seen.at < asked.until""",
    ),
    Measure(
        id="QM23",
        kind="outcome",
        title="Work kept or regained",
        numerator="working, or back at work",
        denominator="patients whose work was limited by pain",
        better="up",
        missing="work is asked about before treatment only",
    ),
    Measure(
        id="QM24",
        kind="outcome",
        title="Radiofrequency: better after 6 months",
        numerator="half the pain, or PEG lower by 30 %",
        denominator="radiofrequency treatments 6 to 9 months before",
        better="up",
        missing="no pathway here has this treatment",
    ),
)
EXPERIENCE = (
    Measure(
        id="QM34",
        kind="experience",
        title="Experience of care",
        numerator="a mean of 8 or more",
        denominator="patients who told us in the period, by their last answer",
        better="up",
        rows="""
        select distinct on (score.patient) score.patient, score.journey, score.at, score.value >= 8 as met
        from asked, score join journeys on journeys.id = score.journey
        where instrument = 'experience' and score.at >= asked.start and score.at < asked.until
        order by score.patient, score.at desc""",
    ),
)
