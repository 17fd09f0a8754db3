"""The facts about a person that norms depend on. A sex that is neither, or not known, has no norm."""

from instruments.items import Item, Number, choice

SEX = choice(
    "sex", "Sex", ("female", "Female"), ("male", "Male"), ("other", "Other"), ("unknown", "Not known")
)
AGE = Item(id="age", wording="Age", response=Number(low=18, high=120, unit="years"))
