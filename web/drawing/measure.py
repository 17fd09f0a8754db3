"""How wide a text is, and where it breaks. The widths are those of DejaVu Sans, the widest font it may be shown in."""

from collections.abc import Iterator

# Hundredths of the font size.
_WIDTHS = {
    28: "'ijl",
    32: " ,.I·",
    36: "-/:;\\|fJ",
    40: "!()[]rt",
    52: '"*?_`sz',
    60: "Scevxykaouhbdgnpq0123456789$#{}TYFPLE",
    70: "ABCKRVXZ&",
    80: "DGHNOQUw",
    85: "+<=>^~M≥≤",
    100: "%@Wm…",
}
_WIDTH_OF = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_BOLD = 1.13


def width(text: str, size: float, *, bold: bool = False) -> float:
    return sum(_WIDTH_OF.get(letter, 0.8) for letter in text) * size * 1.04 * (_BOLD if bold else 1)


def wrap(text: str, size: float, limit: float, *, bold: bool = False, most: int = 99) -> tuple[str, ...]:
    """Lines no wider than `limit`; where more than `most` would be needed, the last one ends with a mark."""
    lines: list[str] = []
    for word in _pieces(text, size, limit, bold=bold):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(lines[most - 1], size, limit, bold=bold))


def _pieces(text: str, size: float, limit: float, *, bold: bool) -> Iterator[str]:
    """The words, and a word that is too long in parts."""
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and width(piece + letter, size, bold=bold) > limit:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _cut(line: str, size: float, limit: float, *, bold: bool) -> str:
    while line and width(f"{line} …", size, bold=bold) > limit:
        line = line[:-1]
    return f"{line} …"
