"""What changed between two texts."""

import time

import pytest

from forums.writing.differences import differences


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("one two three", "one 2 three", [("same", "one "), ("removed", "two"), ("added", "2"), ("same", " three")]),
        ("我们明天讨论", "我们后天讨论", [("same", "我们"), ("removed", "明"), ("added", "后"), ("same", "天讨论")]),
        ("call 王芳 now", "call 王方 now", [("same", "call 王"), ("removed", "芳"), ("added", "方"), ("same", " now")]),
        ("same", "same", [("same", "same")]),
        ("", "new", [("added", "new")]),
        ("a\nb\n", "a\nc\n", [("same", "a\n"), ("removed", "b"), ("added", "c"), ("same", "\n")]),
    ],
)
def test_difference_is_told_by_words_and_by_chinese_characters(old, new, pieces):
    assert [tuple(piece) for piece in differences(old, new)] == pieces


def test_pieces_make_up_both_texts():
    old, new = "The first line\n第二行有字\n\nend", "第二行没有字\nThe line\n\nend of it"
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@pytest.mark.parametrize("piece", ["字", "a b ", "\n", "x\n"])
def test_longest_texts_are_compared_in_bounded_time(piece):
    started = time.process_time()
    differences((piece * 20_000)[:20_000], (f"新{piece}" * 20_000)[:20_000])
    assert time.process_time() - started < 10
