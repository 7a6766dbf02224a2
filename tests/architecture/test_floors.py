"""Nothing points up: what import-linter cannot see."""

import ast
import re

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture.house import FLOOR, PLUGINS, ROOT, docstrings, may_know, owner_of, room_files, tree

DOTTED = re.compile(rf"({'|'.join(FLOOR)})\.[A-Za-z_][\w.]*")
TEMPLATE_NAME = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"'/]+)/")
ADDRESS_NAME = re.compile(r"{%\s*url\s+[\"']([a-z_]+):")


def app_owner(label: str) -> str:
    """Return the room or plugin of an installed app."""
    parts = apps.get_app_config(label).name.split(".")
    return parts[1] if parts[0] == "plugins" else parts[0]


def belongs_to_house(label: str) -> bool:
    return app_owner(label) in FLOOR.keys() | PLUGINS


def test_model_relations_never_point_up():
    found = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if belongs_to_house(model._meta.app_label)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and field.related_model
        if not may_know(app_owner(model._meta.app_label), app_owner(field.related_model._meta.app_label))
    ]
    assert found == []


def test_migrations_never_depend_on_a_room_above():
    loader = MigrationLoader(None)
    found = [
        f"{label}.{name} → {other}"
        for (label, name), migration in loader.disk_migrations.items()
        if belongs_to_house(label)
        for other, _name in [*migration.dependencies, *migration.run_before]
        if other != "__setting__" and not may_know(app_owner(label), app_owner(other))
    ]
    assert found == []


def test_names_in_strings_never_point_up():
    """Page types, lazy relations, dotted paths: ``"classes.TrainingClassPage"`` is not said below ``classes``."""
    found = []
    for path in room_files(".py"):
        module, owner = tree(path), owner_of(path)
        excused = docstrings(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in excused:
                match = DOTTED.fullmatch(node.value)
                if match and not may_know(owner, match[1]):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.value}")
    assert found == []


def test_models_are_never_looked_up_in_a_room_above():
    found = []
    for path in room_files(".py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_model" and node.args:
                label = getattr(node.args[0], "value", None)
                if isinstance(label, str) and not may_know(owner_of(path), label.split(".")[0]):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {label}")
    assert found == []


@pytest.mark.parametrize("names", [TEMPLATE_NAME, ADDRESS_NAME], ids=["templates", "addresses"])
def test_templates_never_point_up(names):
    found = [
        f"{path.relative_to(ROOT)} → {name}"
        for path in room_files(".html")
        for name in names.findall(path.read_text(encoding="utf-8"))
        if not may_know(owner_of(path), name)
    ]
    assert found == []


def test_no_room_and_no_plugin_imports_a_plugin():
    found = []
    for path in room_files(".py"):
        for node in ast.walk(tree(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                package = name.removeprefix("plugins.").split(".")[0]
                if package in PLUGINS and package != owner_of(path):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert found == []
