"""The whole drawing: what it shows, the stages in order, then therapies, rules, endings and ladders, each in a band."""

from collections.abc import Iterable, Iterator

from engine.index import index_of
from engine.words import Pathway, Rule, Stage, Step
from web.drawing.icons import SAID
from web.drawing.layout import Place, sequence, with_rows
from web.drawing.lettering import words
from web.drawing.marks import LEADING, SIZES, Figure, Frame, Icon, Label, Mark, Wire
from web.drawing.measure import width, wrap
from web.drawing.overview import lanes_of, leaves, overview
from web.drawing.packing import columns, shelves
from web.drawing.phrases import condition_in_words, ladder_in_words, plain, severity_in_words
from web.drawing.portrait import Row
from web.drawing.routes import LANE, ways_back
from web.drawing.svg import svg

PAGE = 1400.0
MARGIN = 24.0
PAD = 16.0
BETWEEN = 34.0
"""From band to band: room for the arrow to the next stage."""
COLUMNS = 3
HEADING = 44.0


def drawing(pathway: Pathway) -> str:
    lanes = lanes_of(pathway)
    across = PAGE - 2 * MARGIN - LANE * (len(lanes) + 1)
    marks: list[Mark] = []
    headings: dict[str, float] = {}
    top = MARGIN
    for part in _head(pathway):
        marks.extend(part.at(MARGIN, top))
        top += part.height + 14
    top += BETWEEN
    for number, stage in enumerate(pathway.stages):
        band = _stage(number + 1, stage, across)
        marks.extend(band.at(MARGIN, top))
        headings[stage.name] = top + HEADING / 2
        top += band.height
        if number + 1 < len(pathway.stages) and not leaves(stage.steps):
            marks.append(Wire(points=((MARGIN + 40, top), (MARGIN + 40, top + BETWEEN)), look="stage"))
        top += BETWEEN
    for band in _other_bands(pathway, across):
        marks.extend(band.at(MARGIN, top))
        top += band.height + BETWEEN
    marks.extend(ways_back(tuple(marks), MARGIN + across, lanes, headings))
    return svg(marks, width=PAGE, height=top - BETWEEN + MARGIN, title=pathway.title, told=_summary(pathway))


def poster(pathway: Pathway) -> str:
    """The overview alone: one page for a wall or a first talk."""
    marks: list[Mark] = []
    top = MARGIN
    for part in _head(pathway):
        marks.extend(part.at(MARGIN, top))
        top += part.height + 14
    return svg(marks, width=PAGE, height=top + MARGIN - 14, title=pathway.title, told=_summary(pathway))


def _head(pathway: Pathway) -> tuple[Figure, ...]:
    room = PAGE - 2 * MARGIN
    return (_title(pathway), _contents(pathway, room), _legend(room), overview(pathway, room))


def _summary(pathway: Pathway) -> str:
    parts = {
        "stages": len(pathway.stages),
        "steps": len(index_of(pathway).steps),
        "therapies": len(pathway.therapies),
        "safety rules": len(pathway.safety),
        "other rules": len(pathway.rules),
    }
    return f"{plain(pathway.name)}: {', '.join(f'{count} {of}' for of, count in parts.items())}"


def _title(pathway: Pathway) -> Figure:
    title = words((pathway.title,), "pathway", 0, 0)
    summary = words((_summary(pathway),), "summary", 0, LEADING["pathway"])
    height = LEADING["pathway"] + LEADING["summary"]
    return Figure(width=title[0].width, height=height, leaves_at=0, marks=(*title, *summary))


def _contents(pathway: Pathway, room: float) -> Figure:
    """The stages in order, each of which leads to its band."""
    names = [
        (f"{number}  {plain(stage.name)}", f"stage-{stage.name}")
        for number, stage in enumerate(pathway.stages, 1)
    ]
    others = (
        ("therapies", "therapies", pathway.therapies),
        ("safety rules", "safety", pathway.safety),
        ("other rules", "rules", pathway.rules),
        ("when it ends", "endings", pathway.endings),
        ("ladders", "ladders", pathway.ladders),
    )
    names += [(said, target) for said, target, content in others if content]
    return shelves([_chip(said, target) for said, target in names], room, gap=8)


def _chip(said: str, target: str) -> Figure:
    across = width(said, SIZES["note"]) + 16
    label = Label(x=0, y=0, width=across, height=22, lines=(said,), target=target)
    return Figure(width=across, height=22, leaves_at=across, marks=(label,))


def _legend(room: float) -> Figure:
    reading = (
        "Read to the right, then on the next line. In a dashed frame: at the same time. On a branch below a step: "
        "what follows when it comes out so. Coloured lines on the right go to a stage."
    )
    keys = shelves([_key(kind, said) for kind, said in SAID.items()], room, gap=16)
    text = words(wrap(reading, SIZES["note"], room), "note", 0, keys.height + 6)
    height = keys.height + 6 + len(text) * LEADING["note"]
    return Figure(width=room, height=height, leaves_at=0, marks=(*keys.marks, *text))


def _key(kind: str, said: str) -> Figure:
    text = words((said,), "note", 26, 3)
    across = 26 + text[0].width
    return Figure(width=across, height=22, leaves_at=across, marks=(Icon(x=0, y=0, kind=kind), *text))


def _stage(number: int, stage: Stage, room: float) -> Figure:
    body = sequence(stage.steps, Place(room - 2 * PAD))
    marks: list[Mark] = list(body.at(PAD, HEADING))
    height = HEADING + body.height + PAD
    if stage.alongside:
        beside = _alongside(stage.alongside, room - 2 * PAD)
        marks.extend(beside.at(PAD, height))
        height += beside.height + PAD
    return _band(
        f"{number}  {plain(stage.name)}", f"stage-{stage.name}", tuple(marks), room, height, _told(stage)
    )


def _told(stage: Stage) -> str:
    return f"stage {stage.name} ({stage.line})" if stage.line else f"stage {stage.name}"


def _alongside(steps: tuple[Step, ...], room: float) -> Figure:
    text = words(("alongside, until the stage is left",), "name", 12, 8)
    body = sequence(steps, Place(room - 24))
    across = max(body.width, text[0].width) + 24
    around = Frame(x=0, y=0, width=across, height=body.height + 44, look="alongside")
    return Figure(
        width=across, height=around.height, leaves_at=across, marks=(around, *text, *body.at(12, 32))
    )


def _band(
    title: str, name: str, marks: tuple[Mark, ...], room: float, height: float, told: str = ""
) -> Figure:
    around = Frame(x=0, y=0, width=room, height=height, look="band", name=name, told=told)
    heading = words((title,), "heading", PAD, 11)
    return Figure(width=room, height=height, leaves_at=room, marks=(around, *heading, *marks))


def _other_bands(pathway: Pathway, room: float) -> Iterator[Figure]:
    inner = room - 2 * PAD
    therapies = [
        _cell(
            one.title, f"therapy-{one.name}", (plain(one.name),), sequence(one.steps, Place(inner - 2 * PAD))
        )
        for one in pathway.therapies
    ]
    yield from _gathered(
        "Therapies that a care plan can choose", "therapies", shelves(therapies, inner, gap=14), room
    )
    column = (inner - 14 * (COLUMNS - 1)) / COLUMNS
    for title, name, rules in (
        ("Safety rules: watched in every stage, on hold and after the end", "safety", pathway.safety),
        ("Other rules", "rules", pathway.rules),
    ):
        yield from _gathered(
            title, name, columns([_rule(one, column) for one in rules], COLUMNS, column, gap=14), room
        )
    endings = [
        _cell(
            plain(one.ending),
            f"ending-{one.ending}",
            (),
            sequence(one.steps, Place(column - 2 * PAD)),
            column,
        )
        for one in pathway.endings
    ]
    yield from _gathered("When a journey ends", "endings", columns(endings, COLUMNS, column, gap=14), room)
    said = [(one.name, ladder_in_words(one)) for one in pathway.ladders]
    said += [(one.name, severity_in_words(one)) for one in pathway.severities]
    ladders = [
        _cell(name, f"ladder-{number}", text, _nothing(), column) for number, (name, text) in enumerate(said)
    ]
    yield from _gathered("Ladders and severities", "ladders", columns(ladders, COLUMNS, column, gap=14), room)


def _gathered(title: str, name: str, body: Figure, room: float) -> Iterator[Figure]:
    if body.marks:
        yield _band(title, name, body.at(PAD, HEADING), room, HEADING + body.height + PAD)


def _rule(rule: Rule, column: float) -> Figure:
    told = (
        f"when {condition_in_words(rule.when)}",
        *((f"in {', '.join(plain(stage) for stage in rule.stages)}",) if rule.stages else ()),
        *((f"again after {rule.again_after} at the earliest",) if rule.again_after else ()),
    )
    place = Place(column - 2 * PAD)
    if rule.undecided:
        ways = (Row("it holds", steps=rule.then), Row("cannot be decided", steps=rule.undecided))
        body = with_rows(_nothing(), ways, place)
    else:
        body = sequence(rule.then, place)
    return _cell(plain(rule.name), f"rule-{rule.name}", told, body, column, f"{rule.name} ({rule.line})")


def _cell(
    title: str, name: str, said: Iterable[str], body: Figure, across: float = 0, told: str = ""
) -> Figure:
    """A frame of its own, as wide as its column or as what is in it."""
    across = across or max(body.width, 300) + 2 * PAD
    limit = across - 2 * PAD
    head = words(wrap(title, SIZES["name"], limit, bold=True), "name", PAD, 10)
    top = 10 + len(head) * LEADING["name"]
    text = words((part for line in said for part in wrap(line, SIZES["note"], limit)), "note", PAD, top)
    top += len(text) * LEADING["note"] + (8 if body.marks else 0)
    around = Frame(x=0, y=0, width=across, height=top + body.height + 12, look="cell", name=name, told=told)
    return Figure(
        width=across, height=around.height, leaves_at=across, marks=(around, *head, *text, *body.at(PAD, top))
    )


def _nothing() -> Figure:
    return Figure(width=0, height=0, leaves_at=0, marks=())
