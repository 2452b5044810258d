"""Learning rates with which first pictures are good, a table as data: optimizers down, surfaces across.

`scripts/find_rates.py` makes it. It stands apart from the surfaces because a family makes its members anew: each gets
the rates of the family.
"""

from csv import DictReader
from pathlib import Path


def read(path: Path) -> dict[str, dict[str, float]]:
    """A table of rates: column → optimizer → learning rate."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row.pop("optimizer"), row) for row in DictReader(file)]
    return {column: {rule: float(row[column]) for rule, row in rows} for column in rows[0][1]}


RATES = read(Path(__file__).with_name("rates.csv"))
