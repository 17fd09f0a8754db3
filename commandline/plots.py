"""Draws what a simulation found: how much patients hear, and how busy each role is, week by week."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from commandline.population import FIRST_DAY
from commandline.tally import Tally
from engine.voice import A_WEEK
from engine.words import Pathway

# Okabe and Ito's colors, which people with any color vision can tell apart; grey is for all the rest.
COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#6A51A3", "#8C6D31")
REST = "#9A9A9A"
INK, FAINT = "#222222", "#DDDDDD"
ROLES_SHOWN = 8
MOST_SHOWN = 14
OVER_A_MONTH = 4
STYLE: Mapping[str, object] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 26,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#888888",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "svg.hashsalt": "carepath",
    "svg.fonttype": "none",
}
STAGES = {"re_evaluation": "re-evaluation"}
NAMES = {"pt": "physiotherapist", "psych": "psychologist", "pharm": "pharmacist", "ot": "occupational therapist",
         "sw": "social worker", "med_director": "medical director", "proc_nurse": "procedure nurse",
         "oncall": "on call", "ops": "operations", "sleep": "sleep specialist"}  # fmt: skip


def draw(folder: Path, pathway: Pathway, tally: Tally, until: datetime) -> None:
    """Each plot as SVG for a page and as PNG for a slide. The same numbers give the same file."""
    weeks = max(1, (until - FIRST_DAY).days // 7)
    about = f"{pathway.title}: {tally.patients} made-up patients, {tally.days / 365.25:.0f} patient-years"
    with plt.style.context(dict(STYLE)):
        _save(folder, "messages_per_patient_week", _messages(tally, about))
        _save(
            folder,
            "tasks_per_role_and_week",
            _load(tally.tasks, weeks, "Tasks opened each week, by role", "tasks a week", about),
        )
        _save(
            folder,
            "visits_per_role_and_week",
            _load(tally.visits, weeks, "Visits held each week, by role", "visits a week", about),
        )
        _save(folder, "days_in_each_stage", _stages(pathway, tally, about))


def _save(folder: Path, name: str, figure: Figure) -> None:
    figure.savefig(folder / f"{name}.svg", metadata={"Date": None}, bbox_inches="tight")
    figure.savefig(folder / f"{name}.png", dpi=160, metadata={"Software": None}, bbox_inches="tight")
    plt.close(figure)


def _sheet(height: float, title: str, about: str) -> tuple[Figure, Axes]:
    figure, axes = plt.subplots(figsize=(9.5, height), layout="constrained")
    axes.set_title(title)
    axes.text(0, 1.02, about, transform=axes.transAxes, color="#666666", fontsize=9)
    return figure, axes


def _messages(tally: Tally, about: str) -> Figure:
    figure, axes = _sheet(4.6, "Messages to one patient in one week", about)
    kinds = [("routine", COLORS[0]), ("visit", COLORS[1]), ("safety", COLORS[5])]
    most = min(MOST_SHOWN, max(max(tally.weeks_with[kind]) for kind, _ in kinds))
    for place, (kind, color) in enumerate(kinds):
        weeks = tally.weeks_with[kind]
        total = sum(weeks.values())
        shares = [100 * count / total for count in _up_to(weeks, most)]
        at = [number + (place - 1) * 0.27 for number in range(most + 1)]
        axes.bar(at, shares, width=0.25, color=color, label={"visit": "about visits"}.get(kind, kind))
    axes.axvline(A_WEEK + 0.5, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.text(
        A_WEEK + 0.62, 0.82, f"the voice lets {A_WEEK} routine\nmessages through a week;\nthe rest waits or merges",
        transform=axes.get_xaxis_transform(), va="top", fontsize=9, color=INK,
    )  # fmt: skip
    axes.set_xlabel("messages in a week, as the engine asks for them")
    axes.set_ylabel("share of patient-weeks (%)")
    labels = [*map(str, range(most)), f"{most}+" if most == MOST_SHOWN else str(most)]
    axes.set_xticks(range(most + 1), labels)
    axes.set_ylim(0, 100)
    axes.grid(visible=False, axis="x")
    axes.legend(frameon=False, loc="upper right")
    return figure


def _up_to(weeks: Mapping[int, int], most: int) -> list[int]:
    """How many weeks had so many messages; the last counts all that had more."""
    few = [weeks.get(number, 0) for number in range(most)]
    return [*few, sum(weeks.values()) - sum(few)]


def _load(counted: Mapping[tuple[str, int], int], weeks: int, title: str, unit: str, about: str) -> Figure:
    figure, axes = _sheet(5.0, title, about)
    totals: dict[str, int] = {}
    for (role, _), count in counted.items():
        totals[role] = totals.get(role, 0) + count
    ranked = sorted(totals, key=lambda role: (-totals[role], role))
    shown, rest = ranked[:ROLES_SHOWN], ranked[ROLES_SHOWN:]
    bands = [[_smooth(counted, (role,), week) for week in range(weeks)] for role in shown]
    labels, colors = [NAMES.get(role, role.replace("_", " ")) for role in shown], list(COLORS[: len(shown)])
    if rest:
        bands.append([_smooth(counted, tuple(rest), week) for week in range(weeks)])
        labels.append(f"{len(rest)} other roles")
        colors.append(REST)
    if bands:
        axes.stackplot(range(weeks), bands, labels=labels, colors=colors, edgecolor="white", linewidth=0.4)
        handles, names = axes.get_legend_handles_labels()
        axes.legend(handles[::-1], names[::-1], frameon=False, loc="center left", bbox_to_anchor=(1.01, 0.5))
    axes.set_xlabel(f"week since the first referral (mean of {OVER_A_MONTH} weeks)")
    axes.set_ylabel(unit)
    axes.set_xlim(0, max(1, weeks - 1))
    axes.set_ylim(bottom=0)
    return figure


def _smooth(counted: Mapping[tuple[str, int], int], roles: tuple[str, ...], week: int) -> float:
    """The mean of the last weeks, as a clinic plans its shifts."""
    span = range(max(0, week - OVER_A_MONTH + 1), week + 1)
    return sum(counted.get((role, at), 0) for role in roles for at in span) / len(span)


def _stages(pathway: Pathway, tally: Tally, about: str) -> Figure:
    names = [stage.name for stage in pathway.stages if tally.stages.get(stage.name)]
    figure, axes = _sheet(1.6 + 0.5 * len(names), "Days in each stage", about)
    lengths = [tally.stages[name] for name in names]
    if names:
        boxes = axes.boxplot(
            lengths, orientation="horizontal", whis=(10, 90), showfliers=False, patch_artist=True, widths=0.55,
            medianprops={"color": INK, "linewidth": 1.6}, whiskerprops={"color": "#666666"},
            capprops={"color": "#666666"},
        )  # fmt: skip
        for box in boxes["boxes"]:
            box.set(facecolor=COLORS[4], edgecolor=COLORS[0], alpha=0.75)
        axes.set_yticks(range(1, len(names) + 1))
        axes.set_yticklabels(
            [
                f"{STAGES.get(name, name.replace('_', ' '))} ({len(days)})"
                for name, days in zip(names, lengths, strict=True)
            ]
        )
        axes.invert_yaxis()
    axes.set_xlabel(
        "days (the box is the middle half, the whiskers are 10 to 90 percent; in brackets: how many stays)"
    )
    axes.set_xlim(left=0)
    axes.grid(visible=False, axis="y")
    return figure
