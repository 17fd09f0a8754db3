"""Whether care happened as it should, from the referral to the conference."""

from database.quality.measures import CLINIC_DAYS, Measure, reached

_FIRST_VISIT = (
    "(select min(starts_at) from appointment where appointment.journey = journeys.id and state = 'attended')"
)
BEGINNING = (
    Measure(
        id="QM01",
        kind="process",
        title="Referral triaged within 2 clinic days",
        numerator="triage done by its deadline",
        denominator="referrals whose triage began in the period",
        better="up",
        rows="""
        select task.patient, task.journey, task.opened_at as at,
          case when task.state = 'done' then task.ended_at <= task.due_at
               when task.due_at <= asked.at then false end as met
        from asked, task join journeys on journeys.id = task.journey
        where task.step = 'triage' and task.opened_at >= asked.start and task.opened_at < asked.until
          and not (task.state = 'closed' and task.ended_at <= task.due_at)""",
    ),
    Measure(
        id="QM02",
        kind="process",
        title="First visit within 30 days of the referral",
        numerator="a visit attended within 30 days",
        denominator="accepted referrals whose day 30 falls in the period",
        better="up",
        rows=f"""
        select patient, journey, at, coalesce(first <= referred + interval '30 days',
          case when referred + interval '30 days' <= asked_at then false end) as met
        from (
          select journeys.patient, journeys.id as journey, referred + interval '30 days' as at, referred, {_FIRST_VISIT} as first,
            asked.at as asked_at
          from asked, journeys join (
            select journey, coalesce((body -> 'anchors' ->> 'referred')::timestamptz, at) as referred from journal
            where kind = 'event' and what = 'Enrolled') as began on began.journey = journeys.id
          where referred + interval '30 days' >= asked.start and referred + interval '30 days' < asked.until
            and exists (select from task where task.journey = journeys.id and step in ('triage', 'triage_again')
                        and outcome in ('accept', 'accept_urgent'))
        ) as referred""",
    ),
    Measure(
        id="QM03",
        kind="process",
        title="Baseline forms answered before the first conference",
        numerator="the baseline packet answered by then",
        denominator="patients whose first conference was in the period",
        better="up",
        rows=f"""
        select journeys.patient, journeys.id as journey, met_at.at, exists (
          select from questionnaire_request as asked_for where asked_for.journey = journeys.id
            and asked_for.step = 'baseline_packet' and asked_for.state = 'answered' and asked_for.ended_at <= met_at.at) as met
        from asked, journeys join {reached("MDT0")} as met_at on met_at.journey = journeys.id
        where met_at.at >= asked.start and met_at.at < asked.until""",
    ),
    Measure(
        id="QM04",
        kind="process",
        title="Conference within 25 clinic days of enrolment",
        numerator="the first conference by then",
        denominator="enrolled in the period, and not on hold before it",
        better="up",
        rows=f"""
        select journeys.patient, journeys.id as journey, enrolled.at,
          case when {CLINIC_DAYS.format(until="coalesce(met_at.at, asked.at)", since="enrolled.at")} > 25 then false
               when met_at.at is not null then true end as met
        from asked, journeys join {reached("ENR")} as enrolled on enrolled.journey = journeys.id
          left join {reached("MDT0")} as met_at on met_at.journey = journeys.id
        where enrolled.at >= asked.start and enrolled.at < asked.until and not exists (
          select from journal where journal.patient = journeys.patient and journal.journey = journeys.id
            and kind = 'event' and what = 'PutOnHold' and journal.at >= enrolled.at
            and journal.at < coalesce(met_at.at, asked.at))""",
    ),
    Measure(
        id="QM05",
        kind="process",
        title="Cases heard with their quorum",
        numerator="the seats of the case were filled",
        denominator="cases decided or put off in the period",
        better="up",
        rows="""
        select journeys.patient, heard.journey, heard.at, heard.met from asked, journeys join (
          select journey, at, not without_quorum as met from conference_rolled_over
          union all select journey, at, true from conference_decision
        ) as heard on heard.journey = journeys.id
        where heard.at >= asked.start and heard.at < asked.until""",
    ),
    Measure(
        id="QM06",
        kind="process",
        title="The patient's voice in the conference",
        numerator="the patient answered the form for it",
        denominator="new patients decided on in the period",
        better="up",
        rows="""
        select journeys.patient, journeys.id as journey, decided.at, exists (
          select from questionnaire_request as asked_for where asked_for.journey = journeys.id
            and asked_for.step = 'before_the_conference' and asked_for.state = 'answered'
            and asked_for.ended_at <= decided.at) as met
        from asked, journeys join (
          select journey, min(at) as at from conference_decision where step = 'first_conference' group by journey
        ) as decided on decided.journey = journeys.id
        where decided.at >= asked.start and decided.at < asked.until""",
    ),
    Measure(
        id="QM07",
        kind="process",
        title="Functional goals",
        numerator="3 goals or more, one of them of function",
        denominator="patients with a plan",
        better="up",
        missing="goals are kept as one score, and not one by one",
    ),
)
