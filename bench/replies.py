"""`python -m bench.replies [FOLDER]`: how the replies of a corpus are read: a table of what was wanted and what was found."""

import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from replies.read import read_reply
from tests.replies.corpus_reading import CORPUS, cases, found


def main(folder: Path) -> None:
    first: Counter[tuple[str, str]] = Counter()
    wanted: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    made_up: Counter[str] = Counter()
    for case in cases(folder):
        read = found(read_reply(case.text, case.asked))
        first[_intent(case.wanted[0]), _intent(read[0])] += 1
        wanted.update(_intent(word) for word in case.wanted)
        missed.update(_intent(word) for word in case.wanted if word not in read)
        made_up.update(_intent(word) for word in read if word not in case.wanted)
    names = sorted({name for pair in first for name in pair})
    confusion = Table("wanted \\ first found", *names, title=f"{first.total()} texts")
    for row in names:
        confusion.add_row(row, *(str(first[row, column] or "") for column in names))
    totals = Table("intent", "wanted", "found", "recall", "found, not wanted")
    for name in names:
        hit = wanted[name] - missed[name]
        recall = f"{hit / wanted[name]:.1%}" if wanted[name] else ""
        totals.add_row(name, str(wanted[name]), str(hit), recall, str(made_up[name]))
    console = Console(width=220)
    console.print(confusion)
    console.print(totals)


def _intent(word: str) -> str:
    return word.partition(":")[0]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
