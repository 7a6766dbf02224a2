"""How long a lesson takes to read."""

import math
import re
from typing import Any

HAN_A_MINUTE = 300
"""Han characters that an adult reads attentively in a minute."""
WORDS_A_MINUTE = 180
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z0-9’']+")


def estimated_minutes(body: Any, more_seconds: float = 0) -> int:
    """Return the minutes that studying ``body`` (a lesson's StreamValue) takes; at least one unless it is empty.

    ``more_seconds`` is what its films take whose length no file says.
    """
    seconds = more_seconds + sum(block_seconds(child.block, child.value) for child in body or ())
    return math.ceil(round(seconds, 3) / 60)


def block_seconds(block: Any, value: Any) -> float:
    """Return the seconds that one block takes: its words, or what is more, as long as it says by itself.

    A block that is looked at, listened to or worked through has ``reading_seconds(value)``.
    """
    words = text_seconds(" ".join(block.get_searchable_content(value)))
    own = getattr(block, "reading_seconds", None)
    return max(words, own(value)) if own else words


def text_seconds(text: str) -> float:
    """Return the seconds that reading ``text`` takes."""
    han = len(_HAN.findall(text))
    words = len(_WORD.findall(_HAN.sub(" ", text)))
    return 60 * (han / HAN_A_MINUTE + words / WORDS_A_MINUTE)
