"""What a plugin may add to is declared in one place, documented, and held by a contract."""

import ast
import inspect

import pytest

from schoolhouse import extension_points
from schoolhouse.events import all_events
from schoolhouse.extension_points import ExtensionPoint, Slot, all_points
from schoolhouse.testing import CONTRACTS, ExtensionContract, SlotContract
from tests.architecture.house import ROOT, files, owner_of, tree

PLACE = "schoolhouse/extension_points.py"


def points():
    """The points that the house declares; tests declare some of their own."""
    return [point for point in all_points() if not isinstance(point, Slot)]


def declared_types():
    """The type of the values of each point, as ``schoolhouse/extension_points.py`` declares them."""
    found = {}
    for node in tree(ROOT / PLACE).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            annotation = node.annotation
            text = annotation.value if isinstance(annotation, ast.Constant) else ast.unparse(annotation)
            if text.startswith("ExtensionPoint["):
                found[node.target.id] = text.removeprefix("ExtensionPoint[").removesuffix("]")
    return found


def imports_slot(path):
    """Another room has a class of that name."""
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "schoolhouse.extension_points" for node in tree(path).body
    )


def test_declared_events_say_what_they_carry():
    for event in all_events():
        assert event.doc, event
        assert all(event.fields.values()), event


def test_declared_points_say_what_they_take():
    assert {"navigation", "class_repeat_movers", "score_rules"} <= {point.name for point in all_points()}
    assert [point.name for point in all_points() if not point.doc.strip()] == []


def test_points_are_named_as_they_are_found_and_typed():
    assert declared_types().keys() == {point.name for point in points()}
    assert all(getattr(extension_points, point.name) is point for point in points())


def test_what_points_take_is_documented():
    for name, kind in declared_types().items():
        value = getattr(extension_points, kind, None)
        if value is not None:  # else it is another library's, named in the point's own words
            said = value.__doc__ or f"{kind}("  # what a dataclass says by itself
            assert not said.startswith(f"{kind}("), f"{kind}, of {name}, says nothing"


def test_every_point_has_a_contract():
    assert [point.name for point in points() if point.name not in CONTRACTS] == []
    for name, contract in CONTRACTS.items():
        assert issubclass(contract, ExtensionContract)
        assert contract.point == name
        own = [test for test in vars(contract) if test.startswith("test_")]
        assert own, f"{contract.__name__} asks for nothing of its own"


@pytest.mark.parametrize("contract", [*CONTRACTS.values(), SlotContract], ids=lambda contract: contract.__name__)
def test_contracts_say_what_they_ask_for(contract):
    for _name, member in inspect.getmembers(contract, inspect.isfunction):
        assert member.__doc__, member.__qualname__


def test_points_are_declared_in_one_file():
    """Slots stand with the templates that show them."""
    for path in files(".py"):
        place = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            kind = ast.unparse(node.func).partition("[")[0].rpartition(".")[2]
            if kind == ExtensionPoint.__name__:
                assert place == PLACE, f"{place}:{node.lineno}"
            elif kind == Slot.__name__ and imports_slot(path):
                assert place == f"{owner_of(path)}/extension_points.py", f"{place}:{node.lineno}"


@pytest.mark.django_db
def test_contract_of_slots_knows_what_each_place_passes(school):
    for slot in all_points():
        if isinstance(slot, Slot):
            contract = type("Test", (SlotContract,), {"slot": slot.name})()
            said = slot.doc.partition("Arguments:")[2]
            given = contract.arguments(school)
            assert given.keys() == {name for name in given if f"{name}" in said}, f"{slot.name}: {said}"
            assert len(given) == 1 + said.count(";"), f"{slot.name}: {said}"
