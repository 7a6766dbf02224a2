"""From what an editor has written to what is asked, as plain JSON that is kept for ever.

``{"sections": [{"key", "title", "intro", "per_instructor", "condition", "questions": [{"key", "kind", "text", "help",
"required", "settings", "condition"}]}]}``; texts are in both languages. Questions outside of a section stand in one
without a heading.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from evaluations.questions.blocks import MOST_QUESTIONS, KindExtension, QuestionBlock, too_many
from evaluations.questions.conditions import Test
from evaluations.questions.languages import pair_of
from schoolhouse.faults import shielded
from schoolhouse.feedback import said


class Unfit(Exception):
    """A form cannot be asked as it is; says why, in the reader's language."""


@dataclass(frozen=True)
class _Named:
    key: str
    extension: KindExtension
    settings: dict[str, Any]
    section: str
    """The section it is repeated in, or empty."""


@dataclass
class _Freezer:
    is_strict: bool
    named: dict[str, _Named] = field(default_factory=dict)
    count: int = 0

    def questions(self, stream: Any, repeated_in: str = "") -> Iterator[dict[str, Any]]:
        for child in stream or ():
            if isinstance(child.block, QuestionBlock) and (frozen_one := self.question(child, repeated_in)):
                yield frozen_one

    def question(self, child: Any, repeated_in: str) -> dict[str, Any] | None:
        extension: KindExtension = child.block.extension
        value, key = child.value, str(child.id or uuid.uuid4())
        text = pair_of(value.get("text"))
        settings = self.settings_of(extension, child.block.own_values(value), said(text))
        if settings is None:
            return None
        self.count += 1
        if self.is_strict and self.count > MOST_QUESTIONS:
            raise Unfit(too_many())
        condition = self.condition(value.get("only_if"), said(text), repeated_in)
        name = value.get("name") or ""
        if name in self.named:
            self.refuse(_("Two questions are called “%(name)s”.") % {"name": name})
        elif name:
            self.named[name] = _Named(key, extension, settings, repeated_in)
        return {
            "key": key,
            "kind": extension.name,
            "text": text,
            "help": pair_of(value.get("help")),
            "required": bool(value.get("is_required")),
            "settings": settings,
            "condition": condition,
        }

    def settings_of(self, extension: KindExtension, own: dict[str, Any], text: str) -> dict[str, Any] | None:
        """Ask the kind; a draft that it refuses, or a kind that fails, leaves the question out."""
        try:
            with shielded(extension.plugin, f"question_kinds: {extension.name}", answers=(ValidationError,)):
                return extension.value.freeze(own)
        except ValidationError as fault:
            self.refuse(f"{text}: {' '.join(fault.messages)}")
        return None

    def condition(self, value: Any, text: str, repeated_in: str) -> dict[str, str] | None:
        name = (value or {}).get("question") or ""
        if not name:
            return None
        words = {"question": text, "name": name}
        asked = self.named.get(name)
        if asked is None:
            return self.left_out(
                _("“%(question)s” depends on “%(name)s”, and no earlier question is called so.") % words
            )
        if asked.section not in ("", repeated_in):
            said_so = _("“%(question)s” depends on “%(name)s”, which is asked for each instructor.")
            return self.left_out(said_so % words)
        test, typed = value.get("test") or Test.EQUALS, value.get("value") or ""
        if test not in asked.extension.value.tests:
            labels = {"test": Test(test).label, **words}
            return self.left_out(_("“%(question)s”: no answer to “%(name)s” can be tested so (%(test)s).") % labels)
        if not typed.strip():
            return self.left_out(_("“%(question)s”: say what the answer to “%(name)s” is compared with.") % words)
        try:
            compared = asked.extension.value.condition_value(asked.settings, typed)
        except ValidationError as fault:
            return self.left_out(f"“{text}”: {' '.join(fault.messages)}")
        return {"question": asked.key, "test": str(test), "value": compared, "words": typed.strip()}

    def left_out(self, message: str) -> dict[str, str] | None:
        """Refuse a condition, or leave it out of a preview."""
        self.refuse(message)
        return None

    def refuse(self, message: str) -> None:
        if self.is_strict:
            raise Unfit(message)


def frozen(content: StreamValue, *, is_strict: bool = True) -> list[dict[str, Any]]:
    """Return the sections of a form as JSON.

    Raises ``Unfit`` for a condition or question that cannot be asked; a preview of a draft is not ``is_strict``, and
    leaves it out. A question whose plugin is not at work is left out always.
    """
    freezer = _Freezer(is_strict)
    sections: list[dict[str, Any]] = []
    loose: dict[str, Any] | None = None
    for child in content or ():
        if child.block_type == "section":
            loose = None
            sections.append(_section(freezer, child))
        elif isinstance(child.block, QuestionBlock) and (one := freezer.question(child, "")):
            if loose is None:
                loose = {**_bare(str(child.id or uuid.uuid4())), "questions": []}
                sections.append(loose)
            loose["questions"].append(one)
    found = [section for section in sections if section["questions"]]
    if is_strict and not found:
        raise Unfit(_("Ask one question at least."))
    return found


def _bare(key: str) -> dict[str, Any]:
    return {"key": key, "title": pair_of(None), "intro": pair_of(None), "per_instructor": False, "condition": None}


def _section(freezer: _Freezer, child: Any) -> dict[str, Any]:
    value, key = child.value, str(child.id or uuid.uuid4())
    is_repeated = bool(value.get("per_instructor"))
    title = pair_of(value.get("title"))
    condition = freezer.condition(value.get("only_if"), said(title), "")
    return {
        "key": key,
        "title": title,
        "intro": pair_of(value.get("intro")),
        "per_instructor": is_repeated,
        "condition": condition,
        "questions": list(freezer.questions(value.get("questions"), key if is_repeated else "")),
    }
