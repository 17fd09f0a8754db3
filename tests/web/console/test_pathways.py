"""The pathways that this clinic knows: who is on each, what each says, and what it changed."""

from datetime import date

import pytest

from database.pathways import keep_pathway
from engine.language import finish, stage, task
from engine.publication import Published, publish
from engine.spans import days
from engine.words import Pathway
from tests.web.console.conftest import Desk
from web.drawing.changes import Change, changes


def wording(*names: str, within: int = 2, title: str = "Small program") -> Pathway:
    first, *others = names
    return Pathway(
        name="small",
        title=title,
        stages=(
            stage("start", task(first, "coordinator", within=days(within))),
            stage(
                "care", *(task(name, "pt", within=days(1)) for name in others), finish("well", "completed")
            ),
        ),
    )


async def keep(desk: Desk, pathway: Pathway, latest: Published | None, note: str) -> Published:
    made = publish(pathway, latest, approved_by="Dr. Lee", on=date(2026, 2, 1), note=note)
    async with desk.owner.acquire() as connection:
        await keep_pathway(connection, pathway.name, made.fingerprint, pathway, made)
    return made


async def on(desk: Desk, version: Published, patient: str, stage: str | None, status: str = "active") -> None:
    await desk.patient(patient)
    await desk.owner.execute(
        "insert into journey (id, patient, pathway, fingerprint, status, stage, state)"
        " values ($1, $2, 'small', $3, $4, $5, '')",
        f"j-{patient}",
        patient,
        version.fingerprint,
        status,
        stage,
    )


async def test_each_version_says_who_answers_for_it_who_is_on_it_and_what_it_changed(desk: Desk) -> None:
    first = await keep(desk, wording("call", "exercise"), None, "first release")
    second = await keep(desk, wording("call", "exercise", "talk", within=3), first, "one more talk")
    await on(desk, first, "p-1", "care")
    await on(desk, second, "p-2", "start")
    await on(desk, second, "p-3", "care", "on_hold")
    await on(desk, second, "p-4", None, "ended")
    browser = await desk.signed_in("psych")

    known = await browser.get("/console/pathways")
    page = await browser.get(f"/console/pathways/small/{second.fingerprint[:12]}")
    oldest = await browser.get(f"/console/pathways/small/{first.fingerprint[:12]}")

    assert known.text.index("Version 2") < known.text.index("Version 1")
    assert "1 active, 1 on hold" in known.text
    assert "approved by Dr. Lee on 2026-02-01" in known.text
    assert "one more talk" in page.text
    assert "<del>within 2 days</del>" in page.text
    assert "<ins>within 3 days</ins>" in page.text
    assert 'href="/console/patients?pathway=small&amp;stage=care"' in page.text
    assert "1 journey has ended" in page.text
    assert "There is no version before it here" in oldest.text


async def test_a_version_is_drawn_at_a_glance_and_whole(desk: Desk) -> None:
    made = await keep(desk, wording("call", "exercise"), None, "first release")
    browser = await desk.signed_in("coordinator")
    address = f"/console/pathways/small/{made.fingerprint[:12]}/drawing.svg"

    glance, whole = await browser.get(address), await browser.get(f"{address}?whole=yes")

    assert [page.headers["content-type"] for page in (glance, whole)] == ["image/svg+xml"] * 2
    assert glance.text.startswith("<svg")
    assert 'id="step-exercise"' in whole.text


async def test_a_draft_is_called_one_and_what_nobody_knows_is_no_page(desk: Desk) -> None:
    async with desk.owner.acquire() as connection:
        await keep_pathway(connection, "small", "f" * 64, wording("call"), None)
    browser = await desk.signed_in("ops")

    page = await browser.get(f"/console/pathways/small/{'f' * 12}")
    missing = [
        (await browser.get(f"/console/pathways/{there}")).status
        for there in ("small/eeeeeeeeeeee", f"large/{'f' * 12}", "small/eeeeeeeeeeee/drawing.svg")
    ]

    assert "Draft ffffff" in page.text
    assert "not approved, for trying out only" in page.text
    assert missing == [404, 404, 404]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (wording("a", "b"), wording("a", "b"), ()),
        (
            wording("a", "b"),
            wording("a", "b", title="Another name"),
            (Change("changed", "the pathway itself", "the whole", ("Small program",), ("Another name",)),),
        ),
        (
            wording("a", "b", "c"),
            wording("a", "c", "b"),
            (
                Change(
                    "changed",
                    "care",
                    "stage",
                    ("its steps: b, then c, then well",),
                    ("its steps: c, then b, then well",),
                ),
            ),
        ),
        (
            wording("a", "b", "c"),
            wording("a", "b"),
            (
                Change(
                    "changed",
                    "care",
                    "stage",
                    ("its steps: b, then c, then well",),
                    ("its steps: b, then well",),
                ),
                Change("gone", "c", "stage care", was=("task for pt", "within 1 day")),
            ),
        ),
    ],
    ids=["nothing", "its title", "another order", "a step less"],
)
def test_what_changed_is_told_in_words(before: Pathway, after: Pathway, expected: tuple[Change, ...]) -> None:
    assert changes(before, after) == expected


def test_a_step_that_stands_elsewhere_has_moved() -> None:
    before, after = wording("a", "b"), wording("b", "a", within=1)

    assert [
        (one.how, one.what, one.was, one.now) for one in changes(before, after) if one.how == "moved"
    ] == [
        ("moved", "b", ("in stage care",), ("in stage start",)),
        ("moved", "a", ("in stage start",), ("in stage care",)),
    ]
