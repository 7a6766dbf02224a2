"""Writes the reference in ``docs/plugins*.md`` from the declarations.

``python -m tools.plugin_reference [--check]``.
"""

import argparse
import ast
import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "docs" / "plugins.md", ROOT / "docs" / "plugins.zh.md")
BEGIN, END = "<!-- reference: written by python -m tools.plugin_reference -->", "<!-- end of reference -->"


def reference() -> str:
    """Return the reference as Markdown; Django must be set up."""
    from schoolhouse import API_VERSION

    parts = [f"API version {API_VERSION}.", *_config(), *_points(), *_slots(), *_events(), *_kit()]
    return "\n\n".join(parts)


def pages() -> dict[Path, str]:
    """Return what each page must say, by its path; raises ``ValueError`` where one lacks the marks."""
    written = reference()
    found = {}
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        before, begin, rest = text.partition(BEGIN)
        _old, end, after = rest.partition(END)
        if not (begin and end):
            raise ValueError(f"{path} lacks the marks of the reference.")
        found[path] = f"{before}{BEGIN}\n\n{written}\n\n{END}{after}"
    return found


def _config() -> Iterator[str]:
    from schoolhouse.plugins import PluginConfig

    yield "### The declaration: `schoolhouse.plugins.PluginConfig`"
    yield _markdown(PluginConfig)


def _points() -> Iterator[str]:
    from schoolhouse import extension_points
    from schoolhouse.extension_points import Slot, all_points
    from schoolhouse.testing import CONTRACTS

    kinds = _declared()
    yield "### Extension points: `schoolhouse.extension_points`"
    yield "`point.register(plugin, name, value, order=0)`, in `register()` of the declaration."
    for point in all_points():
        if isinstance(point, Slot):
            continue
        kind = kinds[point.name]
        yield f"#### `{point.name}`"
        yield f"{point.doc} Contract: `schoolhouse.testing.{CONTRACTS[point.name].__name__}`."
        value = getattr(extension_points, kind, None)
        if value is not None:
            for shown in (value, *named_by(value)):
                yield f"```python\n{_shape(shown)}\n```"
                yield _markdown(shown)


def named_by(value: Any) -> list[Any]:
    """Return the classes that ``value``, of ``schoolhouse``, names in its fields or its words and that stand beside it:
    what its functions are given and return."""
    words = set(re.findall(r"\w+", inspect.getsource(value)))
    beside = [thing for thing in vars(sys.modules[value.__module__]).values() if inspect.isclass(thing)]
    taken = set(_declared().values()) | {value.__name__}
    return [
        thing
        for thing in beside
        if thing.__module__ == value.__module__ and thing.__name__ in words and thing.__name__ not in taken
    ]


def _slots() -> Iterator[str]:
    from schoolhouse.extension_points import Slot, SlotRenderer, all_points

    yield "### Places in pages: `Slot`"
    yield _markdown(SlotRenderer)
    yield (
        '`Slot.named("…").register(plugin, name, renderer)`. Contract: `schoolhouse.testing.SlotContract`. '
        "Wagtail's own hooks (`wagtail_hooks.py`) fill places of the admin."
    )
    yield "\n".join(f"- `{slot.name}`: {slot.doc}" for slot in all_points() if isinstance(slot, Slot))


def _events() -> Iterator[str]:
    from schoolhouse.events import all_events, handler_of

    yield "### Events: `@event.handler(name)`"
    yield "Contract: `schoolhouse.testing.EventHandlerContract`."
    yield f"Of another plugin: `@handler_of(event, version, name)`. {_markdown(handler_of)}"
    for event in told_by_rooms(all_events()):
        fields = "\n".join(f"- `{name}`: {text}" for name, text in event.fields.items())
        yield f"#### `{event.name}`, version {event.version}\n\n{event.doc}\n\n{fields}"


def told_by_rooms(events: list[Any]) -> list[Any]:
    """Leave out what plugins tell: it goes with their folders, and stands in their own pages."""
    from schoolhouse.plugins import plugin

    return [event for event in events if plugin(event.name.partition(".")[0]) is None]


def _kit() -> Iterator[str]:
    from schoolhouse.testing import School

    yield "### The test kit's fixture `school`"
    yield _markdown(School)
    lines = []
    for name, member in vars(School).items():
        if not name.startswith("_"):
            text = inspect.getdoc(member) or ""
            lines.append(f"- `school.{name}`: {text.partition(chr(10))[0]}")
    yield "\n".join(lines)


def _declared() -> dict[str, str]:
    """Return the type that each point takes, as its declaration says."""
    tree = ast.parse((ROOT / "schoolhouse" / "extension_points.py").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            text = node.annotation.value if isinstance(node.annotation, ast.Constant) else ast.unparse(node.annotation)
            found[node.target.id] = str(text).removeprefix("ExtensionPoint[").removesuffix("]")
    return found


def _shape(value: Any) -> str:
    """Return the fields of a dataclass, or how a protocol is called."""
    source = inspect.getsource(value)
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.ClassDef)
    for member in node.body:
        if isinstance(member, ast.FunctionDef) and member.name == "__call__":
            member.args.args = member.args.args[1:]
            return f"def {value.__name__}({ast.unparse(member.args)}) -> {ast.unparse(member.returns or member.args)}"
    kept = [member for member in node.body if isinstance(member, ast.AnnAssign | ast.Assign)]
    fields = [f"    {ast.get_source_segment(source, member)}" for member in kept]
    return "\n".join([f"class {value.__name__}:", *fields])


def _markdown(thing: Any) -> str:
    """Return a docstring as Markdown."""
    return (inspect.getdoc(thing) or "").replace("``", "`")


def main() -> int:
    """Write the pages, or only say which are stale; 1 when one is."""
    parser = argparse.ArgumentParser(prog="python -m tools.plugin_reference", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    check = parser.parse_args().check
    sys.path[:0] = [str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    stale = [(path, text) for path, text in pages().items() if path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        print(f"{path.relative_to(ROOT)} {'is stale' if check else 'written'}")
        if not check:
            path.write_text(text, encoding="utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
