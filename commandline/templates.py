"""`carepath templates`: the words that patients read, checked by the clinic's rules, and shown as they arrive."""

import json
from typing import Annotated

import typer

from commandline.unusable import Unusable

templates = typer.Typer(
    help="The words that patients read: check them, see them as they arrive.", no_args_is_help=True
)


@templates.command("check")
def check(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: a list of sentences.")] = False,
) -> None:
    """
    Finds every message that breaks a rule of wording: hard to read, too long, telling of health, unkind, incomplete.

    Exit code 1 when there are faults.

    Example:

        carepath templates check
    """
    # Imported here, so that `carepath --help` need not read every message.
    from templates.catalogue import TemplatesFaulty, load
    from templates.wording import wording_faults

    try:
        messages = load()
    except TemplatesFaulty as faulty:
        faults = faulty.faults
        said = ""
    else:
        faults = tuple(fault for message in messages.values() for fault in wording_faults(message))
        texts = sum(len(message.texts) for message in messages.values())
        languages = sorted({text.language for message in messages.values() for text in message.texts})
        said = f"{len(messages)} messages, {texts} texts in {' and '.join(languages)}: no faults"
    if as_json:
        typer.echo(json.dumps(faults, ensure_ascii=False))
    else:
        typer.echo("\n".join(faults) or said)
    raise typer.Exit(1 if faults else 0)


@templates.command("preview")
def preview(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of a message, as its folder is called.")],
    language: Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help="`en` or `es`.")] = "en",
) -> None:
    """
    Shows a message as it arrives, with sample values: its length, how it reads, and what it breaks.

    Example:

        carepath templates preview visit_reminder --lang es
    """
    from templates.alphabet import segments, septets
    from templates.catalogue import TemplatesFaulty, load
    from templates.reading_grade import grade
    from templates.wording import sample, spoken_faults

    try:
        messages = load()
    except TemplatesFaulty as faulty:
        raise Unusable(f"The messages have faults of their own:\n{faulty}") from faulty
    if name not in messages:
        raise Unusable(f"There is no message {name!r}. There are: {', '.join(sorted(messages))}.")
    message = messages[name]
    texts = [text for text in message.texts if text.language == language]
    if not texts:
        written = ", ".join(sorted({text.language for text in message.texts}))
        raise Unusable(f"{name} is not written in {language!r}, only in: {written}.")
    typer.echo(f"{name}: {message.purpose}, {message.urgency}, to the {message.audience}")
    for text in texts:
        said = sample(text)
        typer.echo(f"\n{text.channel} in {text.language}\n  {said}")
        size = ""
        if text.channel == "sms":
            parts = segments(said)
            size = f"{septets(said)} places, {parts} segment{'s' if parts > 1 else ''}, "
        typer.echo(f"  {size}grade {grade(said, language):g}")
        for fault in spoken_faults(text, said):
            typer.echo(f"  {fault}")
