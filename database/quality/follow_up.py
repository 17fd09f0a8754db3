"""Whether care happened as it should, during treatment and around procedures."""

from database.quality.measures import Measure, reached

PROCEDURES = (
    "(select appointment.journey, appointment.patient, starts_at as at from appointment"
    " join visit_search using (journey, key) where role = 'interventionalist' and appointment.state = 'attended')"
)
_IN_PERIOD = "done.at >= asked.start and done.at < asked.until"
FOLLOW_UP = (
    Measure(
        id="QM08",
        kind="process",
        title="Week-12 packet returned",
        numerator="answered from 7 days before week 12 to 14 days after it",
        denominator="patients who reached week 12 in the period",
        better="up",
        rows=f"""
        select journeys.patient, journeys.id as journey, began.at + interval '84 days' as at,
          case when exists (
              select from questionnaire_request as asked_for where asked_for.journey = journeys.id
                and asked_for.step = 'week_12_packet' and asked_for.state = 'answered'
                and asked_for.ended_at between began.at + interval '77 days' and began.at + interval '98 days') then true
            when began.at + interval '98 days' <= asked.at then false end as met
        from asked, journeys join {reached("START")} as began on began.journey = journeys.id
          left join episode on episode.id = journeys.id
        where began.at + interval '84 days' >= asked.start and began.at + interval '84 days' < asked.until
          and began.at + interval '84 days' <= asked.at
          and (episode.ended_at is null or episode.ended_at >= began.at + interval '84 days')""",
    ),
    Measure(
        id="QM09",
        kind="process",
        title="Any scored form in 90 days",
        numerator="a score in the last 90 days of the period",
        denominator="journeys that are under way and began before its last day",
        better="up",
        rows="""
        select journeys.patient, journeys.id as journey, least(asked.until, asked.at) as at, exists (
          select from score where score.patient = journeys.patient and score.value is not null
            and score.at > least(asked.until, asked.at) - interval '90 days' and score.at <= least(asked.until, asked.at)) as met
        from asked, journeys left join episode on episode.id = journeys.id
        where asked.start <= asked.at
          and (journeys.status in ('active', 'on_hold') or episode.ended_at >= least(asked.until, asked.at))
          and exists (select from journal where journal.patient = journeys.patient and journal.journey = journeys.id
            and kind = 'event' and what = 'Enrolled' and journal.at < least(asked.until, asked.at))""",
    ),
    Measure(
        id="QM10",
        kind="process",
        title="Thoughts of self-harm: reached in time",
        numerator="spoken to before the alert's clock ran out",
        denominator="alerts about item 9 in the period, false alarms left out",
        better="up",
        rows="""
        select task.patient, task.journey, task.opened_at as at,
          case when task.outcome = 'reached' then task.ended_at <= task.due_at
               when task.due_at <= asked.at or task.ended_at is not null then false end as met
        from asked, task join journeys on journeys.id = task.journey
        where task.step in ('call_about_frequent_thoughts', 'call_about_some_thoughts')
          and task.opened_at >= asked.start and task.opened_at < asked.until
          and task.outcome is distinct from 'false_alarm'""",
    ),
    Measure(
        id="QM11",
        kind="process",
        title="Depression has a follow-up plan",
        numerator="a psychology visit or a plan within 14 days",
        denominator="patients whose first PHQ-9 of 10 or more was in the period",
        better="up",
        rows=f"""
        select first.patient, first.journey, first.at,
          case when exists (
              select from appointment join visit_search using (journey, key) where appointment.patient = first.patient
                and role = 'psych' and appointment.state = 'attended'
                and starts_at between first.at and first.at + interval '14 days')
            or exists (select from {reached("FB")} as planned where planned.journey = first.journey
                and planned.at between first.at and first.at + interval '14 days') then true
            when first.at + interval '14 days' <= asked.at then false end as met
        from asked, (select distinct on (patient) patient, journey, at from score
                     where instrument = 'phq9' and value >= 10 order by patient, at) as first
          join journeys on journeys.id = first.journey
        where first.at >= asked.start and first.at < asked.until""",
    ),
    Measure(
        id="QM12",
        kind="process",
        title="Opioid review within 90 days",
        numerator="reviewed within 90 days of the last review",
        denominator="patients with 60 days of opioids or more",
        better="up",
        missing="how many days of opioids were supplied is not recorded",
    ),
    Measure(
        id="QM13",
        kind="process",
        title="Prescription monitoring looked at within 90 days",
        numerator="looked at within 90 days",
        denominator="as QM12",
        better="up",
        missing="looking at the monitoring program is not recorded",
    ),
    Measure(
        id="QM14",
        kind="process",
        title="Naloxone offered",
        numerator="offered or held in the last 12 months",
        denominator="patients on opioids at risk",
        better="up",
        missing="offers of naloxone are not recorded",
    ),
    Measure(
        id="QM15",
        kind="process",
        title="Physiotherapy within 14 days of a procedure",
        numerator="a visit, or a reason why not",
        denominator="procedures in the period",
        better="up",
        rows=f"""
        select done.patient, done.journey, done.at,
          case when exists (
              select from appointment join visit_search using (journey, key) where appointment.journey = done.journey
                and role = 'pt' and appointment.state = 'attended'
                and starts_at between done.at and done.at + interval '14 days')
            or exists (select from task where task.journey = done.journey and step = 'why_no_exercise_yet'
                and state = 'done' and opened_at >= done.at) then true
            when done.at + interval '14 days' <= asked.at then false end as met
        from asked, {PROCEDURES} as done join journeys on journeys.id = done.journey where {_IN_PERIOD}""",
    ),
    Measure(
        id="QM16",
        kind="process",
        title="Contact within 72 hours of a procedure",
        numerator="a safety check answered within 96 hours",
        denominator="procedures in the period",
        better="up",
        rows=f"""
        select done.patient, done.journey, done.at,
          case when exists (
              select from questionnaire_request as asked_for where asked_for.journey = done.journey
                and asked_for.step in ('first_day_check', 'third_day_check') and asked_for.state = 'answered'
                and asked_for.ended_at between done.at and done.at + interval '96 hours') then true
            when done.at + interval '96 hours' <= asked.at then false end as met
        from asked, {PROCEDURES} as done join journeys on journeys.id = done.journey where {_IN_PERIOD}""",
    ),
    Measure(
        id="QM17",
        kind="process",
        title="Blood thinner: restart confirmed",
        numerator="confirmed within 24 hours of its planned time",
        denominator="procedures with a hold",
        better="up",
        missing="the planned time of a restart stands in the prescriber's letter, and not here",
    ),
    Measure(
        id="QM35",
        kind="process",
        title="Loop closed on referrals out",
        numerator="a report within 30 days",
        denominator="referrals to others",
        better="up",
        missing="referrals to others are not recorded",
    ),
)
