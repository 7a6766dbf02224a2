"""What every kind of quick check is made of: the block that an editor fills in, and how it is asked and judged."""

import hashlib
import json
import random
from abc import ABCMeta, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import DeclarativeSubBlocksMetaclass, StructBlockValidationError

from schoolhouse.content import StructBlock
from schoolhouse.refusals import Refusal

PLACE = "lessons.body"
FEATURES = ["bold", "italic", "ol", "ul"]
MOST_ATTEMPTS = 20
LONGEST_ANSWER = 300
"""Characters of an answer in words."""
ORDERS = 24
"""So many orders a question is shown in, so that its text can be kept for all its readers."""


class BadAnswer(Refusal):
    """What was sent is no answer to the question; it is no attempt."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="invalid", status=422)


@dataclass(frozen=True)
class Outcome:
    """How an answer was judged: ``parts`` says of each part of what was answered whether it is right."""

    is_right: bool
    parts: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A question as it stands in a lesson.

    ``asked`` is all that makes the question, with what is right; ``told`` what is said afterwards: ``right`` and
    ``wrong``, ``explanation``, and ``parts``, a remark for each part. ``version`` changes with ``asked``.
    """

    block: str
    kind: str
    asked: Mapping[str, Any]
    told: Mapping[str, Any]
    attempts: int = 0
    is_shuffled: bool = False

    @cached_property
    def version(self) -> str:
        """Return a fingerprint of the question."""
        text = json.dumps([self.kind, self.asked], sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    @property
    def question(self) -> str:
        """The question without markup, on one line."""
        return " ".join(strip_tags(str(self.asked["question"]).replace("<", " <")).split())

    def shuffled(self, parts: Iterable[Any], seed: int) -> list[Any]:
        """Return ``parts`` in one of ``ORDERS`` orders, the same for the same ``seed``."""
        shuffled = list(parts)
        random.Random(f"{self.block}:{seed % ORDERS}").shuffle(shuffled)
        return shuffled


@dataclass(frozen=True)
class Shown:
    """What a reader is shown of a question: the ``seed`` of its order, what they answered last and how it was judged.

    ``is_solved`` lets them see what is right.
    """

    seed: int = 0
    answer: Any = None
    outcome: Outcome | None = None
    is_solved: bool = False

    def is_right(self, part: str) -> bool | None:
        """Say how a part of the answer was judged; ``None`` where it was not."""
        return self.outcome.parts.get(part) if self.outcome else None


@dataclass(frozen=True)
class Tally:
    """A row of how answers were distributed."""

    text: str
    count: int
    is_right: bool | None = None


class StableListBlock(blocks.ListBlock):
    """A list whose items keep their names in answers, also where it was stored without ids."""

    def to_python(self, value: Any) -> Any:
        """Name the items that have no id by their place."""
        return super().to_python(self._named(value))

    def bulk_to_python(self, values: Any) -> Any:
        """Name the items that have no id by their place."""
        return super().bulk_to_python([self._named(value) for value in values])

    def name_of(self, value: Any, number: int) -> str:
        """Name an item that was stored without an id and stands at place ``number``."""
        return f"item-{number}"

    def _named(self, value: Iterable[Any]) -> list[Any]:
        return [
            item
            if self._item_is_in_block_format(item)
            else {"type": "item", "value": item, "id": self.name_of(item, number)}
            for number, item in enumerate(value, start=1)
        ]


class CheckBlockMeta(ABCMeta, DeclarativeSubBlocksMetaclass):
    """Lets a block say what each kind must bring."""


class CheckBlock(StructBlock, metaclass=CheckBlockMeta):
    """A quick check. A kind adds its fields and says how it is asked, read and judged.

    Answers are JSON. ``asked`` is what ``asks`` returned, perhaps long ago: an attempt keeps a copy of its question.
    """

    question = blocks.RichTextBlock(label=gettext_lazy("Question"), features=FEATURES)
    right_feedback = blocks.CharBlock(label=gettext_lazy("Said to a right answer"), required=False, max_length=300)
    wrong_feedback = blocks.CharBlock(label=gettext_lazy("Said to a wrong answer"), required=False, max_length=300)
    explanation = blocks.RichTextBlock(
        label=gettext_lazy("Explanation"),
        required=False,
        features=[*FEATURES, "link"],
        help_text=gettext_lazy("Shown with what is right, once it was answered rightly or no attempt is left."),
    )
    attempts = blocks.IntegerBlock(
        label=pgettext_lazy("quick check", "Attempts"),
        default=0,
        min_value=0,
        max_value=MOST_ATTEMPTS,
        help_text=gettext_lazy("How often a learner may answer; 0: as often as they like."),
    )

    has_few_answers = False
    """Whether the texts of answered questions may be kept for all who answered alike."""

    @abstractmethod
    def asks(self, value: Any) -> dict[str, Any]:
        """Return what the kind adds to ``asked``, as JSON: each part with an ``id`` that stays, and what is right."""

    def tells(self, value: Any) -> dict[str, str]:
        """Return the remarks on parts by their ids."""
        return {}

    @abstractmethod
    def read(self, asked: Mapping[str, Any], form: QueryDict) -> Any:
        """Return the answer in a form that was sent, whatever it is; ``accepted`` looks at it."""

    @abstractmethod
    def accepted(self, asked: Mapping[str, Any], answer: Any) -> Any:
        """Return ``answer`` as it is kept. It may come from anybody; raises ``BadAnswer`` where it is none."""

    @abstractmethod
    def judge(self, asked: Mapping[str, Any], answer: Any) -> Outcome:
        """Judge an answer that was accepted."""

    @abstractmethod
    def parts(self, check: Check, shown: Shown) -> dict[str, Any]:
        """Return what the template of the kind shows; what is right only if ``shown.is_solved``."""

    @abstractmethod
    def public(self, check: Check, seed: int) -> dict[str, Any]:
        """Return for programs what is asked, without what is right."""

    @abstractmethod
    def in_words(self, asked: Mapping[str, Any], answer: Any) -> str:
        """Say an accepted answer in words."""

    def public_answer(self, asked: Mapping[str, Any], answer: Any) -> Any:
        """Return for programs an accepted answer in the names that ``public`` gives, without what is right."""
        return answer

    def tally(self, asked: Mapping[str, Any], answers: Sequence[tuple[Any, int]]) -> list[Tally]:
        """Return how ``answers`` to this question, each with its number, were distributed."""
        counted: dict[str, Tally] = {}
        for answer, count in answers:
            words = self.in_words(asked, answer)
            known = counted.get(words)
            is_right = self.judge(asked, answer).is_right
            counted[words] = Tally(words, count + (known.count if known else 0), is_right)
        return sorted(counted.values(), key=lambda row: -row.count)

    def visible(self, asked: Mapping[str, Any]) -> list[str]:
        """Return the words that readers see of the question before they answer, for the search."""
        return []

    def check_of(self, value: Any, block: str) -> Check:
        """Return the question that stands in ``value``."""
        told = {
            "right": value.get("right_feedback") or "",
            "wrong": value.get("wrong_feedback") or "",
            "explanation": _source(value.get("explanation")),
            "parts": self.tells(value),
        }
        asked = {"question": _source(value.get("question")), **self.asks(value)}
        attempts = min(max(value.get("attempts") or 0, 0), MOST_ATTEMPTS)
        return Check(block, self.name, asked, told, attempts, bool(value.get("shuffle")))

    def render(self, value: Any, context: Mapping[str, Any] | None = None) -> SafeString:
        """Show the question with the reader's own state, or as it is read by strangers and programs."""
        from lessons.checks.showing import show

        context = context or {}
        return show(self.check_of(value, str(context.get("block_id") or slugify(self.name))), context)

    def get_searchable_content(self, value: Any) -> list[str]:
        """Let people find what they can see: neither what is right, nor what is said afterwards."""
        asked = self.check_of(value, "").asked
        return [strip_tags(str(asked["question"])), *self.visible(asked)]

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        """Leave out what is right."""
        check = self.check_of(value, "")
        return {"question": check.asked["question"], **self.public(check, 0)}

    def refuse(self, **faults: str) -> None:
        """Tell the editor what is wrong with fields. Raises ``StructBlockValidationError`` if anything is."""
        found = {name: ValidationError(text) for name, text in faults.items() if text}
        if found:
            raise StructBlockValidationError(block_errors=found)

    class Meta:
        icon = "help"
        group = gettext_lazy("Quick checks")


AFTER = ["right_feedback", "wrong_feedback", "explanation", "attempts"]
"""The last fields of every kind in the editor."""


def text_of(answer: Any, *, most: int = LONGEST_ANSWER) -> str:
    """Return ``answer`` if it is text that can be kept. Raises ``BadAnswer``."""
    if not isinstance(answer, str) or "\0" in answer:
        raise BadAnswer(_("This is no answer to this question."))
    try:
        answer.encode()
    except UnicodeEncodeError as error:
        raise BadAnswer(_("This is no answer to this question.")) from error
    if len(answer) > most:
        raise BadAnswer(_("An answer has at most %(count)s characters.") % {"count": most})
    return answer


def names_of(answer: Any, known: Iterable[str]) -> list[str]:
    """Return ``answer`` if it is a list of names that are ``known``, none twice. Raises ``BadAnswer``."""
    names = set(known)
    if not isinstance(answer, list) or not all(isinstance(one, str) and one in names for one in answer):
        raise BadAnswer(_("This is no answer to this question. Load the page again: it may have been changed."))
    if len(set(answer)) < len(answer):
        raise BadAnswer(_("Name each only once."))
    return answer


def _source(text: Any) -> str:
    return str(getattr(text, "source", text) or "")
