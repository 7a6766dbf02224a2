"""Files, functions and folders stay small enough to read."""

import ast
from collections import Counter

from tests.architecture.house import ROOT, files, tree

VAGUE = {"common", "core", "helpers", "misc", "utils"}


def lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def ninth_decile(sizes: list[int]) -> int:
    return sorted(sizes)[int(len(sizes) * 0.9)]


def test_site_is_no_package():
    """The standard library has a module of that name."""
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_python_file_is_over_400_lines():
    assert [f"{path.relative_to(ROOT)}: {lines(path)}" for path in files(".py") if lines(path) > 400] == []


def test_nine_files_of_ten_are_under_250_lines():
    assert ninth_decile([lines(path) for path in files(".py")]) < 250


def test_nine_functions_of_ten_are_under_25_lines():
    functions = [
        node.end_lineno - node.lineno + 1
        for path in files(".py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert ninth_decile(functions) < 25


def test_no_folder_has_more_than_15_modules():
    modules = Counter(path.parent.relative_to(ROOT) for path in files(".py") if path.name != "__init__.py")
    assert {str(folder): count for folder, count in modules.items() if count > 15} == {}


def test_every_module_says_what_it_is():
    silent = [path for path in files(".py") if lines(path) and ast.get_docstring(tree(path)) is None]
    assert [str(path.relative_to(ROOT)) for path in silent] == []


def test_no_module_has_a_vague_name():
    vague = [path for path in files(".py") if VAGUE & {path.stem, path.parent.name}]
    assert [str(path.relative_to(ROOT)) for path in vague] == []
