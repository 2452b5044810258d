"""The Networks page's own words."""

from ui.words import CARDS

INTRO = {  # of each tab: what is seen, and what to do
    "boundary": (
        "Every optimizer trains the same small network; the border shows what each has learned. Press Train, then "
        "drag a learning rate α."
    ),
    "inside": (
        "How large signals and gradients are in each layer of one network, step by step. Press Train, then choose "
        "another initialization."
    ),
    "rates": (
        "Every optimizer trains 64 networks, each with its own learning rate. Press Train, then click the rate that "
        "did best."
    ),
}
SHORTCUTS = {
    "space": "play, pause",
    "← →": "one step back, one step on; with Shift ten",
    "Home, End": "the initialization, the last step trained so far",
    "Esc": "close what is open",
    "drag on a chart": "move the step",
    "click or drag on 64 rates": "train the optimizer with that rate; with the picture focused ← → do it, too",
    **CARDS,
    "click an optimizer's name": "its formula and its source",
}
RULE = (
    r"a^{[0]} &= x, \qquad a^{[l]} = f\big(W^{[l]} a^{[l-1]} + b^{[l]}\big), \qquad z = W^{[L]} a^{[L-1]} + b^{[L]}",
    r"J &= \tfrac 1 m \sum_i \mathcal{L}\big(z^{(i)}, y^{(i)}\big) + \tfrac \lambda 2 \sum_{l} \lVert W^{[l]} \rVert^2",
    r"dz^{[l]} &= \big(W^{[l+1]T} dz^{[l+1]}\big) * f'\big(z^{[l]}\big), \; dW^{[l]} = \tfrac 1 m dz^{[l]} a^{[l-1]T}",
)
SOURCE = "Backpropagation: Rumelhart, Hinton, Williams (1986), Nature 323, 533–536."
