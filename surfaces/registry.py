"""The surfaces of the lab, by name, in the order of the menu. A new one is one more formula and its facts."""

from math import sqrt

from .bowl import elongated_bowl
from .rates import RATES
from .surface import Surface

SURVEY = "Jamil & Yang (2013), A literature survey of benchmark functions for global optimization problems"

saddle = Surface(
    name="saddle",
    title="Saddle",
    formula="x^2 - y^2",
    bounds=((-2.0, 2.0), (-2.0, 2.0)),
    view=((-2.0, 2.0), (-1.5, 1.5)),
    start=(1.5, 0.001),
    rates=RATES["saddle"],
    steps=90,
    notice="Down along y, up along x. On the ridge y = 0 the gradient points along the ridge alone. "
    "*Drag ◎ onto the ridge.*",
    about="It has no minimum: f falls without end along y. Gradient descent multiplies y by 1 + 2α at each step, so "
    "from every start with y ≠ 0 it leaves the view; with y = 0 and α < 1 it converges to the saddle point.",
    source="The simplest saddle. On saddles in training: Dauphin et al. (2014), Identifying and attacking the saddle "
    "point problem in high-dimensional non-convex optimization.",
)

bounded_saddle = Surface(
    name="bounded_saddle",
    title="Bounded saddle",
    formula="x^2 - y^2 + 0.05*y^4",
    bounds=((-5.6, 5.6), (-5.0, 5.0)),
    width=10.0,
    view=((-5.6, 5.6), (-4.2, 4.2)),
    start=(4.0, 0.05),
    minima=((0.0, sqrt(10)), (0.0, -sqrt(10))),
    minimum=-5.0,
    rates=RATES["bounded_saddle"],
    steps=120,
    notice="A saddle point at (0, 0) and a minimum on either side of the ridge y = 0. *Drag ◎ below the ridge.*",
    about="A saddle of height 0 at the origin between two minima of −5 at (0, ±√10). "
    "Near them gradient descent no longer settles above α = 0.5.",
    source="Descent Lab: the saddle x² − y², closed by a fourth power.",
)

plateau = Surface(
    name="plateau",
    title="Plateau",
    formula="1 - exp(-(x^2 + y^2)/2)",
    view=((-5.0, 5.0), (-3.75, 3.75)),
    start=(-3.2, 1.6),
    minima=((0.0, 0.0),),
    minimum=0.0,
    rates=RATES["plateau"],
    steps=150,
    notice="Almost no slope to go by: at a distance of 4 from the minimum the gradient is 0.0013 long.",
    about="A single hole, 1 deep, in a plain. At (4, 3) the gradient is only 2e-5 long. "
    "At the bottom gradient descent no longer settles above α = 2.",
    source="Descent Lab: a Gaussian turned upside down.",
)

rosenbrock = Surface(
    name="rosenbrock",
    title="Rosenbrock",
    formula="(1 - x)^2 + 100*(y - x^2)^2",
    bounds=((-2.4, 2.4), (-1.0, 3.0)),
    width=4.0,
    view=((-2.4, 2.4), (-0.9, 2.7)),
    start=(-0.6, 2.0),
    minima=((1.0, 1.0),),
    minimum=0.0,
    rings=(0.25,),
    rates=RATES["rosenbrock"],
    steps=400,
    notice="Steep walls lead down to a curved valley. Along its floor y = x² the loss is only (1 − x)².",
    about="The floor of the valley is the parabola y = x². At the minimum the curvature is 0.4 along it and 1002 "
    "across it, a condition number of 2508; gradient descent no longer settles there above α = 0.002.",
    source="H. H. Rosenbrock (1960), An automatic method for finding the greatest or least value of a function, "
    f"The Computer Journal 3(3), 175–184; no. 105 in {SURVEY}.",
)

beale = Surface(
    name="beale",
    title="Beale",
    formula="(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    bounds=((-4.5, 4.5), (-4.5, 4.5)),
    view=((-1.1, 4.5), (-1.9, 2.3)),
    start=(1.0, 1.5),
    minima=((3.0, 0.5),),
    minimum=0.0,
    rates=RATES["beale"],
    steps=150,
    notice="One minimum, at (3, 0.5), in a long flat valley that bends.",
    about="The minimum lies in a long flat valley: there the curvature across is 162 times that along it. A saddle of "
    "height 14.2 stands at (0, 1), and the corners of the domain lie between 169,000 and 182,000. Near the minimum "
    "gradient descent no longer settles above α = 0.0408.",
    source="E. M. L. Beale (1958), On an iterative method for finding a local minimum of a function of more than one "
    f"variable, Princeton University; no. 10 in {SURVEY}.",
)

himmelblau = Surface(
    name="himmelblau",
    title="Himmelblau",
    formula="(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    bounds=((-6.0, 6.0), (-6.0, 6.0)),
    view=((-6.0, 6.0), (-4.5, 4.5)),
    start=(0.0, 0.0),
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.2831859912861696),
        (3.5844283403304917, -1.8481265269644036),
    ),
    minimum=0.0,
    rates=RATES["himmelblau"],
    notice="Four minima, all equally deep.",
    about="Four minima, all 0, with four saddles between them around one maximum of 181.6 at (−0.27, −0.92). "
    "Near the minima gradient descent no longer settles above α = 0.015 to 0.025.",
    source=f"D. M. Himmelblau (1972), Applied Nonlinear Programming, McGraw-Hill; no. 65 in {SURVEY}.",
)

SURFACES: dict[str, Surface] = {
    surface.name: surface
    for surface in (elongated_bowl(), saddle, bounded_saddle, plateau, rosenbrock, beale, himmelblau)
}
