"""Parts open and close by the browser alone."""

from lessons.blocks.accordion import AccordionBlock
from tests.lessons.blocks.pages import item


def accordion(**fields):
    block = AccordionBlock()
    parts = [item({"title": f"Part {n}", "text": f"<p>Words {n}</p>"}) for n in (1, 2)]
    return block, block.to_python({"parts": parts, "opens_first": False, **fields})


def test_accordion_is_made_of_the_browsers_own_parts():
    block, value = accordion()
    text = str(block.render(value))
    assert text.count("<details") == text.count("<summary") == 2
    assert " open" not in text
    assert "<p>Words 2</p>" in text


def test_accordion_may_begin_open():
    block, value = accordion(opens_first=True)
    assert str(block.render(value)).count('<details class="accordion__part" open>') == 1


def test_accordion_is_found_by_what_is_closed():
    block, value = accordion()
    assert block.get_searchable_content(value) == ["Part 1", "Words 1", "Part 2", "Words 2"]
