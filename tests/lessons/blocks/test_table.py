"""Tables name their columns and rows for everybody, and cards on a phone name each cell."""

import pytest
from django.core.exceptions import ValidationError

from lessons.blocks.table import MOST_ROWS, TableBlock

CELLS = {
    "caption": "Doses",
    "columns": [
        {"type": "text", "heading": "Crop"},
        {"type": "number", "heading": "Grams"},
        {"type": "rich_text", "heading": "How"},
    ],
    "rows": [{"values": ["Rice", "12.50", "<p><b>Evenly</b></p>"]}, {"values": ["Tea", None, ""]}],
}


def table(**fields):
    block = TableBlock()
    return block, block.to_python({"table": CELLS, "has_row_names": True, "on_phones": "cards", **fields})


def test_table_has_a_caption_and_names_of_columns_and_rows():
    block, value = table()
    text = str(block.render(value))
    assert "<caption>Doses</caption>" in text
    assert text.count('<th scope="col"') == 3
    assert '<th scope="row" role="rowheader">Rice</th>' in text
    assert '<td role="cell" data-label="Grams" class="number">12.50</td>' in text
    assert "<b>Evenly</b>" in text
    assert "None" not in text


def test_table_scrolls_within_itself_and_can_be_reached_by_keyboard():
    block, value = table(on_phones="scroll", has_row_names=False)
    text = str(block.render(value))
    assert 'tabindex="0" role="group" aria-label="Doses"' in text
    assert "table--cards" not in text
    assert "rowheader" not in text


def test_table_escapes_what_was_written():
    block, value = table(table={**CELLS, "caption": "<script>", "rows": [{"values": ["<img>", None, ""]}]})
    text = str(block.render(value))
    assert "<script>" not in text
    assert "&lt;img&gt;" in text


@pytest.mark.parametrize(
    "change",
    [
        {"rows": []},
        {"columns": [], "rows": []},
        {"rows": CELLS["rows"] * MOST_ROWS},
        {"columns": [{"type": "text", "heading": " "}], "rows": [{"values": ["x"]}]},
    ],
)
def test_table_that_nobody_could_read_is_refused(change):
    block, value = table(table={**CELLS, **change})
    with pytest.raises(ValidationError):
        block.clean(value)


def test_table_is_kept_as_written_and_found_by_its_words():
    block, value = table()
    assert block.clean(value)["table"].caption == "Doses"
    assert block.get_prep_value(value)["table"]["columns"] == CELLS["columns"]
    assert {"Doses", "Crop", "Rice"} <= set(block.get_searchable_content(value))
