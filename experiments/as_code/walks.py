"""How PyTorch, Keras and optax walk: what makes the optimizer, and the loop, in the manner of each."""

import ast
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from optimizers import Switch, specs

from .entries import Entry
from .task import Task, indented

WIDEST = 90  # characters of a call in one line


# ---- the call that makes the optimizer
def made(task: Task, entry: Entry, called: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """The expression of an entry, its switches as they stand, its names as `called` says; an argument a line, where
    one line would be too long."""
    switches = {name for name, spec in specs(task.optimizer).items() if isinstance(spec, Switch)}

    class Filled(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            if node.id in switches:
                return ast.Constant(getattr(task.optimizer, node.id))
            name = task.timeline.base("learning_rate") if node.id == "initial_learning_rate" else node.id
            return ast.Name(called.get(name, name), ast.Load())

    call: Any = Filled().visit(ast.parse(entry.makes, mode="eval")).body
    text = ast.unparse(call)
    arguments = [f"    {ast.unparse(part)}," for part in (*call.args, *call.keywords)]
    return [text] if len(text) <= WIDEST else [f"{ast.unparse(call.func)}(", *arguments, ")"]


def assigned(task: Task, entry: Entry) -> list[str]:
    """optimizer = …, with the numbers that it has before the first step."""
    first, *rest = made(task, entry, {name: task.timeline.base(name) for name in task.timeline.multiplied})
    return [f"optimizer = {first}", *rest]


def moved(task: Task, entry: Entry) -> dict[str, str]:
    """The arguments of the call that change in mid-run, with their expressions."""
    call: Any = ast.parse(entry.makes, mode="eval").body
    names = {
        word.arg: {part.id for part in ast.walk(word.value) if isinstance(part, ast.Name)} for word in call.keywords
    }
    return {word.arg: ast.unparse(word.value) for word in call.keywords if names[word.arg] & task.timeline.changing}


def on_gradient(task: Task, g: str, at: str, norm: str) -> list[str]:
    """Noise, clipping, then decay, as a run has them; the noise has the bits of NumPy's generator, as here."""
    drawn = f"noise / np.sqrt(batch) * np.random.default_rng((seed, t)).standard_normal(len({at}))"
    noise = [f"{g} = {g} + torch.tensor({drawn})"] * task.noisy
    clip = [f"length = {norm}({g})", "if length > clip:", f"    {g} = {g} * (clip / length)"]
    return noise + clip * task.clips + [f"{g} = {g} + l2 * {at}"] * task.decays


# ---- PyTorch
def walk_pytorch(task: Task, entry: Entry) -> list[str]:
    changes = [f'optimizer.param_groups[0]["{name}"] = {text}' for name, text in moved(task, entry).items()]
    slope = on_gradient(task, "params.grad", "params.detach()", "torch.linalg.norm")
    closure = ["def closure():", *indented(["optimizer.zero_grad()", "loss = value(*params)", "loss.backward()"])]
    closure += [*indented([*slope, "return loss"]), ""]
    step = ["optimizer.zero_grad()", "value(*params).backward()", *slope, "optimizer.step()"]
    loop = [*task.timeline.each, *changes, *(["optimizer.step(closure)"] if entry.closure else step)]
    return [
        f"params = torch.tensor({list(task.start)!r}, requires_grad=True)",
        *assigned(task, entry),
        "path = [params.detach().clone()]",
        *closure * entry.closure,
        "for t in range(1, steps + 1):",
        *indented([*loop, "path.append(params.detach().clone())", *task.timeline.ends("float(value(*params))")]),
        "path = torch.stack(path).numpy()",
        'print(f"{path[-1]}, loss {float(value(*params))}")',
    ]


# ---- Keras
def walk_keras(task: Task, entry: Entry) -> list[str]:
    changes = [f"optimizer.{name} = {text}" for name, text in moved(task, entry).items()]
    slope = "(g,) = torch.autograd.grad(value(*params.value), params.value)"
    options = on_gradient(task, "g", "params.value.detach()", "torch.linalg.norm")
    loop = [*task.timeline.each, *changes, slope, *options, "optimizer.apply([g], [params])"]
    return [
        f'params = keras.Variable({list(task.start)!r}, dtype="float64")',
        *assigned(task, entry),
        "path = [np.array(params)]",
        "for t in range(1, steps + 1):",
        *indented([*loop, "path.append(np.array(params))", *task.timeline.ends("float(value(*params.value))")]),
        "path = np.array(path)",
        'print(f"{path[-1]}, loss {float(value(*params.value))}")',
    ]


# ---- optax
def walk_optax(task: Task, entry: Entry) -> list[str]:
    moves = bool(task.timeline.changing)
    first, *rest = made(task, entry)
    names = sorted(task.timeline.changing)
    injected = [f"def make({', '.join(names)}):", *indented([f"return {first}", *rest]), "", ""]
    injected += [f"optimizer = optax.inject_hyperparams(make)({', '.join(map(task.timeline.base, names))})"]
    clip = ["g = g * jnp.where(jnp.linalg.norm(g) > clip, clip / jnp.linalg.norm(g), 1.0)"] * task.clips
    step = [
        "g = jax.grad(lambda params: value(*params))(params)",
        *["g = g + z"] * task.noisy,
        *clip,
        *["g = g + l2 * params"] * task.decays,
    ]
    step += [
        "updates, state = optimizer.update(g, state, params)",
        "return optax.apply_updates(params, updates), state",
    ]
    change = [f'state.hyperparams["{name}"] = jnp.array({name})' for name in names]
    drawn = ["z = noise / np.sqrt(batch) * np.random.default_rng((seed, t)).standard_normal(len(params))"] * task.noisy
    loop = [*task.timeline.each, *change, *drawn, f"params, state = step(params, state{', z' * task.noisy})"]
    loop += [f"path.append({entry.point})"]
    loop += task.timeline.ends("float(value(*path[-1]))")
    return [
        f"params = jnp.array({list(task.start)!r})",
        *(["", "", *injected] if moves else assigned(task, entry)),
        "state = optimizer.init(params)",
        "",
        "",
        "@jax.jit",
        f"def step(params, state{', z' * task.noisy}):",
        *indented(step),
        "",
        "",
        f"path = [{'params' if entry.point == 'params' else entry.point}]",
        "for t in range(1, steps + 1):",
        *indented(loop),
        "path = np.array(path)",
        'print(f"{path[-1]}, loss {float(value(*path[-1]))}")',
    ]
