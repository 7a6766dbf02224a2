"""Documents as blocks of lessons."""

import time

from foundation.word.reader import read_docx
from lessons.authoring.converting import convert
from lessons.authoring.losses import LISTED, bounded, say_loss
from lessons.blocks import LessonBodyBlock
from tests.factories.word import link, make_docx, paragraph, picture, png, run, table


def converted(*parts, **options):
    return convert(read_docx(make_docx(*parts, **options)))


def shape(found):
    return [(block["type"], block["value"]) for block in found.blocks]


def test_title_and_headings_find_their_places():
    found = converted(
        paragraph("急救常识", style="a3"),
        paragraph("烫伤", style="2"),
        paragraph("先冲冷水。"),
        paragraph("冷水", style="3"),
        paragraph("十五分钟。"),
    )

    assert found.title == "急救常识"
    assert shape(found) == [
        ("heading", "烫伤"),
        ("text", "<p>先冲冷水。</p><h3>冷水</h3><p>十五分钟。</p>"),
    ]


def test_the_only_heading_of_the_first_level_is_the_title():
    found = converted(paragraph("Title", style="2"), paragraph("Part", style="3"), paragraph("text"))

    assert (found.title, shape(found)) == ("Title", [("heading", "Part"), ("text", "<p>text</p>")])


def test_text_is_escaped_and_keeps_its_looks():
    found = converted(
        paragraph(run("a <script> & "), run("b", "b"), run("c", "b", "i"), link("x", "site"), link("bad", "evil")),
        links={"x": 'https://a.example/?q="1"', "bad": "javascript:alert(1)"},
    )

    assert shape(found)[0][1] == (
        '<p>a &lt;script&gt; &amp; <b>b</b><b><i>c</i></b><a href="https://a.example/?q=&quot;1&quot;">site</a>evil</p>'
    )
    assert ("address", "javascript:alert(1)") in found.losses


def test_lists_are_nested():
    found = converted(
        paragraph("a", item=(7, 0)),
        paragraph("b", item=(7, 1)),
        paragraph("c", item=(7, 0)),
        paragraph("one", item=(8, 0)),
        paragraph("end"),
    )

    assert shape(found)[0][1] == "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul><ol><li>one</li></ol><p>end</p>"


def test_pictures_stand_between_the_texts():
    found = converted(
        paragraph("before"),
        paragraph(picture("r-a.png", "Stove")),
        paragraph("after"),
        table((paragraph(picture("r-a.png")),)),
        media={"a.png": png()},
    )

    image = {"image": "word/media/a.png", "caption": ""}
    assert shape(found) == [("text", "<p>before</p>"), ("image", image), ("text", "<p>after</p>"), ("image", image)]
    assert found.pictures == {"word/media/a.png": "Stove"}
    assert ("pictures_in_tables", 1) in found.losses


def test_long_texts_are_divided():
    found = converted(paragraph("x" * 400) * 30)

    lengths = [len(value) for _kind, value in shape(found)]
    assert len(lengths) > 3
    assert max(lengths) < 4_000


def test_headings_too_deep_or_too_long_are_named():
    found = converted(
        paragraph("1", outline=0), paragraph("4", outline=3), paragraph("w" * 160, outline=1), paragraph("1", outline=0)
    )

    assert {("deep_headings", 1), ("long_headings", 1)} <= set(found.losses)
    assert f"<h4>4</h4><p>{'w' * 160}</p>" in shape(found)[1][1]


def test_every_loss_can_be_said():
    found = converted(paragraph("x", run("u", "u")), table(("A", "B"), ("1", "2")))

    assert all(say_loss(code, detail) for code, detail in found.losses)


def test_tables_become_blocks_that_the_editor_takes():
    found = converted(table(("姓名", "年龄"), ("张", paragraph(run("十二", "b")))), table(("a", "b"), header=False))

    first, second = LessonBodyBlock().to_python(found.blocks)
    for block in (first, second):
        assert block.block.clean(block.value)
    assert [column["heading"] for column in first.value["table"].columns] == ["姓名", "年龄"]
    assert [[str(value) for value in row] for row in first.value["table"].rows] == [["张", "<p><b>十二</b></p>"]]
    assert len(list(second.value["table"].rows)) == 1


def test_words_above_a_column_that_are_no_name_are_not_repeated():
    long = "先冲冷水。" * 400
    small, large = table((long, "时间"), ("手", "十五分钟")), table((long,), *[("手",)] * 300)

    found = converted(small, large)

    shown = found.blocks[0]["value"]
    assert long not in [column["heading"] for column in shown["table"]["columns"]]
    assert shown["table"]["rows"][0]["values"] == [long, "时间"]
    assert sum(block["value"].count(long) for block in found.blocks[1:]) == 1


def test_long_lists_take_time_by_their_length_alone():
    times = []
    for items in (500, 4_000):
        document = read_docx(make_docx(paragraph("项目", item=(7, 0)) * items))
        begun = time.process_time()
        convert(document)
        times.append(time.process_time() - begun)

    assert times[1] < 25 * times[0]


def test_list_of_what_is_lost_has_an_end():
    losses = [("tables", 3), *(("address", f"javascript:{n}") for n in range(400))]
    losses += [("picture_kind", f"{n}.xyz") for n in range(300)]

    found = bounded(losses)

    assert found[:2] == [("tables", 3), ("address", "javascript:0")]
    assert found[-2:] == [("addresses", 400 - LISTED), ("pictures", 300 - LISTED)]
    assert len(found) == 1 + 2 * LISTED + 2
    assert all(say_loss(code, detail) for code, detail in found)
