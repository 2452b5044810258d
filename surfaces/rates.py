"""Learning rates with which first pictures are good, a table as data: optimizers down, surfaces across.

`scripts/find_rates.py` finds them, but for the first eight, which were chosen by hand. Some repeat one another on
purpose, so that the rule alone makes the difference: Nesterov takes momentum's, Rprop RMSprop's, AMSGrad and AdamW take
Adam's. Sign descent's are such that no step of it ends on a minimum by chance. The table stands apart from the surfaces
because a family makes its members anew: each gets the rates of the family.
"""

from collections import defaultdict
from csv import DictReader
from pathlib import Path


def read(path: Path) -> defaultdict[str, dict[str, float]]:
    """A table of rates: column → optimizer → learning rate. A column that is not there yet is empty."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row.pop("optimizer"), row) for row in DictReader(file)]
    return defaultdict(dict, {name: {rule: float(row[name]) for rule, row in rows} for name in rows[0][1]})


RATES = read(Path(__file__).with_name("rates.csv"))
