"""The modules of static/lab become one file, each in a scope of its own."""

import pytest

from ui.assets import STATIC
from ui.bundle import IMPORT, bundled, in_order, modules_in, write_bundle

LAB = modules_in(STATIC / "lab")


def test_what_is_imported_stands_before():
    order = in_order(LAB)
    assert sorted(order) == sorted(LAB)
    for name, source in LAB.items():
        for imported in IMPORT.findall(source):
            assert order.index(imported[1]) < order.index(name)


def test_nothing_of_ours_is_left_to_import(tmp_path):
    text = bundled(LAB)
    assert text.count("\nexport ") == 1 and "\nimport " not in text
    assert all(f'makers["{name}"] = () =>' in text for name in LAB)
    (tmp_path / "one.js").write_text("export const one = 1;\n")
    assert write_bundle(tmp_path, {}).read_text() == write_bundle(tmp_path, {}).read_text()


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
