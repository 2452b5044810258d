"""A racer's run as a script that anybody can paste into a file and run: in plain NumPy, PyTorch, Keras or optax.

NumPy's is made from the very source that runs here. A framework is offered where some arguments of its own optimizer
make the racer's recurrence; else there is a sentence that says why not. Grounds are surfaces: a net has no script yet.
"""

from .offer import KINDS, TITLES, offered, script

__all__ = ["KINDS", "TITLES", "offered", "script"]
