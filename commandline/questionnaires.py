"""`carepath instruments`: what can be asked here, what it asks, and how a clinic adds what it owns or has licensed."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from commandline.own_forms import OwnForms
    from instruments.instrument import Instrument

app = typer.Typer(
    help="Questionnaires: what there is, what each asks, and how to add one.", rich_markup_mode="markdown"
)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--questionnaires",
        metavar="FOLDER",
        help="Where the clinic keeps its own forms and licences; `questionnaires` if left out.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="The same as JSON.")]


@app.callback(invoke_without_command=True)
def instruments(context: typer.Context, folder: Folder = None, as_json: AsJson = False) -> None:
    """
    Lists every questionnaire and every number that is worked out from others.

    Example:

        carepath instruments
        carepath instruments --json
        carepath instruments show phq9 --json
    """
    if context.invoked_subcommand is not None:
        return
    # Imported here, so that `carepath --help` need not load the engine.
    from commandline.own_forms import FOLDER, read
    from commandline.today import today

    forms = read(folder or FOLDER)
    rows = [_row(one, forms, today()) for one in forms.all]
    if as_json:
        typer.echo(json.dumps({"instruments": rows}, indent=2, ensure_ascii=False))
    else:
        _table(rows)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="The questionnaire, as the list has it.")],
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """
    Shows one questionnaire: its items in order with what they offer, its scoring, source and licence.

    Example:

        carepath instruments show phq9
        carepath instruments show phq9 --json
    """
    from commandline.own_forms import FOLDER, named
    from instruments.telling import described

    found = described(named(name, folder or FOLDER))
    if as_json:
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    items = found.pop("items")
    for word, value in found.items():
        if value not in (None, [], ""):
            typer.echo(f"{word.replace('_', ' '):17}{_plain(value)}")
    typer.echo("\nitems")
    for item in items:
        words = item["wording"] or "(the clinic brings the words)"
        typer.echo(f"  {item['id']:22}{_offered(item):24}{words}")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A FHIR R4 Questionnaire as JSON.")],
    folder: Folder = None,
) -> None:
    """
    Adds a questionnaire of the clinic's own, or the words of a licensed one.

    A file that carries the name of a licensed questionnaire, as the list has it, brings its words; scoring stays as it
    is. That needs a licence that holds today: see `carepath instruments licence`. A file with a copyright of somebody
    needs one as well before it can be asked.

    Example:

        carepath instruments import sleep_club.json
    """
    from commandline.own_forms import FOLDER, keep_questionnaire, questionnaire_in, read
    from commandline.today import today
    from commandline.unusable import Unusable
    from instruments.licences import permission

    kept_in = folder or FOLDER
    form = questionnaire_in(file)
    missing = permission(form, read(kept_in).licences, today())
    if missing != "granted":
        why = "has expired" if missing == "expired" else "is not recorded here"
        raise Unusable(
            f"{form.id} is somebody's property ({form.origin.licence}), and a licence for it {why}. Record it first:\n"
            f"  carepath instruments licence {form.id} --holder ... --reference ... --expires YYYY-MM-DD"
        )
    kept = keep_questionnaire(form, file, kept_in)
    typer.echo(f"{form.id}: {len(form.items)} items, kept in {kept}.")


@app.command()
def licence(
    name: Annotated[str, typer.Argument(metavar="ID", help="The questionnaire that it is for.")],
    holder: Annotated[str, typer.Option(metavar="WHO", help="Who holds the licence.")],
    reference: Annotated[str, typer.Option(metavar="TEXT", help="Its number, or where it is filed.")],
    expires: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The last day on which it holds."),
    ],
    folder: Folder = None,
) -> None:
    """
    Records a licence, so that a licensed questionnaire may be asked until it ends.

    Example:

        carepath instruments licence isi --holder "Northside Care" --reference MAPI-123 --expires 2027-06-30
    """
    from commandline.own_forms import FOLDER, keep_licence
    from instruments.licences import Licence

    record = Licence(holder=holder, reference=reference, expires=expires.date())
    kept = keep_licence(name, record, folder or FOLDER)
    typer.echo(f"{name}: licensed until {record.expires}, kept in {kept}.")


def _row(one: "Instrument", forms: "OwnForms", today: date) -> dict[str, Any]:
    from instruments.licences import permission

    may = permission(one, forms.licences, today)
    return {
        "id": one.id,
        "title": one.title,
        "items": len(one.item_ids),
        "range": list(one.score_range) if one.score_range else None,
        "higher_is_worse": one.higher_is_worse,
        "asked_by": one.asked_by,
        "domain": one.domain,
        "shipping": one.origin.shipping,
        "permission": may,
        "evidence": one.origin.evidence,
        "licence": one.origin.licence,
    }


def _table(rows: list[dict[str, Any]]) -> None:
    """The title stands last, so that nothing has to be cut off."""
    typer.echo(f"{'id':18}{'items':>6}  {'score':14}{'asked by':12}{'may be asked':14}title")
    for row in rows:
        low_high, worse = row["range"], "+" if row["higher_is_worse"] else "-"
        ends = f"{low_high[0]} to {low_high[1]} {worse}" if low_high else ""
        asked_by = "worked out" if row["asked_by"] == "nobody" else row["asked_by"]
        may = "yes" if row["permission"] == "granted" else row["permission"].replace("_", " ")
        typer.echo(f"{row['id']:18}{row['items']:>6}  {ends:14}{asked_by:12}{may:14}{row['title']}")
    typer.echo("\n+ higher is worse, - higher is better")


def _offered(item: dict[str, Any]) -> str:
    if "range" in item:
        low, high = item["range"]
        return f"{low} to {high}"
    return " | ".join(str(option["code"]) for option in item["options"])


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{word} {_plain(one)}" for word, one in value.items() if one not in (None, []))
    if isinstance(value, list):
        return "; ".join(_plain(one) for one in value)
    return str(value)
