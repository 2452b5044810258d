"""The modules of static/lab become one file, each in a scope of its own."""

import pytest

from ui.assets import STATIC
from ui.bundle import IMPORT, bundled, imported, in_order, modules_in, write_bundle

LAB = modules_in(STATIC / "lab")


def test_what_is_imported_stands_before():
    order = in_order(LAB)
    assert sorted(order) == sorted(LAB)
    for name, source in LAB.items():
        for _, path in IMPORT.findall(source):
            assert order.index(imported(name, path)) < order.index(name)


def test_folders_import_one_way():
    """A folder imports from itself and from those before it; the folder of a page from no other page's."""
    below = ["widgets", "wire", "plot", "stage", "deck"]
    for name, source in LAB.items():
        folder = name.split("/")[0]
        allowed = {folder, *(below[: below.index(folder)] if folder in below else below)}
        assert {imported(name, path).split("/")[0] for _, path in IMPORT.findall(source)} <= allowed, name


def test_nothing_of_ours_is_left_to_import(tmp_path):
    text = bundled(LAB)
    assert text.count("\nexport ") == 1 and "\nimport " not in text
    assert all(f'makers["{name}"] = () =>' in text for name in LAB)
    (tmp_path / "one.js").write_text("export const one = 1;\n")
    assert write_bundle(tmp_path, {}).read_text() == write_bundle(tmp_path, {}).read_text()


def test_a_path_is_meant_from_where_it_stands():
    two = {"a/x.js": "export const x = 1;\n", "b/x.js": 'import { x } from "../a/x.js";\nexport const y = x;\n'}
    assert 'const { x } = use("a/x.js");' in bundled(two)
    assert imported("b/x.js", "./y.js") == "b/y.js"


def test_names_stay_apart():
    two = {
        "a.js": "const x = 1;\nexport const a = x;\n",
        "b.js": 'import { a } from "./a.js";\nconst x = a;\nexport const b = x;\n',
    }
    text = bundled(two)
    assert 'const { a } = use("a.js");' in text and text.count("return {") == 2


@pytest.mark.parametrize(
    "source",
    ['import * as all from "./a.js";\n', 'import "./a.js";\n', "export default 1;\n", 'export { x } from "./a.js";\n'],
)
def test_a_form_that_is_not_understood_is_an_error_at_start(source):
    with pytest.raises(ValueError, match="not bundled"):
        bundled({"a.js": "export const x = 1;\n", "b.js": source})


def test_a_circle_is_an_error_at_start():
    with pytest.raises(ValueError, match="circle"):
        bundled({"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'})
