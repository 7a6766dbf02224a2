"""What changed between two texts, word by word in Latin script and character by character in Chinese."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_PIECES = 3_000
"""Longer changed passages are shown as taken out and put in whole: comparing them costs the square of their length."""
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_PIECES = re.compile(r"[^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|\s+|.", re.DOTALL)


class Piece(NamedTuple):
    """Some text that is in both (``same``), only in the new (``added``) or only in the old one (``removed``)."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces that make up both texts, in order; neighbors of one kind are joined."""
    pieces: list[Piece] = []
    before, after = _LINES.findall(old), _LINES.findall(new)
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left, right = "".join(before[start:end]), "".join(after[other_start:other_end])
        pieces += [Piece("same", left)] if tag == "equal" else _within(left, right)
    return _joined(pieces)


def _within(old: str, new: str) -> list[Piece]:
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if not before or not after or len(before) + len(after) > MOST_PIECES:
        return [Piece("removed", old), Piece("added", new)]
    pieces = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[start:end])))
        else:
            pieces.append(Piece("removed", "".join(before[start:end])))
            pieces.append(Piece("added", "".join(after[other_start:other_end])))
    return pieces


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
