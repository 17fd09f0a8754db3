"""One patient: everything that there is to read, and each act with its result at once or a plain refusal."""

from datetime import timedelta
from html import unescape

from engine.events import Answered
from engine.scores import Score
from tests.support.at_work import AtWork
from tests.support.browser import Browser, Page
from tests.web.console.conftest import NOW, Desk
from tests.web.console.joining import enrolled
from workflows.door import Door


async def act(browser: Browser, patient: str, what: str, **more: str) -> Page:
    journey = patient.replace("p-", "j-", 1)
    return await browser.post(
        f"/console/patients/{patient}", {"act": what, "journey": journey, "once": "0" * 16, **more}
    )


async def test_the_page_tells_who_they_are_where_they_stand_and_what_comes_next(
    desk: Desk, working: AtWork
) -> None:
    patient = await enrolled(desk, working, "read")
    await desk.owner.execute(
        "insert into contact_point (patient, kind, value, dialable) values ($1, 'phone', '+15550100', true)",
        patient,
    )
    browser = await desk.signed_in("coordinator")

    page = await browser.get(f"/console/patients/{patient}")

    assert "Rivera, Ana" in page.text
    assert "+15550100" in page.text
    assert 'class="stage now" aria-current="step"' in page.text
    assert "What comes next, and why" in page.text
    assert "task triage for coordinator" in page.text


async def test_an_act_says_at_once_what_came_of_it(desk: Desk, working: AtWork) -> None:
    patient = await enrolled(desk, working, "acts")
    browser = await desk.signed_in("coordinator", name="maria")
    address = f"/console/patients/{patient}"
    tomorrow = f"{NOW + timedelta(days=10):%Y-%m-%d}"

    async def said(what: str, **more: str) -> str:
        done = await act(browser, patient, what, **more)
        assert done.status == 303, unescape(done.text)
        return (await browser.get(address)).text

    assert "Written down." in await said("note", words="Called: she <sleeps> badly.", kind="call")
    assert "Paused. Somebody looks again on 13 March." in await said("pause", until=tomorrow, reason="away")
    assert "It goes on." in await said("resume")
    assert "Reported." in await said("report", report="fall", details="mild", words="On the stairs.")
    assert "Added." in await said("add_task", name="Call about sleep", role="coordinator", within="3")
    assert "Skipped." in await said("skip", step="triage", reason="entered_by_mistake")
    assert "It is done once more." in await said("repeat", step="triage", reason="entered_by_mistake")
    assert "timed anew" in await said("zone", zone="America/Denver")
    assert "Texts are in that language" in await said("language", language="es")
    assert "maria coordinates now." in await said("coordinator", to="maria")
    page = await said("withdraw", how="withdraw", reason="moved_away", sure="yes")

    assert "The journey has ended." in page
    assert "Called: she &lt;sleeps&gt; badly." in page
    assert "On the stairs." in page
    stands = await desk.pool.fetchrow("select language, zone, status from patient where id = $1", patient)
    assert stands is not None
    assert tuple(stands) == ("es", "America/Denver", "ended")


REFUSALS: list[tuple[str, dict[str, str], str]] = [
    ("resume", {}, "This does not fit: the journey is not on hold."),
    ("pause", {"until": "2026-03-01"}, "must lie ahead"),
    ("pause", {"until": "2027-03-01"}, "after 30 days at the latest"),
    ("pause", {"until": "soon"}, "Say on which day"),
    ("skip", {"step": "nowhere"}, "this pathway has no step nowhere"),
    ("repeat", {"step": "triage"}, "triage has not ended"),
    ("move_step", {"step": "triage", "to": ""}, "Say to which day and time"),
    ("add_task", {"name": "", "role": "coordinator", "within": "1"}, "Name it in a few plain words"),
    ("add_task", {"name": "x", "role": "king", "within": "1"}, "Choose who does it"),
    ("add_task", {"name": "x", "role": "pt", "within": "0"}, "from 1 to 365"),
    ("withdraw", {"how": "withdraw"}, "Say that you are sure"),
    ("report", {}, "Choose what happened"),
    ("note", {"words": ""}, "Write something"),
    ("zone", {"zone": "Mars/Base"}, "is not the IANA name"),
    ("language", {"language": "spanish"}, "a code of two or three letters"),
    ("coordinator", {"to": "nobody-here"}, "is no coordinator here"),
    ("visit", {"visit": "a-1"}, "There is no such visit"),
    ("dance", {}, "nothing of that name"),
]


async def test_what_does_not_fit_is_refused_in_words_and_what_was_typed_is_still_there(
    desk: Desk, working: AtWork
) -> None:
    patient = await enrolled(desk, working, "refused")
    browser = await desk.signed_in("coordinator", name="maria")

    answers = [(await act(browser, patient, what, **form), refusal) for what, form, refusal in REFUSALS]
    typed = await act(browser, patient, "add_task", name="call about sleep", role="pt", within="0")

    assert [
        refusal for page, refusal in answers if page.status != 409 or refusal not in unescape(page.text)
    ] == []
    assert 'value="call about sleep"' in typed.text
    assert '<option value="pt" selected>' in typed.text


async def test_scores_are_drawn_against_the_first_with_what_is_important(desk: Desk, working: AtWork) -> None:
    patient = await enrolled(desk, working, "scores")
    for number, value in enumerate((8, 7, 4)):
        await desk.owner.execute(
            "insert into score (patient, number, instrument, journey, at, status, value)"
            " values ($1, $2, 'peg', 'j', $3, 'complete', $4)",
            patient,
            number,
            NOW + timedelta(days=7 * number),
            value,
        )
    await desk.owner.execute(
        "insert into score (patient, number, instrument, journey, at, status) values ($1, 9, 'peg', 'j', $2, 'incomplete')",
        patient,
        NOW + timedelta(days=30),
    )

    page = await (await desk.signed_in("coordinator")).get(f"/console/patients/{patient}")

    assert "8 at first, 4 now, an important improvement" in page.text
    assert page.text.count('class="dot"') == 3
    assert "<td>no score</td>" in page.text
    assert 'class="band"' in page.text


async def test_the_timeline_shows_one_kind_and_goes_back_page_by_page(desk: Desk, working: AtWork) -> None:
    patient = await enrolled(desk, working, "lines")
    scores = (Score(instrument="peg", status="incomplete"),)
    answered = Answered(id="a", at=NOW, answers={"peg": {}}, scores=scores)
    await Door(working.client, patient).tell("j-lines", answered)
    browser = await desk.signed_in("coordinator")

    forms = await browser.get(f"/console/patients/{patient}?about=forms")
    tasks = await browser.get(f"/console/patients/{patient}?about=tasks")
    before = await browser.get(f"/console/patients/{patient}?before=1")

    assert "incomplete" in forms.text
    assert "task triage for coordinator" not in forms.text.partition('id="moments"')[2].partition("</ol>")[0]
    assert "task triage for coordinator" in tasks.text
    assert "Nothing of that kind yet." in before.text


async def test_a_guest_reads_and_is_offered_no_act(desk: Desk, working: AtWork) -> None:
    patient = await enrolled(desk, working, "guest")
    browser = await desk.signed_in("pcp", name="stone")
    await desk.pool.execute(
        "insert into team_member (account, patient, invited_by) values ('stone', $1, 'stone')", patient
    )

    page = await browser.get(f"/console/patients/{patient}")

    assert page.status == 200
    assert "Do something" not in page.text
    assert (await act(browser, patient, "note", words="hello")).status == 403
