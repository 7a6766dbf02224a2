"""Finding people's names behind an ``@`` in plain text."""

import re
from collections.abc import Collection, Iterator

AT = "@＠"
"""What an input method gives for the sign, too."""
LONGEST = 60
"""So many characters behind the sign are looked at for a name."""
_QUALIFIED = re.compile(r"[(（]([^()（）\n]{1,200})[)）]")
_LATIN = re.compile(r"[A-Za-z0-9_]")


def signs_in(text: str) -> Iterator[int]:
    """Yield the places of the signs behind which a name may stand: not in the middle of a word or mail address."""
    for place, letter in enumerate(text):
        if letter in AT and not (place and (_LATIN.match(text[place - 1]) or text[place - 1] in ".-")):
            yield place


def beginnings(text: str, place: int) -> list[str]:
    """Return what the name behind the sign at ``place`` may be, the longest first."""
    line = text[place + 1 : place + 1 + LONGEST].partition("\n")[0]
    return [line[:length] for length in range(len(line), 0, -1) if ends_word(line, length)]


def ends_word(text: str, length: int) -> bool:
    """Say whether a name may end after ``length`` characters: not within a word of an alphabet."""
    return length >= len(text) or not (_LATIN.match(text[length - 1]) and _LATIN.match(text[length]))


def qualifier_at(text: str, place: int) -> tuple[str, str] | None:
    """Return what stands in brackets at ``place``, with and without them; ``None`` where nothing does."""
    found = _QUALIFIED.match(text, place)
    return (found.group(0), found.group(1).strip()) if found else None


def split_at_names(text: str, names: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of ``text`` in order, and of each whether it is a sign with one of ``names``."""
    done = 0
    by_length = sorted(names, key=len, reverse=True)
    for place in signs_in(text):
        if place < done:
            continue
        name = next((one for one in by_length if text.startswith(one, place + 1)), None)
        if name is None or not ends_word(text[place + 1 :], len(name)):
            continue
        if place > done:
            yield text[done:place], False
        done = place + 1 + len(name)
        yield text[place:done], True
    if done < len(text):
        yield text[done:], False
