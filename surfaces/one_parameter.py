"""Costs of one parameter, f(x): curves instead of landscapes, by name. A new one is one more formula and its facts."""

from .parabola import quadratic_cost
from .rates import RATES
from .surface import Surface

double_well = Surface(
    name="double_well",
    title="Double well",
    letters=("x",),
    formula="(x^2 - 1)^2 + 0.3*x",
    bounds=((-2.5, 2.5),),
    view=((-2.0, 2.0), (-0.8, 4.8)),
    start=(1.7,),
    minima=((-1.0355787140888537,),),
    minimum=-0.30542848374391596,
    rates=RATES["double_well"],
    notice="Two wells, the left one deeper. *Double a learning rate: who gets across the hill?*",
    about="The deeper well, −0.305 at x = −1.04, is the minimum; the other, 0.294 at x = 0.960, is a minimum only of "
    "its neighbourhood; between them a hill of 1.01 at x = 0.075. In the wells gradient descent no longer settles "
    "above α = 0.226 and 0.283.",
    source="Kramers (1940), Brownian motion in a field of force and the diffusion model of chemical reactions, Physica "
    "7(4), 284–304: a particle and two wells. Here (x² − 1)², tilted by 0.3x.",
)

cliff = Surface(
    name="cliff",
    title="Cliff",
    letters=("x",),
    formula="0.1*x^2 + 3*(1 + tanh(8*(x - 2)))",
    bounds=((-10.0, 6.0),),
    view=((-7.5, 5.5), (-0.8, 9.2)),
    start=(4.0,),
    minima=((-6.0787994629738214e-12,),),
    minimum=7.598499329086892e-14,
    rates=RATES["cliff"],
    steps=120,
    notice="At x = 4 the slope is 0.8, on the wall up to 24.4.",
    about="The minimum, almost 0, lies before a wall 6 high. There the slope reaches 24.4; on the plateau above, up to "
    "x = 4, it is 0.52 to 0.8. Clipping the gradient shortens the step there as dividing by √s does, and forgets the "
    "wall at once. At the bottom gradient descent diverges only above α = 10.",
    source="Pascanu, Mikolov & Bengio (2013), On the difficulty of training recurrent neural networks, figure 6; "
    "Goodfellow, Bengio & Courville (2016), Deep Learning, section 8.2.4. The formula is ours.",
)

COSTS: dict[str, Surface] = {cost.name: cost for cost in (quadratic_cost(), double_well, cliff)}
