"""Notes taken along: as Markdown and to print."""

import pytest

from lessons.notes.documents import markdown, pdf
from lessons.queries.notes import notes_of, with_lessons
from tests.factories.lessons import make_lesson, make_note
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def rows_of(author):
    return with_lessons(list(notes_of(author)), author)


def test_markdown_groups_by_lesson_and_quotes_passages():
    author, soil, water = make_user(), make_lesson(title="Soil", audience="public"), make_lesson(title="Water")
    make_note(author, soil, body="First", kind="passage", block="b", quote="dig\ndeep", start=0)
    make_note(author, water, body="On water", kind="moment", block="f", second=252)
    make_note(author, soil, body="Second")
    text = markdown(rows_of(author), title="My notes")
    assert text.startswith("# My notes\n")
    assert text.index("## Soil") < text.index("First") < text.index("Second") < text.index("## Water")
    assert "> dig\n> deep" in text
    assert "4:12" in text


def test_pdf_takes_any_words():
    author = make_user()
    make_note(author, body="#set text(red) \\ $x$ [a]\n第二行", kind="passage", block="b", quote="说回去", start=0)
    assert pdf(rows_of(author), title="我的笔记", language="zh-hans").startswith(b"%PDF")
