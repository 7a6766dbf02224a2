"""A text in both languages at once, as editors write it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from schoolhouse.content import StructBlock

LANGUAGES = ("en", "zh")


class BilingualBlock(StructBlock):
    """A text in English and in Chinese, beside each other; one of the two is enough."""

    def __init__(self, *, required: bool = True, max_length: int = 250, lines: bool = False, **kwargs: Any) -> None:
        """Take ``lines`` for a text of several lines; ``max_length`` is that of each language."""
        kind = blocks.TextBlock if lines else blocks.CharBlock
        more = {"rows": 2} if lines else {}
        names = {"en": gettext_lazy("In English"), "zh": gettext_lazy("In Chinese")}
        children = [
            (name, kind(label=label, required=False, max_length=max_length, **more)) for name, label in names.items()
        ]
        super().__init__(children, required=required, **kwargs)

    def clean(self, value: Any) -> Any:
        """Ask for one of the two where the text is needed."""
        cleaned = super().clean(value)
        if self.meta.required and not self.is_deferred_validation and not any(pair_of(cleaned).values()):
            said = ValidationError(_("Write it in one of the two languages at least."))
            raise StructBlockValidationError(block_errors={"en": said})
        return cleaned

    class Meta:
        icon = "globe"
        form_classname = "struct-block bilingual"
        label_format = "{en} {zh}"


def pair_of(value: Mapping[str, Any] | None) -> dict[str, str]:
    """Return a text in both languages as it is frozen."""
    value = value or {}
    return {name: str(value.get(name) or "").strip() for name in LANGUAGES}
