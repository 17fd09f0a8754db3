"""The list of patients: found by words and filters, in each order, page by page, never twice and never left out."""

import re
from datetime import timedelta

from tests.support.browser import Browser
from tests.web.console.conftest import NOW, Desk

NAMES = re.compile(r'<th scope="row"><a href="/console/patients/([^"]+)">')
ONWARD = re.compile(r'href="\?([^"]+)" rel="next"')


async def many(desk: Desk, count: int) -> None:
    """So many with names, every third with open work, every second with a next moment; and two without a name."""
    for number in range(count):
        id = await desk.patient(f"p-{number:03}", f"Family{number % 7}", f"Given{number}")
        if number % 2:
            await desk.owner.execute(
                "update patient set next_at = $2, next_because = 'x' where id = $1",
                id,
                NOW + timedelta(days=number % 5),
            )
        if number % 3 == 0:
            await task(
                desk, id, "SEV2-STAFF" if number % 6 == 0 else None, NOW + timedelta(hours=number - 20)
            )
    for id in ("p-x1", "p-x2"):
        await desk.owner.execute("insert into patient (id, status) values ($1, 'ended')", id)


async def task(
    desk: Desk, patient: str, severity: str | None, due: object, role: str = "coordinator"
) -> None:
    await desk.owner.execute(
        "insert into pathway_version (name, fingerprint, body) values ('small', 'f', '{\"stages\": [{\"name\": \"care\"}]}')"
        " on conflict do nothing"
    )
    await desk.owner.execute(
        "insert into journey (id, patient, pathway, fingerprint, status, stage, state)"
        " values ($1, $2, 'small', 'f', 'active', 'care', '') on conflict do nothing",
        f"j-{patient}",
        patient,
    )
    await desk.owner.execute(
        "insert into task (journey, key, patient, step, role, opened_at, due_at, severity, contact, outcomes, reason)"
        " values ($1, $2, $3, 'call', $4, $5, $6, $7, false, '{}', 'x')",
        f"j-{patient}",
        f"call#{severity}.1",
        patient,
        role,
        NOW,
        due,
        severity,
    )


async def all_pages(browser: Browser, query: str) -> list[str]:
    found: list[str] = []
    address: str | None = f"?{query}"
    while address is not None:
        page = await browser.get(f"/console/patients{address}")
        assert page.status == 200
        found += NAMES.findall(page.text)
        onward = ONWARD.search(page.text)
        address = f"?{onward[1].replace('&amp;', '&')}" if onward else None
    return found


async def test_every_order_shows_everybody_once_over_all_pages(desk: Desk) -> None:
    await many(desk, 120)
    browser = await desk.signed_in("coordinator")

    found = [await all_pages(browser, f"sort={sort}") for sort in ("urgency", "name", "next")]

    assert [(len(ids), len(set(ids))) for ids in found] == [(122, 122)] * 3


async def test_each_order_begins_with_what_it_is_about(desk: Desk) -> None:
    await many(desk, 30)
    browser = await desk.signed_in("coordinator")

    urgent, named, soon = [await all_pages(browser, f"sort={sort}") for sort in ("urgency", "name", "next")]

    assert urgent[:5] == ["p-000", "p-006", "p-012", "p-018", "p-024"]
    assert named[:2] == ["p-000", "p-014"]
    assert named[-2:] == ["p-x1", "p-x2"]
    assert soon[:3] == ["p-005", "p-015", "p-025"]


FILTERS = {
    "words=family3+given10": ["p-010"],
    "words=Family3,+Given10": ["p-010"],
    "words=p-007": ["p-007"],
    "words=MRN-9": ["p-002"],
    "words=%25": [],
    "status=ended": ["p-x1", "p-x2"],
    "risk=SEV1": [],
    "risk=SEV2": ["p-000", "p-006"],
    "stage=care&risk=SEV2": ["p-000", "p-006"],
    "pathway=other": [],
    "overdue=yes&risk=SEV2&words=given6": ["p-006"],
    "language=es": ["p-004"],
    "coordinator=maria": ["p-003"],
    "coordinator=nobody&language=es": ["p-004"],
    "risk=nonsense&words=p-001": ["p-001"],
    "after=nonsense&words=p-001": ["p-001"],
}


async def test_a_filter_lets_through_whom_it_says(desk: Desk) -> None:
    await many(desk, 12)
    await desk.account("maria", "coordinator")
    await desk.owner.execute("update patient set language = 'es' where id = 'p-004'")
    await desk.owner.execute("insert into person_identifier values ('mrn', 'MRN-9', 'p-002')")
    await desk.pool.execute("insert into patient_coordinator values ('p-003', 'maria', 'maria')")

    browser = await desk.again("maria")

    assert {query: await all_pages(browser, query) for query in FILTERS} == FILTERS


async def test_whoever_does_not_see_the_clinic_finds_their_own_patients(desk: Desk) -> None:
    await many(desk, 12)
    await task(desk, "p-004", None, NOW, "psych")
    browser = await desk.signed_in("psych", name="lena")
    await desk.pool.execute(
        "insert into team_member (account, patient, invited_by) values ('lena', 'p-x1', 'lena')"
    )

    page = await browser.get("/console/patients")

    assert sorted(NAMES.findall(page.text)) == ["p-004", "p-x1"]
    assert "2 patients" in page.text
    assert sorted((await desk.log())[-1]["patients"]) == ["p-004", "p-x1"]


async def test_what_was_looked_for_may_be_a_name_and_is_not_in_the_log(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator")

    await browser.get("/console/patients?words=Rivera&language=es")

    assert (await desk.log())[-1]["about"] == "words=… language=es"


async def test_a_spreadsheet_gets_everybody_and_no_formula(desk: Desk) -> None:
    await many(desk, 12)
    await desk.patient("p-evil", "=HYPERLINK(1)", "+cmd")
    browser = await desk.signed_in("coordinator")

    page = await browser.get("/console/patients.csv?words=hyperlink")
    everybody = await browser.get("/console/patients.csv")

    assert page.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'p-evil,"\'=HYPERLINK(1), +cmd"' in page.text
    assert len(everybody.text.splitlines()) == 1 + 12 + 2 + 1
    assert (await desk.log())[-1]["about"] == "csv "


async def test_a_view_is_kept_under_its_name_and_forgotten(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator")
    form = {"name": "Spanish", "back": "/console/patients?language=es&after=x"}

    kept = await browser.post("/console/views/keep", form)
    nameless = await browser.post("/console/views/keep", {**form, "name": ""})
    page = await browser.get("/console/patients")
    await browser.post("/console/views/drop", {"name": "Spanish"})

    assert (kept.leads_to, nameless.status) == ("/console/patients?language=es&after=x", 303)
    assert '<a class="chip" href="/console/patients?language=es">Spanish</a>' in page.text
    assert "Spanish" not in (await browser.get("/console/patients")).text.replace("name=Spanish", "")
