"""All modules of static/lab in one file: fifty requests, many of them one after another, cost a first visit 200 ms.

Each module becomes a function that returns what it exports, so that names stay apart. It is known by its path under
static/lab. Only what our modules use is understood: `import { a, b } from "../folder/file.js";` and `export function |
class | const`; anything else is an error at start, not a surprise in a browser.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

from ui.assets import STATIC, place, place_plotly

NAME = "bundle.js"
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[\w./]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
HEAD = """const makers = {};
const made = {};
const use = (name) => (made[name] ??= makers[name]());
"""
FOOT = """const getter = (name) => ({ get: () => use(name), enumerable: true, configurable: true });
const getters = Object.keys(makers).map((name) => [name, getter(name)]);
export const modules = Object.defineProperties({}, Object.fromEntries(getters));
"""
FOREIGN = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@lru_cache(maxsize=1)
def bundle() -> Path:
    """The app's own, put where it is served."""
    return write_bundle(STATIC / "lab", {"plotly.min.js": place_plotly().name})


def write_bundle(folder: Path, names: Mapping[str, str]) -> Path:
    """Puts a bundle of the modules of a folder beside them, under a name that tells its content.

    `names`: what a module calls a file in another folder → what it is served as.
    """
    text = bundled(modules_in(folder))
    for name, served in names.items():
        text = text.replace(f'"../{name}"', f'"../{served}"')
    return place(folder, NAME, text.encode())


def modules_in(folder: Path) -> dict[str, str]:
    """Path under `folder` → source."""
    paths = (path for path in sorted(folder.rglob("*.js")) if not path.name.startswith("bundle."))
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


def bundled(modules: dict[str, str]) -> str:
    """`modules`: path → source. The bundle exports `modules`: path → what it exports.

    Each is made when it is first asked for, and compiled no sooner: a page costs only the modules that it uses.
    """
    parts = [f'makers["{name}"] = () => {{\n{scoped(name, modules[name])}}};\n' for name in in_order(modules)]
    return HEAD + "".join(parts) + FOOT


def scoped(name: str, source: str) -> str:
    """One module as the body of a function."""
    names = EXPORT.findall(source)

    def used(found: re.Match[str]) -> str:
        return f'const {{{found[1]}}} = use("{imported(name, found[2])}");\n'

    body = EXPORT.sub("", IMPORT.sub(used, source))
    if foreign := FOREIGN.search(body):
        raise ValueError(f"{name}: this form of import or export is not bundled: {foreign[0]}")
    return f"{body}return {{ {', '.join(names)} }};\n"


def imported(name: str, path: str) -> str:
    """The module that `name` means by a relative path."""
    return normpath(join(dirname(name), path))


def in_order(modules: dict[str, str]) -> list[str]:
    """Each after those that it imports. ValueError for a circle."""
    done: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> Iterator[str]:
        if name in above:
            raise ValueError(f"modules import one another in a circle: {' → '.join((*above, name))}")
        for found in IMPORT.finditer(modules[name]):
            yield from visit(imported(name, found[2]), (*above, name))
        if name not in done:
            done.append(name)
            yield name

    return [name for entry in sorted(modules) for name in visit(entry, ())]
