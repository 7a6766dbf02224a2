"""What a question file holds, whatever it is written in."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class TextFormat(StrEnum):
    """How a text is marked up; the names are those of GIFT."""

    MOODLE = "moodle"
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


class Kind(StrEnum):
    """How a question is answered; the names are those of the JSON that ``questions parse`` prints."""

    CHOICE = "MC"
    TRUE_FALSE = "TF"
    SHORT = "Short"
    NUMERICAL = "Numerical"
    MATCHING = "Matching"
    ESSAY = "Essay"
    DESCRIPTION = "Description"


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A picture or other file inside a text; ``content`` is base64, as it stood."""

    name: str
    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text, how it is marked up, and the files that it shows."""

    text: str
    format: TextFormat = TextFormat.MOODLE
    files: tuple[EmbeddedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that is offered or accepted; ``weight`` is a percentage from -100 to 100 or ``None``."""

    text: Text
    is_correct: bool
    weight: Decimal | None = None
    feedback: Text | None = None


@dataclass(frozen=True, slots=True)
class Exactly:
    """This number alone."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Within:
    """A number, give or take ``tolerance``."""

    number: Decimal
    tolerance: Decimal


@dataclass(frozen=True, slots=True)
class Between:
    """Any number from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal


Accepted = Exactly | Within | Between


@dataclass(frozen=True, slots=True)
class NumberChoice:
    """A numerical answer; ``accepted`` of ``None`` stands for whatever was not accepted before."""

    accepted: Accepted | None
    is_correct: bool = True
    weight: Decimal | None = None
    feedback: Text | None = None

    @property
    def is_alone(self) -> bool:
        """Whether there is nothing to say but the number."""
        return self.accepted is not None and self.is_correct and self.weight is None and self.feedback is None


@dataclass(frozen=True, slots=True)
class Pair:
    """What belongs together; ``left`` may be empty: then ``right`` only misleads."""

    left: Text
    right: str


@dataclass(frozen=True, slots=True)
class Category:
    """From here on questions belong to this category; its levels are separated by ``/``."""

    path: str
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``tail`` is what follows the gap of a missing word, ``None`` where there is no gap.

    ``wrong`` and ``right`` are what is said to whoever judges a statement wrongly or rightly. ``is_single_number``
    tells a number that stands alone from a list of one. ``difficulty`` is 1 to 3 where a sheet says it.
    """

    kind: Kind
    stem: Text = Text("")
    title: str | None = None
    tail: str | None = None
    id: str | None = None
    tags: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    numbers: tuple[NumberChoice, ...] = ()
    is_single_number: bool = False
    pairs: tuple[Pair, ...] = ()
    is_true: bool = False
    wrong: Text | None = None
    right: Text | None = None
    general_feedback: Text | None = None
    difficulty: int | None = None
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)

    @property
    def whole_stem(self) -> str:
        """The question's words, with five underscores where the gap is."""
        if self.tail is None:
            return self.stem.text
        return " ".join(part for part in (self.stem.text, "_____", self.tail) if part)

    @property
    def is_multiple(self) -> bool:
        """Whether several choices may be taken: where none alone is the right one."""
        return self.kind == Kind.CHOICE and not any(choice.is_correct for choice in self.choices)


Item = Category | Question
