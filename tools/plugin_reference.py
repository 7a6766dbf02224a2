"""Writes the reference in ``docs/plugins*.md`` from the declarations.

``python -m tools.plugin_reference [--update | --check]``. Its Chinese stands in ``docs/reference.zh_Hans.po``, by the
English: ``--update`` adds what is new to it, to be translated by hand. Then the pages are written.
"""

import argparse
import ast
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from . import reference_words

ROOT = Path(__file__).resolve().parents[1]
PAGES = ENGLISH, CHINESE = (ROOT / "docs" / "plugins.md", ROOT / "docs" / "plugins.zh.md")
CATALOG = ROOT / "docs" / "reference.zh_Hans.po"
BEGIN, END = "<!-- reference: written by python -m tools.plugin_reference -->", "<!-- end of reference -->"
# Gives a unit of the English, such as a paragraph, in the language of the page.
Say = Callable[[str], str]


def reference(say: Say = str) -> str:
    """Return the reference as Markdown, in the language of ``say``; Django must be set up."""
    from schoolhouse import API_VERSION

    version = say("API version {version}.").format(version=API_VERSION)
    return "\n\n".join([version, *_config(say), *_points(say), *_slots(say), *_events(say), *_kit(say)])


def units() -> list[str]:
    """Return all that must have Chinese, in the order of the page."""
    asked: dict[str, None] = {}

    def say(english: str) -> str:
        asked[reference_words.unit(english)] = None
        return english

    reference(say)
    return list(asked)


def pages() -> dict[Path, str]:
    """Return what each page must say, by its path; raises ``ValueError`` where one lacks the marks."""
    found = {}
    for path, say in ((ENGLISH, str), (CHINESE, reference_words.chinese(CATALOG))):
        written = reference(say)
        text = path.read_text(encoding="utf-8")
        before, begin, rest = text.partition(BEGIN)
        _old, end, after = rest.partition(END)
        if not (begin and end):
            raise ValueError(f"{path} lacks the marks of the reference.")
        found[path] = f"{before}{BEGIN}\n\n{written}\n\n{END}{after}"
    return found


def problems() -> Iterator[str]:
    """Give a line for each unit without its Chinese, and for each page that is stale."""
    yield from (f"{CATALOG.name}: {problem}" for problem in reference_words.problems(CATALOG, units()))
    yield from (f"{path.name}: stale" for path, _text in _stale())


def _stale() -> list[tuple[Path, str]]:
    return [(path, text) for path, text in pages().items() if path.read_text(encoding="utf-8") != text]


def _config(say: Say) -> Iterator[str]:
    from schoolhouse.plugins import PluginConfig

    yield f"### {say('The declaration: `schoolhouse.plugins.PluginConfig`')}"
    yield _markdown(PluginConfig, say)


def _points(say: Say) -> Iterator[str]:
    from schoolhouse import extension_points
    from schoolhouse.extension_points import Slot, all_points
    from schoolhouse.testing import CONTRACTS

    kinds = _declared()
    yield f"### {say('Extension points: `schoolhouse.extension_points`')}"
    yield say("`point.register(plugin, name, value, order=0)`, in `register()` of the declaration.")
    for point in all_points():
        if isinstance(point, Slot):
            continue
        kind = kinds[point.name]
        yield f"#### `{point.name}`"
        contract = f"schoolhouse.testing.{CONTRACTS[point.name].__name__}"
        yield say("{text} Contract: `{contract}`.").format(text=say(point.doc), contract=contract)
        value = getattr(extension_points, kind, None)
        if value is not None:
            for shown in (value, *named_by(value)):
                yield f"```python\n{_shape(shown)}\n```"
                yield _markdown(shown, say)


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


def _slots(say: Say) -> Iterator[str]:
    from schoolhouse.extension_points import Slot, SlotRenderer, all_points

    yield f"### {say('Places in pages: `Slot`')}"
    yield _markdown(SlotRenderer, say)
    yield say(
        '`Slot.named("…").register(plugin, name, renderer)`. Contract: `schoolhouse.testing.SlotContract`. '
        "Wagtail's own hooks (`wagtail_hooks.py`) fill places of the admin."
    )
    yield _list({slot.name: slot.doc for slot in all_points() if isinstance(slot, Slot)}, say)


def _events(say: Say) -> Iterator[str]:
    from schoolhouse.events import all_events, handler_of

    yield f"### {say('Events: `@event.handler(name)`')}"
    yield say("Contract: `schoolhouse.testing.EventHandlerContract`.")
    of_another = say("Of another plugin: `@handler_of(event, version, name)`. {text}")
    yield of_another.format(text=_markdown(handler_of, say))
    for event in told_by_rooms(all_events()):
        heading = say("`{event}`, version {version}").format(event=event.name, version=event.version)
        yield f"#### {heading}\n\n{say(event.doc)}\n\n{_list(event.fields, say)}"


def told_by_rooms(events: list[Any]) -> list[Any]:
    """Leave out what plugins tell: it goes with their folders, and stands in their own pages."""
    from schoolhouse.plugins import plugin

    return [event for event in events if plugin(event.name.partition(".")[0]) is None]


def _kit(say: Say) -> Iterator[str]:
    from schoolhouse.testing import School

    heading = say("The test kit's fixture `school`")
    yield f"### {heading}"
    yield _markdown(School, say)
    members = {name: member for name, member in vars(School).items() if not name.startswith("_")}
    yield _list({f"school.{name}": _english(member).partition("\n")[0] for name, member in members.items()}, say)


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


def _list(texts: Mapping[str, str], say: Say) -> str:
    """Return a list of names, each with what is said of it."""
    line = say("`{name}`: {text}")
    return "\n".join(f"- {line.format(name=name, text=say(text))}" for name, text in texts.items())


def _english(thing: Any) -> str:
    """Return a docstring as Markdown."""
    return (inspect.getdoc(thing) or "").replace("``", "`")


def _markdown(thing: Any, say: Say) -> str:
    """Return a docstring as Markdown, said paragraph by paragraph."""
    return "\n\n".join(say(paragraph) for paragraph in _english(thing).split("\n\n"))


def main() -> int:
    """Write the pages, after the catalog where that is asked for, or only say what is wrong; 1 when something is."""
    parser = argparse.ArgumentParser(prog="python -m tools.plugin_reference", description=__doc__)
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--update",
        action="store_true",
        help=f"first bring docs/{CATALOG.name} up to date: add new units, empty, and drop those that are gone",
    )
    only.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail, and name what it is, when a unit has no Chinese or a page is stale",
    )
    arguments = parser.parse_args()
    sys.path[:0] = [str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    if arguments.update:
        added, dropped = reference_words.update(CATALOG, units())
        print(f"{CATALOG.name}: {added} new, {dropped} dropped")
    if not arguments.check:
        for path, text in _stale():
            path.write_text(text, encoding="utf-8")
            print(f"{path.name}: written")
    # What lacks its Chinese is written in English, and told whatever was asked for.
    found = list(problems())
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
