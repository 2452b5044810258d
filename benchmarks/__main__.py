"""Runs the benchmarks and prints one table: python -m benchmarks [name …] [--quick] [--json file]"""

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

from . import servers
from .report import Row, machine, table

# Each is a module with rows(**sizes); the sizes here are those of --quick.
BENCHES: dict[str, dict[str, float]] = {
    "core": {"repeats": 1},
    "optimizers": {"repeats": 1, "runs": 100},
    "networks": {"repeats": 1, "nets": 4, "steps": 20},
    "moves": {"moves": 2},
    "motion": {"seconds": 0.5},
    "averages": {"moves": 2, "seconds": 0.5, "days": 5000},
    "training_pages": {"moves": 2, "sessions": 2},
    "cold": {"loads": 1},
    "switches": {"switches": 2, "warm": 2},
    "load": {"sessions": 3, "seconds": 3},
}


def main() -> None:
    asked = arguments()
    print(machine(), flush=True)
    with servers.kept() if asked.quick else nullcontext():
        found = {name: measured(name, asked.quick) for name in asked.names}
    rows = [(name, row) for name, some in found.items() for row in some or ()]
    print(table([row for _, row in rows]))
    if asked.json:
        facts = [{"bench": name} | row._asdict() | {"ratio": row.ratio, "met": row.met} for name, row in rows]
        asked.json.write_text(json.dumps(facts, indent=1, ensure_ascii=False), encoding="utf-8")
    if broken := [name for name, some in found.items() if some is None]:
        sys.exit(f"Broke off: {', '.join(broken)}")


def measured(name: str, quick: bool) -> list[Row] | None:
    """None where the benchmark broke off; the others go on."""
    begin = time.monotonic()
    try:
        rows: Callable[..., list[Row]] = import_module(f"benchmarks.{name}").rows  # late: not all need a browser
        found = rows(**BENCHES[name]) if quick else rows()
    except Exception:
        traceback.print_exc()
        return None
    print(f"{name}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", default=list(BENCHES), metavar="name", help=f"some of: {', '.join(BENCHES)}"
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to see that everything runs")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    asked = parser.parse_args()
    if unknown := set(asked.names) - BENCHES.keys():
        parser.error(f"no benchmark named {', '.join(sorted(unknown))}: there are {', '.join(BENCHES)}")
    return asked


if __name__ == "__main__":
    main()
