"""Paths in trees."""

import pytest
from django.apps import apps
from treebeard.mp_tree import MP_Node

from foundation.trees import STEP, parent_path, parent_path_of, paths_above, paths_to
from people.models import Organization
from tests.factories.people import make_organization

TREES = [model for model in apps.get_models() if issubclass(model, MP_Node)]


@pytest.mark.parametrize("model", TREES, ids=lambda model: model._meta.label)
def test_every_tree_takes_the_same_step(model: type[MP_Node]) -> None:
    assert model.steplen == STEP


def test_paths_to_a_node_end_with_its_own() -> None:
    assert paths_to("000100020003") == ["0001", "00010002", "000100020003"]
    assert paths_to("") == []


def test_paths_above_a_node_leave_out_its_own() -> None:
    assert paths_above("000100020003") == ["0001", "00010002"]
    assert paths_above("0001") == []


@pytest.mark.django_db
def test_parent_path_is_the_same_in_python_and_in_the_database() -> None:
    county = make_organization("Tree county")
    town = make_organization("Tree town", parent=county)
    asked = Organization.objects.filter(pk=town.pk).values_list(parent_path_of(), flat=True).get()
    assert asked == parent_path(town.path) == county.path
