"""When two spellings of a short answer are the same."""

import re
import unicodedata

_HAN = r"\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.:/](?=\d)")
_MINUS = re.compile(r"(?<![\w)])[-\u2010-\u2015\u2212](?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")
WILDCARD = "*"


def plain(text: str) -> str:
    """Return ``text`` without differences of case, width, punctuation and spaces that nobody means.

    Full-width letters and digits become ordinary ones. A point, a colon or a slash between digits and a minus before
    them are no punctuation: 1.5 is not 15. An asterisk stays.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _THOUSANDS.sub("", _MINUS.sub("\ue000", text))
    kept = {match.start() for match in _BETWEEN_DIGITS.finditer(text)}
    letters = (
        letter if index in kept or letter == WILDCARD or not _is_punctuation(letter) else " "
        for index, letter in enumerate(text)
    )
    return _BESIDE_HAN.sub("", " ".join("".join(letters).split())).replace("\ue000", "-")


def fits(text: str, accepted: str) -> bool:
    """Say whether ``text`` is what is ``accepted``, where an asterisk stands for any or no letters.

    The time grows with the length of both, whatever they are.
    """
    given, pieces = plain(text).replace(WILDCARD, ""), [piece.strip() for piece in plain(accepted).split(WILDCARD)]
    if len(pieces) == 1:
        return given == pieces[0]
    first, *middle, last = pieces
    if not given.startswith(first) or not given.endswith(last) or len(given) < len(first) + len(last):
        return False
    at, end = len(first), len(given) - len(last)
    for piece in middle:
        found = given.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _is_punctuation(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PC" and letter != "\ue000"
