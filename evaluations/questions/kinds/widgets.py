"""The field of a matrix: one choice for each row."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MatrixWidget(forms.MultiWidget):
    """A row of radio buttons for each row of a matrix; on a phone one row stands below the other."""

    template_name = "evaluations/questions/matrix.html"

    def __init__(self, rows: Sequence[str], columns: Sequence[str]) -> None:
        self.rows = list(rows)
        choices = list(enumerate(columns, start=1))
        super().__init__([forms.RadioSelect(choices=choices) for _row in rows])

    def decompress(self, value: Any) -> list[Any]:
        """Give each row what was chosen there."""
        return [(value or {}).get(str(place)) for place in range(1, len(self.rows) + 1)]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Name the rows."""
        context = super().get_context(name, value, attrs)
        context["rows"] = list(zip(self.rows, context["widget"]["subwidgets"], strict=True))
        return context

    def id_for_label(self, id_: str) -> str:
        """Lead from the list of faults to the first row."""
        return f"{id_}_0_0" if id_ else ""


class MatrixField(forms.MultiValueField):
    """Gives the column chosen in each row, as ``{"1": 3, …}``, both counted from 1."""

    def __init__(self, *, rows: Sequence[str], columns: Sequence[str], required: bool, **kwargs: Any) -> None:
        choices = list(enumerate(columns, start=1))
        fields = [
            forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, required=required) for _row in rows
        ]
        super().__init__(
            fields, widget=MatrixWidget(rows, columns), required=required, require_all_fields=False, **kwargs
        )

    def clean(self, value: Any) -> dict[str, int]:
        """Say once that rows are missing, not once for each."""
        given = value if isinstance(value, list) else []
        if self.required and (len(given) < len(self.fields) or not all(given)):
            raise ValidationError(_("Please answer every row."), code="required")
        return super().clean(value) or {}

    def compress(self, data_list: Any) -> dict[str, int]:
        """Leave out the rows without an answer."""
        return {str(place): one for place, one in enumerate(data_list or (), start=1) if one}
