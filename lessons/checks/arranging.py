"""Questions in which things are put in order, or each to what belongs to it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from lessons.checks.base import AFTER, BadAnswer, Check, CheckBlock, Outcome, Shown, StableListBlock, Tally, names_of
from schoolhouse.content import StructBlock


class StepsBlock(StableListBlock):
    """Steps that are named by their words, not by their place: the place is what is asked."""

    def name_of(self, value: Any, number: int) -> str:
        """Name a step that was stored without an id."""
        return f"step-{hashlib.blake2b(str(value).encode(), digest_size=8).hexdigest()}"


class OrderingBlock(CheckBlock):
    """Steps that have to be put in their order. ``asked`` has ``items`` in that order; an answer is a list of names."""

    items = StepsBlock(
        blocks.CharBlock(label=gettext_lazy("Step"), max_length=200),
        label=gettext_lazy("Steps in the right order"),
        min_num=2,
        max_num=10,
    )

    def asks(self, value: Any) -> dict[str, Any]:
        """Return the steps in their order."""
        return {"items": [{"id": str(item.id), "text": str(item.value)} for item in value["items"].bound_blocks]}

    def clean(self, value: Any) -> Any:
        """Refuse steps that cannot be told apart."""
        value = super().clean(value)
        texts = [text.strip() for text in value["items"]]
        self.refuse(items=_("Two steps say the same.") if len(set(texts)) < len(texts) else "")
        return value

    def read(self, asked: Mapping[str, Any], form: QueryDict) -> Any:
        """Read the place that was chosen for each step. Raises ``BadAnswer`` where one is missing or taken twice."""
        places = [(form.get(f"place-{item['id']}", ""), item["id"]) for item in asked["items"]]
        numbers = [str(number) for number in range(1, len(places) + 1)]
        if sorted(place for place, _name in places) != sorted(numbers):
            raise BadAnswer(_("Give each step a place of its own, from 1 to %(count)s.") % {"count": len(places)})
        return [name for place, name in sorted(places, key=lambda row: int(row[0]))]

    def accepted(self, asked: Mapping[str, Any], answer: Any) -> list[str]:
        """Take the names of all steps."""
        names = [item["id"] for item in asked["items"]]
        order = names_of(answer, names)
        if len(order) < len(names):
            raise BadAnswer(_("Put all steps in order."))
        return order

    def judge(self, asked: Mapping[str, Any], answer: Any) -> Outcome:
        """Say of each step whether it is at its place."""
        parts = {item["id"]: item["id"] == name for item, name in zip(asked["items"], answer, strict=True)}
        return Outcome(all(parts.values()), {name: parts.get(name, False) for name in answer})

    def _mixed(self, check: Check, seed: int) -> list[dict[str, Any]]:
        """Return the steps in an order that is not the right one."""
        items = list(check.asked["items"])
        mixed = check.shuffled(items, seed)
        return mixed if mixed != items else [*items[1:], items[0]]

    def parts(self, check: Check, shown: Shown) -> dict[str, Any]:
        """Give the steps as they were last put, or mixed."""
        items = {item["id"]: item for item in check.asked["items"]}
        order = [items[name] for name in shown.answer] if shown.answer else self._mixed(check, shown.seed)
        rows = [{**item, "place": place, "is_right": shown.is_right(item["id"])} for place, item in enumerate(order, 1)]
        solution = [item["text"] for item in items.values()] if shown.is_solved else []
        return {"items": rows, "is_answered": bool(shown.answer), "solution": solution}

    def public(self, check: Check, seed: int) -> dict[str, Any]:
        """Give the steps mixed."""
        return {"items": self._mixed(check, seed)}

    def in_words(self, asked: Mapping[str, Any], answer: Any) -> str:
        """Give the steps as they were put."""
        texts = {item["id"]: item["text"] for item in asked["items"]}
        return " → ".join(texts.get(name, "–") for name in answer)

    def visible(self, asked: Mapping[str, Any]) -> list[str]:
        """Return the steps, not in their order: an excerpt of the search would show it."""
        return sorted(item["text"] for item in asked["items"])

    class Meta:
        icon = "list-ol"
        label = gettext_lazy("Ordering")
        template = "lessons/checks/ordering.html"
        place = "lessons.check_ordering"
        form_layout = ["question", "items", *AFTER]


class PairBlock(StructBlock):
    """Two things that belong together."""

    left = blocks.CharBlock(label=gettext_lazy("Left side"), max_length=200)
    right = blocks.CharBlock(label=gettext_lazy("Right side"), max_length=200)


class MatchingBlock(CheckBlock):
    """Things that have to be put to what belongs to them.

    ``asked`` has ``pairs``. An answer has, by the name of a pair, the name of the pair whose right side was chosen;
    readers are given a mask of it, which does not say which pair it is of.
    """

    pairs = StableListBlock(PairBlock(), label=gettext_lazy("Pairs"), min_num=2, max_num=10)

    def asks(self, value: Any) -> dict[str, Any]:
        """Return the pairs."""
        items = value["pairs"].bound_blocks
        return {
            "pairs": [{"id": str(item.id), "left": item.value["left"], "right": item.value["right"]} for item in items]
        }

    def clean(self, value: Any) -> Any:
        """Refuse left sides that cannot be told apart, and pairs of which there is nothing to choose."""
        value = super().clean(value)
        pairs = [item.value for item in value["pairs"].bound_blocks]
        lefts, rights = ({pair[side].strip() for pair in pairs} for side in ("left", "right"))
        fault = ""
        if len(lefts) < len(pairs):
            fault = _("Two left sides say the same.")
        elif len(rights) < 2:
            fault = _("All right sides say the same.")
        self.refuse(pairs=fault)
        return value

    def read(self, asked: Mapping[str, Any], form: QueryDict) -> Any:
        """Read what was chosen for each left side."""
        chosen = {pair["id"]: form.get(f"pair-{pair['id']}", "") for pair in asked["pairs"]}
        if not all(chosen.values()):
            raise BadAnswer(_("Choose something for each of them."))
        return chosen

    def accepted(self, asked: Mapping[str, Any], answer: Any) -> dict[str, str]:
        """Take one choice for each left side."""
        pairs = {pair["id"]: pair for pair in asked["pairs"]}
        known = {_mask(pair["right"]): name for name, pair in reversed(pairs.items())}
        if not isinstance(answer, dict) or set(answer) != set(pairs):
            raise BadAnswer(_("Choose something for each of them."))
        names_of(list(answer), pairs)
        for chosen in answer.values():
            names_of([chosen], known)
        return {name: known[answer[name]] for name in pairs}

    def judge(self, asked: Mapping[str, Any], answer: Any) -> Outcome:
        """Compare the words of the right sides: two of them may say the same."""
        words = {pair["id"]: pair["right"] for pair in asked["pairs"]}
        parts = {name: words[name] == words.get(chosen) for name, chosen in answer.items()}
        return Outcome(all(parts.values()), parts)

    def _options(self, check: Check, seed: int) -> list[dict[str, str]]:
        words = dict.fromkeys(pair["right"] for pair in check.asked["pairs"])
        return [{"id": _mask(text), "text": text} for text in check.shuffled(sorted(words), seed)]

    def parts(self, check: Check, shown: Shown) -> dict[str, Any]:
        """Give the left sides with what was chosen, and the right sides mixed."""
        words = {pair["id"]: pair["right"] for pair in check.asked["pairs"]}
        rows = [
            {
                "id": pair["id"],
                "left": pair["left"],
                "chosen": _mask(words.get(shown.answer[pair["id"]], "")) if shown.answer else "",
                "is_right": shown.is_right(pair["id"]),
                "solution": pair["right"] if shown.is_solved else "",
            }
            for pair in check.asked["pairs"]
        ]
        return {"pairs": rows, "options": self._options(check, shown.seed)}

    def public(self, check: Check, seed: int) -> dict[str, Any]:
        """Give both sides, apart."""
        lefts = [{"id": pair["id"], "text": pair["left"]} for pair in check.asked["pairs"]]
        return {"lefts": lefts, "rights": self._options(check, seed)}

    def in_words(self, asked: Mapping[str, Any], answer: Any) -> str:
        """Give what was put to what."""
        words = {pair["id"]: pair["right"] for pair in asked["pairs"]}
        return " · ".join(f"{pair['left']} – {words.get(answer[pair['id']], '')}" for pair in asked["pairs"])

    def public_answer(self, asked: Mapping[str, Any], answer: Any) -> dict[str, str]:
        """Give what was chosen as readers know it: the name of a pair would say what belongs to it."""
        words = {pair["id"]: pair["right"] for pair in asked["pairs"]}
        return {name: _mask(words[chosen]) if chosen in words else "" for name, chosen in answer.items()}

    def tally(self, asked: Mapping[str, Any], answers: Sequence[tuple[Any, int]]) -> list[Tally]:
        """Count what was put to each left side."""
        words = {pair["id"]: pair["right"] for pair in asked["pairs"]}
        rows = []
        for pair in asked["pairs"]:
            for text in dict.fromkeys(words.values()):
                count = sum(number for answer, number in answers if words.get(answer.get(pair["id"])) == text)
                if count or text == pair["right"]:
                    rows.append(Tally(f"{pair['left']} – {text}", count, text == pair["right"]))
        return rows

    def visible(self, asked: Mapping[str, Any]) -> list[str]:
        """Return both sides, apart from each other."""
        lefts, rights = ([pair[side] for pair in asked["pairs"]] for side in ("left", "right"))
        return [*lefts, *sorted(set(rights))]

    class Meta:
        icon = "link"
        label = gettext_lazy("Matching")
        template = "lessons/checks/matching.html"
        place = "lessons.check_matching"
        form_layout = ["question", "pairs", *AFTER]


def _mask(text: str) -> str:
    """Return a name for the right side of a pair that does not say which pair it is of."""
    return salted_hmac("lessons.checks.pairs", text).hexdigest()[:16]
