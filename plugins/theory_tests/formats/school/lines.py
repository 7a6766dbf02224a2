"""Reads numbered questions from lines, as they stand in a Word document. ::

一、单选题（每题 2 分）
1. 面团发酵的适宜温度是（  ）。
A. 5 ℃  B. 28 ℃
C. 60 ℃
答案：B
解析：……
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plugins.theory_tests.formats.faults import Fault, Reading
from plugins.theory_tests.formats.school.building import (
    LETTERS,
    Asked,
    Misbuilt,
    build,
    kind_of,
    letters_of,
    truth_of,
)

_HEADING = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]+部?分?\s*[、.．:：]|[（(][一二三四五六七八九十]+[）)])?\s*(\S{0,4}题)(?:\s*[（(].*)?[:：]?$"
)
_NUMBER = re.compile(r"^[（(]?\d{1,4}\s*[.、．)）]\s*(?!\d)")
_OPTION = re.compile(r"(?:^|(?<=[\s；;]))[（(]?([A-H])\s*[.、．:：)）]\s*")
_ANSWER = re.compile(
    r"^[【\[（(]?\s*(?:参考|正确|标准)?答案\s*[】\]）)]?\s*[:：]?\s*(.*)$|^Answer\s*[:：]\s*(.*)$", re.DOTALL
)
_WHY = re.compile(
    r"^[【\[（(]?\s*(?:答案)?(?:解析|解释|说明)\s*[】\]）)]?\s*[:：]?\s*(.+)$|^Why\s*[:：]\s*(.+)$", re.DOTALL
)
_SAID_KIND = re.compile(r"^[【\[（(]\s*(\S{2,5}?)题?\s*[】\]）)]\s*")
_IN_BRACKETS = re.compile(r"[（(]\s*([A-HＡ-Ｈ、,， ]{1,15}|√|×|✓|对|错|正确|错误)\s*[）)]")
_WIDE = str.maketrans("ＡＢＣＤＥＦＧＨ", LETTERS)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document: its number, its words, and its depth in a list whose numbers Word writes itself."""

    number: int
    words: str
    depth: int = 0


def read_lines(lines: Iterable[Line]) -> Reading:
    """Read the questions in ``lines``; what is no question is named."""
    return _Reader().read(lines)


class _Reader:
    def __init__(self) -> None:
        self.reading = Reading()
        self.kind = ""
        self.asked: Asked | None = None
        self.part = ""

    def read(self, lines: Iterable[Line]) -> Reading:
        for line in lines:
            words = line.words.translate(_WIDE).strip()
            if words:
                self._take(Line(line.number, words, line.depth))
        self._close()
        if not self.reading.items and not self.reading.faults:
            self.reading.faults.append(Fault(1, 1, _("There is no question in this file.")))
        return self.reading

    def _take(self, line: Line) -> None:
        heading = _HEADING.match(line.words)
        if heading and kind_of(heading.group(1)):
            self._close()
            self.kind = kind_of(heading.group(1))
        elif _NUMBER.match(line.words) or line.depth == 1:
            self._close()
            self._begin(line)
        elif self.asked is None:
            # A title, a note, the place for a name: nothing of a question has begun.
            if _OPTION.match(line.words) or _ANSWER.match(line.words):
                self._fault(line.number, _("No question begins before this line."))
        else:
            self._add(self.asked, line)

    def _begin(self, line: Line) -> None:
        words = _NUMBER.sub("", line.words, count=1)
        kind, said = self.kind, _SAID_KIND.match(words)
        if said and kind_of(said.group(1)):
            kind, words = kind_of(said.group(1)), words[said.end() :]
        self.asked, self.part = Asked(line.number, kind=kind), "words"
        options = _OPTION.search(words)
        if options and options.group(1) == "A":
            self._options(self.asked, words[options.start() :])
            words = words[: options.start()].strip()
        self.asked.words = words

    def _add(self, asked: Asked, line: Line) -> None:
        why, answer = _WHY.match(line.words), _ANSWER.match(line.words)
        if why:
            self.part, asked.explanation = "explanation", (why.group(1) or why.group(2)).strip()
        elif answer:
            self.part, asked.answer = "answer", (answer.group(1) or answer.group(2) or "").strip()
        elif _OPTION.match(line.words) and self.part in ("words", "options"):
            self._options(asked, line.words)
        elif line.depth > 1 and self.part in ("words", "options"):
            self.part = "options"
            asked.options.append(line.words)
        elif self.part == "options":
            asked.options[-1] = f"{asked.options[-1]}\n{line.words}"
        else:
            setattr(asked, self.part, "\n".join(filter(None, (getattr(asked, self.part), line.words))))

    def _options(self, asked: Asked, words: str) -> None:
        self.part = "options"
        found = list(_OPTION.finditer(words))
        ends = [*(match.start() for match in found[1:]), len(words)]
        for match, end in zip(found, ends, strict=True):
            expected = LETTERS[len(asked.options) : len(asked.options) + 1]
            if match.group(1) != expected:
                self._fault(asked.line, _("Option %(letter)s is out of order.") % {"letter": match.group(1)})
            asked.options.append(words[match.end() : end].strip(" \t　；;"))

    def _close(self) -> None:
        asked, self.asked, self.part = self.asked, None, ""
        if asked is None:
            return
        self._answer_in_brackets(asked)
        try:
            self.reading.items.append(build(asked))
        except Misbuilt as misbuilt:
            self._fault(asked.line, str(misbuilt))

    def _answer_in_brackets(self, asked: Asked) -> None:
        """Take the answer from the brackets in the question, where teachers write it in."""
        found = _IN_BRACKETS.search(asked.words)
        if asked.answer or not found:
            return
        said = found.group(1).strip()
        if (asked.options and letters_of(said)) or (not asked.options and truth_of(said) is not None):
            asked.answer = said
            words = f"{asked.words[: found.start()]}（  ）{asked.words[found.end() :]}"
            asked.words = words if asked.options else words.removesuffix("（  ）").strip()

    def _fault(self, line: int, message: str) -> None:
        self.reading.faults.append(Fault(line, 1, message))
