"""What pages show in the same way: declarations of hyperparameters, and the fold under the pictures."""

from typing import Any

import streamlit as st

from optimizers import OPTIMIZERS, Hyper, Switch, specs
from ui.session import Session


def declared(name: str, spec: Hyper | Switch) -> dict[str, Any]:
    """What a slider or a check box is told; JSON."""
    facts = {key: value for key, value in spec._asdict().items() if key not in ("latex", "lowest", "highest")}
    named = f"{spec.on} form" if isinstance(spec, Switch) and spec.label == "form" else spec.label
    return {"name": name, **facts, "label": named}


def optimizers_told() -> dict[str, Any]:
    """Every optimizer, as cards and menus are told; JSON."""
    return {
        name: {
            "title": kind.facts.name,
            "idea": kind.facts.idea,
            "group": kind.facts.group,
            "hypers": [declared(key, spec) for key, spec in specs(kind).items() if isinstance(spec, Hyper)],
            "switches": [declared(key, spec) for key, spec in specs(kind).items() if not isinstance(spec, Hyper)],
        }
        for name, kind in OPTIMIZERS.items()
    }


def formulas_folded(session: Session) -> Any:
    """Room under the pictures, None while it is folded: an expander, even a closed one, costs the browser a millisecond
    or two at each move of a slider."""
    return st.container(key=session.key("formulas")) if session.unfolded else None
