"""Tables."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from lessons.blocks.examples import example
from schoolhouse.content import StructBlock

MOST_COLUMNS, MOST_ROWS = 12, 200


class CellsBlock(TypedTableBlock):
    """The columns and rows; each column holds words, formatted words or numbers."""

    text = blocks.CharBlock(label=_("Words of the cell"), required=False, icon="pilcrow")
    rich_text = blocks.RichTextBlock(
        label=_("Formatted words"), required=False, features=["bold", "italic", "link", "ul"], icon="bold"
    )
    number = blocks.DecimalBlock(label=_("Number"), required=False, icon="decimal")

    def clean(self, value: Any) -> Any:
        """Ask for a row and a column, and for no more than can be read."""
        if not value.columns or not value.row_data:
            raise ValidationError(_("A table needs at least one column and one row."))
        if len(value.columns) > MOST_COLUMNS or len(value.row_data) > MOST_ROWS:
            limits = {"columns": MOST_COLUMNS, "rows": MOST_ROWS}
            raise ValidationError(_("At most %(columns)s columns and %(rows)s rows.") % limits)
        return super().clean(value)


class TableBlock(StructBlock):
    """A table with a caption and names of columns, and of rows where the first column holds them."""

    table = CellsBlock(label=_("Table"))
    has_row_names = blocks.BooleanBlock(label=_("The first column names the rows"), required=False, default=True)
    on_phones = blocks.ChoiceBlock(
        label=_("On a phone"),
        choices=[("cards", _("Each row becomes a card")), ("scroll", _("The table scrolls sideways"))],
        default="cards",
    )

    def clean(self, value: Any) -> Any:
        """Ask for names of the columns: a card on a phone is nothing without them."""
        value = super().clean(value)
        if any(not column["heading"].strip() for column in value["table"].columns):
            raise StructBlockValidationError(block_errors={"table": ValidationError(_("Name every column."))})
        return value

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the template rows of cells, each with the name and the kind of its column."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        table = value["table"]
        kinds = [column["block"].name for column in table.columns]
        names = [column["heading"] for column in table.columns]
        context["columns"] = list(zip(names, kinds, strict=True))
        context["rows"] = [list(zip(row, names, kinds, strict=True)) for row in table.rows]
        context["becomes_cards"] = value.get("on_phones") != "scroll"
        return context

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with names. On a phone it becomes cards, or scrolls within itself.")
        template = "lessons/blocks/table.html"
        preview_value = example(
            {
                "table": {
                    "caption": _("Opening hours"),
                    "columns": [{"type": "text", "heading": _("Day")}, {"type": "text", "heading": _("Hours")}],
                    "rows": [{"values": [_("Monday"), "8:00–17:00"]}, {"values": [_("Saturday"), "9:00–12:00"]}],
                },
                "has_row_names": True,
                "on_phones": "scroll",
            }
        )
        place = "lessons.table"
