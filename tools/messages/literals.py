"""Find words shown to people that nobody marked for translation, in templates and in Python."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from .catalogs import KEYWORDS
from .sources import ROOT, catalog_folders, python_files, template_files

WORDS = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
SHOWN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label"}
#: In Python, names such as “CC BY” are left alone: words have small letters.
PYTHON_WORDS = re.compile(r"[a-z]{2,}|[\u4e00-\u9fff]")
UNSEEN_ELEMENTS = {"script", "style", "code", "pre", "kbd", "samp"}
VOID_ELEMENTS = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: Blocks of the base template that fill an attribute.
UNSEEN_BLOCK = re.compile(r"block (?:scheme|\w+_class|\w+_attributes)")
WORDY_FILTER = re.compile(r"\|(?:default|default_if_none|yesno|pluralize):[\"']([^\"']*)[\"']")
WORDY_ARGUMENT = re.compile(r"\b(?:title|label|text|heading|message|placeholder|caption)=[\"']([^\"']*)[\"']")


class _Page(HTMLParser):
    """Collects the words of a page whose template tags were taken out. ``translate="no"`` excuses an element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.found: list[tuple[int, str]] = []

    @property
    def _excused(self) -> bool:
        return any(excused for _tag, excused in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        excused = ("translate", "no") in attrs or tag in UNSEEN_ELEMENTS
        if not excused and not self._excused:
            for name, value in attrs:
                button = (
                    tag == "input" and name == "value" and (("type", "submit") in attrs or ("type", "button") in attrs)
                )
                if (name in SHOWN_ATTRIBUTES or button) and WORDS.search(value or ""):
                    self._note(f'{name}="{value}"')
        if tag not in VOID_ELEMENTS:
            self.open.append((tag, excused))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID_ELEMENTS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for index in reversed(range(len(self.open))):
            if self.open[index][0] == tag:
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        if WORDS.search(data) and not self._excused:
            self._note(" ".join(data.split()))

    def _note(self, words: str) -> None:
        self.found.append((self.getpos()[0], words))


def _without_tags(source: str) -> Iterator[tuple[int, str, str]]:
    """Give line, kind and content: ``text`` outside translate tags, ``words`` in a tag's argument."""
    from django.template.base import Lexer, TokenType

    until = ""
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.contents.split() else ""
        line = token.lineno or 0
        if until:
            until = "" if token.token_type == TokenType.BLOCK and name == until else until
            yield line, "text", "\n" * token.contents.count("\n")
        elif token.token_type == TokenType.TEXT:
            yield line, "text", token.contents
        elif token.token_type == TokenType.BLOCK and name in {"blocktranslate", "blocktrans", "comment"}:
            until = f"end{name}"
        elif token.token_type == TokenType.BLOCK and UNSEEN_BLOCK.fullmatch(token.contents):
            until = "endblock"
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            pattern = WORDY_FILTER if token.token_type == TokenType.VAR else WORDY_ARGUMENT
            if name not in {"translate", "trans"}:
                for words in filter(WORDS.search, pattern.findall(token.contents)):
                    yield line, "words", words
            yield line, "text", "\n" * token.contents.count("\n")


def template_problems(source: str, *, html: bool) -> Iterator[tuple[int, str]]:
    """Give line and words of each unmarked text in a template's source."""
    pieces = list(_without_tags(source))
    yield from ((line, words) for line, kind, words in pieces if kind == "words")
    text = "".join(words for _line, kind, words in pieces if kind == "text")
    if not html:
        yield from ((n, line.strip()) for n, line in enumerate(text.split("\n"), 1) if WORDS.search(line))
        return
    page = _Page()
    page.feed(text)
    page.close()
    yield from page.found


SHOWN_KEYWORDS = {"verbose_name", "verbose_name_plural", "help_text", "label", "heading", "menu_label", "empty_label"}
REFUSALS = {"ValidationError", "Refusal"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "ParentalManyToManyField"}
LEVELS = {"debug", "info", "success", "warning", "error"}


def _is_words(node: ast.AST | None) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(_is_words(part) for part in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(PYTHON_WORDS.search(node.value))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


class _Module(ast.NodeVisitor):
    """Collects unmarked words of a module: fields' names and help, messages, refusals, choices."""

    def __init__(self) -> None:
        self.found: list[int] = []

    def _note(self, node: ast.AST | None) -> None:
        if node is not None and _is_words(node):
            self.found.append(node.lineno)  # type: ignore[attr-defined]

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        # What is marked within an f-string is not extracted, and stays English.
        calls = (call for call in ast.walk(node) if isinstance(call, ast.Call))
        self.found += [call.lineno for call in calls if _name(call.func) in KEYWORDS]
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        for keyword in node.keywords:
            if keyword.arg in SHOWN_KEYWORDS:
                self._note(keyword.value)
        first = node.args[0] if node.args else None
        owner = _name(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        if name in REFUSALS or (owner == "models" and name.endswith("Field") and name not in RELATIONS):
            self._note(first)
        if owner == "messages" and name in LEVELS and len(node.args) > 1:
            self._note(node.args[1])
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        choices = any(_name(base).endswith("Choices") for base in node.bases)
        for statement in node.body:
            if not isinstance(statement, ast.Assign):
                continue
            name = _name(statement.targets[0])
            if choices and isinstance(statement.value, ast.Tuple) and len(statement.value.elts) > 1:
                self._note(statement.value.elts[-1])
            elif name in SHOWN_KEYWORDS - {"label"} or (name == "label" and node.name == "Meta"):
                self._note(statement.value)
        self.generic_visit(node)


def python_problems(source: str) -> Iterator[int]:
    """Give the line of each string that is shown to people and not marked."""
    module = _Module()
    module.visit(ast.parse(source))
    yield from module.found


def check_literals() -> Iterator[str]:
    """Give a line for each unmarked text in the templates and Python files of every room and plugin."""
    for folder in catalog_folders():
        for path in template_files(folder):
            problems = template_problems(path.read_text(encoding="utf-8"), html=path.suffix == ".html")
            yield from (f"{_shown(path)}:{line}: not marked for translation: {words}" for line, words in problems)
        for path in python_files(folder):
            if "commands" not in path.parts:
                lines = python_problems(path.read_text(encoding="utf-8"))
                yield from (f"{_shown(path)}:{line}: not marked for translation" for line in lines)


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT)
