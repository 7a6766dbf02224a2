"""What somebody sent as an answer: read from a form by the places on the page, kept by the places in the content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.theory_tests.content import Content
from plugins.theory_tests.marking import Given
from plugins.theory_tests.models import AttemptAnswer

LONGEST = {"essay": 20_000}
LONGEST_SHORT = 500


@dataclass(frozen=True)
class Sent:
    """An answer that arrived: ``seen`` is the revision that its page had shown."""

    given: Given
    seen: int


def read_sent(answer: AttemptAnswer, content: Content, data: Any) -> Sent | None:
    """Return what a form, a ``QueryDict``, says about a question; ``None`` where the question is not part of it.

    Raises ``ValueError`` for what no page of ours sends.
    """
    name = f"a{answer.number}"
    if f"{name}-seen" not in data:
        return None
    return Sent(_read(content, answer.order, data, name), _whole(data[f"{name}-seen"], 0, 2**31 - 1))


def _read(content: Content, order: Sequence[int], data: Any, name: str) -> Given:
    kind = content["kind"]
    if kind in ("single", "multiple", "true_false"):
        return _choices(kind, order, data.getlist(name))
    if kind == "matching":
        asked = [at for at, one in enumerate(content["answers"]) if one["text"].strip()]
        pairs = {
            str(at): order[_whole(said, 1, len(order)) - 1] for at in asked if (said := data.get(f"{name}-{at}", ""))
        }
        return {"pairs": pairs} if pairs else {}
    if kind == "ordering":
        places = {
            str(at): _whole(said, 1, len(order))
            for place, at in enumerate(order, 1)
            if (said := data.get(f"{name}-{place}", ""))
        }
        return {"places": places} if places else {}
    text = data.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > LONGEST.get(kind, LONGEST_SHORT):
        raise ValueError
    return {"text": text} if text else {}


def _choices(kind: str, order: Sequence[int], said: Sequence[str]) -> Given:
    if kind == "true_false":
        chosen = [_whole(one, 0, 1) for one in said]
    else:
        chosen = sorted({order[_whole(one, 1, len(order)) - 1] for one in said})
    if kind != "multiple" and len(chosen) > 1:
        raise ValueError
    return {"choices": chosen} if chosen else {}


def _whole(said: str, low: int, high: int) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 11) or not low <= int(said) <= high:
        raise ValueError
    return int(said)


def words_of(content: Content, given: Mapping[str, Any]) -> str:
    """Return an answer in words, for notices: what was chosen, or written."""
    answers = content["answers"]
    if "choices" in given:
        if content["kind"] == "true_false":
            from django.utils.translation import gettext as _

            return _("True") if given["choices"] == [1] else _("False")
        return "; ".join(" ".join(answers[at]["text"].split()) for at in given["choices"])
    if "pairs" in given:
        return "; ".join(f"{answers[int(at)]['text']} → {answers[to]['match']}" for at, to in given["pairs"].items())
    if "places" in given:
        put = sorted((place, answers[int(at)]["text"]) for at, place in given["places"].items())
        return "; ".join(f"{place}. {words}" for place, words in put)
    return str(given.get("text", ""))
