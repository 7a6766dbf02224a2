import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.search.excerpts import highlight, holds_all


@pytest.mark.parametrize(
    ("text", "query", "pieces"),
    [
        ("参加培训班的学员", "培训班", [("参加", False), ("培训班", True), ("的学员", False)]),
        ("参加培训班的学员", "训班的 学", [("参加培", False), ("训班的学", True), ("员", False)]),
        ("开通5G网络", "5g网络", [("开通", False), ("5G网络", True)]),
        ("开通５Ｇ网络", "5G", [("开通", False), ("５Ｇ", True), ("网络", False)]),
        ("Two Lessons, learned", "lesson", [("Two ", False), ("Lessons", True), (", learned", False)]),
        ("a café", "CAFE", [("a ", False), ("café", True)]),
        ("<b>土地</b>", "土地", [("<b>", False), ("土地", True), ("</b>", False)]),
        ("培\u200b训", "培训", [("培\u200b训", True)]),
        ("电脑，打开", "脑打", [("电脑，打开", False)]),
        ("没有", "别的", [("没有", False)]),
        ("文字", "？！", [("文字", False)]),
        ("", "字", []),
    ],
)
def test_highlight_marks_what_was_asked_for(text, query, pieces):
    assert highlight(text, query) == pieces


def test_highlight_shows_the_part_with_most_hits():
    text = "前" * 200 + "土地" + "中" * 200 + "土地承包土地" + "后" * 200
    pieces = highlight(text, "土地", width=60)
    assert [piece for piece, is_hit in pieces if is_hit] == ["土地", "土地"]
    assert pieces[0][0].startswith("…")
    assert pieces[-1][0].endswith("…")
    assert len("".join(piece for piece, _ in pieces)) == 62


def test_highlight_gives_the_whole_text_for_no_width():
    text = "前" * 500 + "土地"
    assert highlight(text, "土地", width=0) == [("前" * 500, False), ("土地", True)]


@given(st.text(max_size=200), st.text(max_size=20), st.integers(0, 50))
def test_highlight_never_changes_the_text(text, query, width):
    shown = "".join(piece for piece, _ in highlight(text, query, width=width))
    assert shown.removeprefix("…").removesuffix("…") in text or shown.strip("…") in text


@pytest.mark.parametrize(
    ("text", "query", "is_there"),
    [
        ("参加培训班的学员", "训班 学", True),
        ("参加培训班的学员", "训班 老师", False),
        ("电脑，打开", "脑打", False),
        ("开通５Ｇ网络", "5g网络", True),
        ("Two Lessons, learned", "lesson LEARN", True),
        ("Two Lessons, learned", "less", False),
        ("文字", "？！", False),
        ("", "字", False),
    ],
)
def test_holds_all_says_whether_a_title_holds_all_that_is_asked_for(text, query, is_there):
    assert holds_all(query)(text) is is_there
