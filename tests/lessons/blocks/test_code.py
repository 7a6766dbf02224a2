"""Code keeps its spaces, is colored by classes alone, and is read by its lines."""

import pytest
from pygments.lexers import get_lexer_by_name

from lessons.blocks.code import LANGUAGES, CodeBlock, highlighted
from lessons.reading_time import block_seconds


def test_code_is_colored_by_classes():
    text = highlighted("def f():\n    return 1", "python")
    assert '<span class="hl-k">def</span>' in text
    assert "style=" not in text


@pytest.mark.parametrize("language", [name for name, _label in LANGUAGES])
def test_every_language_on_offer_is_known(language):
    assert get_lexer_by_name(language)
    assert "&lt;b&gt;" in highlighted("<b>", language) or "hl-" in highlighted("<b>", language)


def test_code_in_an_unknown_language_is_plain_text():
    assert highlighted("<script>alert(1)</script>", "gone") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_code_keeps_its_spaces():
    block = CodeBlock()
    sent = {"c-language": "yaml", "c-code": "\r\n  a: 1\r\n\r\n  b: 2\r\n", "c-caption": "x.yml"}
    value = block.clean(block.value_from_datadict(sent, {}, "c"))
    assert value["code"] == "  a: 1\n\n  b: 2"
    assert ">\n<span" not in str(block.render(value))


def test_code_can_be_copied_found_and_timed():
    block = CodeBlock()
    value = block.to_python({"language": "sql", "code": "select 1;\n\nselect 2;", "caption": "Sums"})
    text = str(block.render(value))
    assert 'data-controller="copy"' in text
    assert 'data-action="copy#copy" hidden' in text  # nothing to press without a script
    assert block.get_searchable_content(value) == ["SQL", "select 1;\n\nselect 2;", "Sums"]
    assert block_seconds(block, value) == 6
