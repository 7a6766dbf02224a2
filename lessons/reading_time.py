"""How long a lesson takes to read."""

import math
import re
from typing import Any

HAN_A_MINUTE = 300
"""Han characters that an adult reads attentively in a minute."""
WORDS_A_MINUTE = 180
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z0-9’']+")


def estimated_minutes(body: Any) -> int:
    """Return the minutes that reading ``body`` (a lesson's StreamValue) takes; at least one unless it is empty."""
    text = " ".join(body.stream_block.get_searchable_content(body)) if body else ""
    han = len(_HAN.findall(text))
    words = len(_WORD.findall(_HAN.sub(" ", text)))
    minutes = han / HAN_A_MINUTE + words / WORDS_A_MINUTE
    return math.ceil(minutes) if minutes else 0
