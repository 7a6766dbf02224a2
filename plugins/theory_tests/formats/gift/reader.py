"""Reads GIFT: finds the questions of a file, and goes on behind what it cannot read."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from plugins.theory_tests.formats.content import Category, Item, Kind, Question, Text, TextFormat
from plugins.theory_tests.formats.decoding import Places, decode
from plugins.theory_tests.formats.faults import MOST_FAULTS, Fault, Misread, Reading, UnreadableText
from plugins.theory_tests.formats.gift import words
from plugins.theory_tests.formats.gift.answers import read_answers

MOST_QUESTIONS = 10_000
"""The most questions that one file may hold."""
_COMMENT = re.compile(r"^[ \t]*//[^\n]*(?:\n|\Z)", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t\x00]*(?:\n|\Z)")
_COMMENT_BELOW = re.compile(r"[ \t]*\n?\x00+")
_SEEMINGLY_BLANK_LINE = re.compile(r"[ \t]*\n[ \t\xa0\u3000]+(?=\n)")
_COMMENT_BESIDE = re.compile(r"[ \t]*//[^\n]*")
_SKIPPED = re.compile(r"\s*")
_CATEGORY = re.compile(r"\$CATEGORY:(?:[ \t]*\n(?![ \t\x00]*(?:\n|\Z)))?[ \t]*([^\n]*)(?:\n|\Z)")
_TITLE = re.compile(r"::((?:\\[~=#{}:\\n]|(?!::)[^\n])*)::")
_LONG_TITLE = re.compile(r"::((?:\\[~=#{}:\\n]|(?!\n[ \t\x00]*(?:\n|\Z))[^~=#{}:\\])*)(?<!\n)::")
_STEM_STOPS = re.compile(
    r"\\[~=#{}:\\n]|[{}]|\n[ \t\x00]*(?:\n|\Z)|(?P<new>\n[ \t\x00]*)(?=\$CATEGORY:|::[^\n]*?[^\n\\]::)"
)
_ANSWER_STOPS = re.compile(r"\\[~=#{}:\\n]|[{}]")


def read_gift(data: bytes | str) -> Reading:
    """Read a GIFT file. What cannot be read is named in ``faults``, and the rest is read all the same."""
    try:
        text = decode(data if isinstance(data, bytes) else data.encode())
    except UnreadableText as error:
        return Reading(faults=[error.fault])
    reading = _Reader(text).read()
    if not reading.items and not reading.faults:
        reading.faults.append(Fault(1, 1, _("There is no question in this file.")))
    return reading


class _Reader:
    """One pass over a text; ``self.at`` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shown = _COMMENT.sub(lambda match: words.HIDDEN * len(match.group()), text)
        self.places = Places(text)
        self.at = 0
        self.comments: list[str] = []

    def read(self) -> Reading:
        """Read all of it."""
        reading = Reading()
        while self._skip():
            start = self.at
            try:
                if len(reading.items) >= MOST_QUESTIONS:
                    raise Misread(start, _("There are more than %(most)s questions.") % {"most": MOST_QUESTIONS})
                reading.items.append(self._item())
            except Misread as misread:
                reading.faults.append(Fault(*self.places.of(misread.offset), misread.message))
                if len(reading.items) >= MOST_QUESTIONS or len(reading.faults) >= MOST_FAULTS:
                    break
                self._skip_question(misread.offset)
            self.comments = []
        return reading

    def _skip(self) -> bool:
        """Go to where something begins, keeping comments on the way; ``False`` at the end of the file."""
        while True:
            blank = _SKIPPED.match(self.text, self.at)
            assert blank is not None
            self.at = blank.end()
            if not self.text.startswith("//", self.at):
                return self.at < len(self.text)
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
            self.comments.append(self.text[self.at : end])
            self.at = end

    def _skip_question(self, offset: int) -> None:
        blank = _BLANK_LINE.search(self.shown, max(offset, self.at))
        self.at = blank.end() if blank else len(self.text)

    def _item(self) -> Item:
        category = _CATEGORY.match(self.shown, self.at)
        if category is None:
            return self._question()
        path = category.group(1)
        if not words.trimmed(path):
            raise Misread(self.at, _("This category has no name."))
        line, column = self.places.of(self.at)
        self.at = category.end()
        return Category(path, line, column)

    def _question(self) -> Question:
        start, title = self.at, self._title()
        end = None
        stop, brace = self._stop(self.at)
        raw_stem = self.shown[self.at : stop]
        line, column = self.places.of(start)
        stem = words.rich(raw_stem, TextFormat.MOODLE)
        if not brace:
            self.at = stop
            if not stem.text:
                has_title = _("This question has a title and nothing else.")
                raise Misread(start, has_title if title else _("This question asks nothing."))
            question = Question(Kind.DESCRIPTION, stem=stem, title=title, line=line, column=column)
        else:
            closing = self._closing(stop)
            question = read_answers(self.shown, stop + 1, closing, stem.format)
            self.at = end = closing + 1
            stem, tail = self._tail(stem, is_named=bool(words.trimmed(raw_stem)))
            question = replace(question, stem=stem, title=title, tail=tail, line=line, column=column)
        end = self.at if end is None else end
        hidden = _COMMENT.findall(self.text, start, end) if words.HIDDEN in self.shown[start:end] else []
        name, tags = words.names_in([*self.comments, *hidden])
        return replace(question, id=name, tags=tags)

    def _title(self) -> str | None:
        if not self.shown.startswith("::", self.at):
            return None
        title = _TITLE.match(self.shown, self.at) or _LONG_TITLE.match(self.shown, self.at)
        if title is None:
            raise Misread(self.at, _("The title that begins here has no end: “::” is missing behind it."))
        self.at = title.end()
        return words.unescaped(title.group(1)) or None

    def _stop(self, start: int) -> tuple[int, bool]:
        """Where the words of a question end, and whether its answers begin there."""
        for found in _STEM_STOPS.finditer(self.shown, start):
            sign = found.group()
            if sign == "}":
                raise Misread(found.start(), _("This brace closes nothing. Write “\\}” where it is part of the text."))
            if sign == "{":
                return found.start(), True
            if sign[0] == "\n":
                self._refuse_new(found)
                return found.start(), False
        return len(self.shown), False

    def _refuse_new(self, found: re.Match[str]) -> None:
        """Refuse a title or a category on the next line: what went before has not ended there."""
        if found.group("new") is None:
            return
        if self.shown.startswith("$", found.end()):
            raise Misread(found.end(), _("A category begins here. Leave an empty line before it."))
        raise Misread(found.end(), _("A second question begins here. Leave an empty line between two questions."))

    def _closing(self, opening: int) -> int:
        for found in _ANSWER_STOPS.finditer(self.shown, opening + 1):
            if found.group() == "}":
                return found.start()
            if found.group() == "{":
                break
        raise Misread(opening, _("The brace that opens here is not closed. Write “\\{” where it is part of the text."))

    def _tail(self, stem: Text, *, is_named: bool) -> tuple[Text, str | None]:
        """Read on behind the answers: what follows a missing word."""
        start = self.at
        for ending in (_COMMENT_BELOW, _COMMENT_BESIDE, _SEEMINGLY_BLANK_LINE):
            if found := ending.match(self.shown, start):
                is_next_said = ending is _COMMENT_BELOW and self.shown[found.end() : found.end() + 1].strip(" \t\n")
                self.at = start if is_next_said else found.end()
                return stem, None
        stop, brace = self._stop(start)
        if brace:
            raise Misread(stop, _("A second question begins here. Leave an empty line between two questions."))
        self.at = stop
        tail = words.rich(self.shown[start:stop], stem.format)
        if not tail.text:
            return stem, None
        return (stem if is_named else Text("", tail.format)), tail.text
