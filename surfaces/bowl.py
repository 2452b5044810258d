"""The elongated bowl: a family of quadratics, by condition number and rotation."""

from math import cos, radians, sin

from .parameter import Parameter
from .rates import RATES
from .surface import Surface

CONDITION = Parameter(
    name="condition",
    symbol="κ",
    latex=r"\kappa",
    label="condition κ",
    help="How much steeper the bowl is one way than the other. Learning rates stay as they are.",
    default=50.0,
    low=1.0,
    high=200.0,
    scale="log",
    least=1.0,
    most=1e12,
)
ROTATION = Parameter(
    name="rotation",
    symbol="°",
    latex=r"\varphi",
    label="rotation",
    help="Turns the bowl and the start together. For gradient descent and momentum nothing changes.",
    default=0.0,
    low=0.0,
    high=45.0,
    scale="linear",
    unit="°",
)
START = (-4.0, 2.0)


def elongated_bowl(condition: float = 50.0, rotation: float = 0.0) -> Surface:
    """u² + κv², with the axes u, v turned by `rotation` degrees against x, y; the start turns with them.

    Its Hessian has the eigenvalues 2 and 2κ, so gradient descent diverges above α = 2/λmax = 1/κ.
    Raises ValueError unless 1 ≤ condition ≤ 1e12 and rotation is finite.
    """
    condition, rotation = CONDITION.checked(condition), ROTATION.checked(rotation)
    c, s = turn(rotation)
    x, y = START
    return Surface(
        formula=formula(condition, c, s),
        name="elongated_bowl",
        title="Elongated bowl",
        bounds=((-5.5, 5.5), (-5.0, 5.0)),
        width=10.0,
        view=((-5.5, 4.5), (-3.75, 3.75)),
        start=(c * x - s * y, s * x + c * y),
        minima=((0.0, 0.0),),
        minimum=0.0,
        rings=(4.0,),
        rates=RATES["elongated_bowl"],
        notice=notice(condition, rotation),
        about="The curvature is 2 along the valley and 2κ across it. Gradient descent diverges above α = 1/κ and is "
        "fastest at 1/(1 + κ), where each step keeps (κ − 1)/(κ + 1) of the distance.",
        source="Quadratic of condition number κ, the standard example of ill conditioning: "
        "Boyd & Vandenberghe (2004), Convex Optimization, section 9.3.2.",
        parameters=(CONDITION, ROTATION),
        arguments={"condition": condition, "rotation": rotation},
        family=elongated_bowl,
        written=written(condition, rotation),
    )


def notice(condition: float, rotation: float) -> str:
    """What is seen of the bowl itself, and what to do with it."""
    if condition == 1:
        return "A round bowl: the gradient points straight at the minimum. *Drag κ.*"
    steep = f"At the same distance the slope across the valley is {condition:.4g} times that along it."
    return steep if rotation else f"{steep} *Turn the bowl by 45°.*"


def turn(degrees: float) -> tuple[float, float]:
    """cos and sin of an angle in degrees, exact at quarter turns."""
    quarter, rest = divmod(degrees, 90.0)
    c, s = cos(radians(rest)), sin(radians(rest))
    return ((c, s), (-s, c), (-c, -s), (s, -c))[int(quarter % 4)]


def formula(condition: float, c: float, s: float) -> str:
    """In u and v, not multiplied out: so it stays right to the last digits, and never negative, however large κ is."""
    if s == 0:
        return f"x^2 + {plain(condition)}*y^2"
    u, v = f"({plain(c)}*x + {plain(s)}*y)", f"({plain(c)}*y - {plain(s)}*x)"
    return f"{u}^2 + {plain(condition)}*{v}^2"


def written(condition: float, rotation: float) -> tuple[str, str]:
    """One line of text and LaTeX, with κ to four digits."""
    k = "" if condition == 1 else f"{condition:.4g}"
    if rotation % 180 == 0:
        return f"x² + {k}y²", rf"x^{{2}} + {k} y^{{2}}"
    angle = rf"{rotation:.4g}^\circ"
    u = rf"x \cos {angle} + y \sin {angle}"
    v = rf"y \cos {angle} - x \sin {angle}"
    return f"u² + {k}v², axes turned by {rotation:.4g}°", rf"\left({u}\right)^{{2}} + {k} \left({v}\right)^{{2}}"


def plain(value: float) -> str:
    """Every digit, and 50 for 50.0."""
    return repr(int(value)) if value.is_integer() else repr(value)
