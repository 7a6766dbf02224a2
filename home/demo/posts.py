"""Forum posts for the demo school, put together from ``content/posts_*.toml``; the same seed gives the same posts.

``posts(rng, count)``
    Yield ``count`` :class:`DemoPost`, spread over all prompts, about two in three Chinese; some reply to an earlier
    post of the same prompt and language (``reply_to`` is its place in the sequence, counted from 0).
``PostWriter(rng).post(prompt, language)``, ``.reply(prompt, language, to=text)``
    One body in Markdown, for callers that arrange threads themselves. ``prompt`` is a slug of ``content.prompts()``.
"""

import itertools
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from home.demo.content import LANGUAGES, prompts, read
from home.demo.names import place_stems

CHINESE_SHARE = 0.67
REPLY_SHARE = 0.4
NEAR = 40  # how far back a reply may reach
NOTICED = 8  # so many characters of a point are enough to find it again in a post


@dataclass(frozen=True)
class DemoPost:
    """One post; ``body`` is Markdown."""

    prompt: str
    language: str
    body: str
    reply_to: int | None


class PostWriter:
    """Writes bodies of one to six sentences from the pools, with a stream of chance of its own."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.villages = list(itertools.islice(place_stems(rng), 60))

    def post(self, prompt: str, language: str) -> str:
        """Return a post on ``prompt``: mostly a paragraph or two, sometimes a list or a bold lead."""
        shape = self.rng.choices([self._paragraph, self._paragraphs, self._lead, self._list], [6, 4, 2, 2])[0]
        return self._filled(shape(prompt, language), language)

    def reply(self, prompt: str, language: str, *, to: str) -> str:
        """Return an answer to the post ``to``: now and then quoting a sentence of it."""
        said = [point for point in self._points(prompt, language) if point[:NOTICED] in to]
        if self.rng.random() < 0.1:
            text = self._join(language, self._one(language, "short_replies"), self._one(language, "closings"))
        else:
            text = self._join(language, *self._reaction(language), self._point(prompt, language, besides=said))
            text = self._join(language, text, self._ending(prompt, language))
        if said and self.rng.random() < 0.4:
            text = f"> {self._first_sentence(said[0])}\n\n{text}"
        return self._filled(text, language)

    def _reaction(self, language: str) -> list[str]:
        if self.rng.random() < 0.65:
            return [self._one(language, "agreements")]
        return [self._one(language, "doubts"), self._one(language, "bridges")]

    def _ending(self, prompt: str, language: str) -> str:
        if self.rng.random() < 0.5:
            return self._example(prompt, language)
        return self._one(language, "closings")

    def _paragraph(self, prompt: str, language: str) -> str:
        parts = [self._point(prompt, language), self._example(prompt, language)]
        if self.rng.random() < 0.7:
            parts.insert(0, self._one(language, "openings"))
        if self.rng.random() < 0.6:
            parts.append(self._one(language, "closings"))
        return self._join(language, *parts)

    def _paragraphs(self, prompt: str, language: str) -> str:
        first, second = self.rng.sample(self._points(prompt, language), 2)
        start = self._join(language, self._one(language, "openings"), first)
        return start + "\n\n" + self._join(language, second, self._one(language, "closings"))

    def _lead(self, prompt: str, language: str) -> str:
        mark = "：" if language == "zh-hans" else ":"
        rest = self._join(language, self._point(prompt, language), self._example(prompt, language))
        return f"**{self._one(language, 'leads')}{mark}** {rest}"

    def _list(self, prompt: str, language: str) -> str:
        chosen = self.rng.sample(self._points(prompt, language), self.rng.choice([2, 3]))
        ordered = self.rng.random() < 0.5
        rows = [f"{number}. {row}" if ordered else f"- {row}" for number, row in enumerate(chosen, 1)]
        return "\n\n".join([self._one(language, "list_intros"), "\n".join(rows), self._one(language, "closings")])

    def _first_sentence(self, text: str) -> str:
        match = re.match(r".+?(?:[。？！]”?|[.?!]”?(?=\s|$)|$)", text)
        return match[0] if match else text

    def _points(self, prompt: str, language: str) -> list[str]:
        rows: list[str] = read(f"posts_{LANGUAGES[language]}")["points"][prompt]
        return rows

    def _point(self, prompt: str, language: str, besides: Iterable[str] = ()) -> str:
        return self.rng.choice([row for row in self._points(prompt, language) if row not in besides])

    def _example(self, prompt: str, language: str) -> str:
        """Return what happened: of the prompt's own kind where there are such."""
        own: list[str] = read(f"posts_{LANGUAGES[language]}")["examples"].get(prompt, [])
        return self.rng.choice(own) if own else self._one(language, "examples")

    def _one(self, language: str, pool: str) -> str:
        rows: list[str] = read(f"posts_{LANGUAGES[language]}")["pools"][pool]
        return self.rng.choice(rows)

    def _join(self, language: str, *parts: str) -> str:
        return ("" if language == "zh-hans" else " ").join(parts)

    def _filled(self, text: str, language: str) -> str:
        """Replace each {village} and {n}; one post keeps to one village."""
        village = self.rng.choice(self.villages).get(language)
        numbers = re.sub(r"\{n\}", lambda match: str(self.rng.randint(3, 9)), text)
        return numbers.replace("{village}", village)


def posts(rng: random.Random, count: int) -> Iterator[DemoPost]:
    """Yield ``count`` posts, prompt after prompt in turn, so that each prompt gets its share."""
    writer = PostWriter(rng)
    slugs = itertools.cycle(prompt.slug for prompt in prompts())
    earlier: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, slug in enumerate(itertools.islice(slugs, count)):
        language = "zh-hans" if rng.random() < CHINESE_SHARE else "en"
        before = earlier.setdefault((slug, language), [])
        if before and rng.random() < REPLY_SHARE:
            target, text = rng.choice(before[-NEAR:])
            body, reply_to = writer.reply(slug, language, to=text), target
        else:
            body, reply_to = writer.post(slug, language), None
        before.append((number, body))
        yield DemoPost(slug, language, body, reply_to)
