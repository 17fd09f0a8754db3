"""From raw sums to T-scores: mean 50, standard deviation 10 in the general population. Public copies of the manuals."""

from fractions import Fraction


def table(lowest: int, written: str) -> dict[int, Fraction]:
    """One T-score per raw sum, from `lowest` up."""
    return {raw: Fraction(score) for raw, score in enumerate(written.split(), start=lowest)}


FUNCTION = table(4, "22.5 26.6 28.9 30.5 31.9 33.2 34.4 35.6 36.7 37.9 39.2 40.5 41.9 43.5 45.5 48.3 57.0")
ANXIETY = table(4, "40.3 48.0 51.2 53.7 55.8 57.7 59.5 61.4 63.4 65.3 67.3 69.3 71.2 73.3 75.4 77.9 81.6")
DEPRESSION = table(4, "41.0 49.0 51.8 53.9 55.7 57.3 58.9 60.5 62.2 63.9 65.7 67.5 69.4 71.2 73.3 75.7 79.4")
FATIGUE = table(4, "33.7 39.7 43.1 46.0 48.6 51.0 53.1 55.1 57.0 58.8 60.7 62.7 64.6 66.7 69.0 71.6 75.8")
SLEEP = table(4, "32.0 37.5 41.1 43.8 46.2 48.4 50.5 52.4 54.3 56.1 57.9 59.8 61.7 63.8 66.0 68.8 73.3")
SOCIAL = table(4, "27.5 31.8 34.0 35.7 37.3 38.8 40.5 42.3 44.2 46.2 48.1 50.0 51.9 53.7 55.8 58.3 64.2")
INTERFERENCE = table(
    4, "41.6 49.6 52.0 53.9 55.6 57.1 58.5 59.9 61.2 62.5 63.8 65.2 66.6 68.0 69.7 71.6 75.6"
)
INTERFERENCE_8A = table(
    8,
    "40.7 47.9 49.9 51.2 52.3 53.2 54.1 55.0 55.8 56.6 57.4 58.1 58.8 59.5 60.2 60.8 61.5 "
    "62.1 62.8 63.5 64.1 64.8 65.5 66.2 66.9 67.7 68.4 69.2 70.1 71.0 72.1 73.5 77.0",
)
GLOBAL_PHYSICAL = table(
    4, "16.2 19.9 23.5 26.7 29.6 32.4 34.9 37.4 39.8 42.3 44.9 47.7 50.8 54.1 57.7 61.9 67.7"
)
# A note of UCLA (Hays 2009) prints 21.1 where the open scorer begins.
GLOBAL_MENTAL = table(
    4, "21.2 25.1 28.4 31.3 33.8 36.3 38.8 41.1 43.5 45.8 48.3 50.8 53.3 56.0 59.0 62.5 67.6"
)
