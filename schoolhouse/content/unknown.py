"""What stands where a block or a field is unknown: its plugin is gone, or it was taken out of the code."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail import blocks

SALT = "schoolhouse.content.unknown"


class UnknownValue:
    """The raw value of something unknown, exactly as it was stored.

    ``is_broken`` marks one that came back from a form changed; it is never stored.
    """

    __slots__ = ("is_broken", "name", "raw")

    def __init__(self, name: str, raw: Any, *, is_broken: bool = False) -> None:
        self.name = name
        self.raw = raw
        self.is_broken = is_broken

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnknownValue) and (self.name, self.raw) == (other.name, other.raw)

    __hash__ = None  # type: ignore[assignment]  # raw values are lists and dicts

    def __repr__(self) -> str:
        return f"<UnknownValue {self.name}: {self.raw!r}>"

    def __str__(self) -> str:
        return ""

    def __html__(self) -> str:
        return ""

    def sealed(self) -> str:
        """Return the value as text that a form can carry and nobody can change."""
        return "" if self.is_broken else signing.dumps([self.name, self.raw], salt=SALT, compress=True)

    @classmethod
    def unsealed(cls, text: str, name: str = "") -> "UnknownValue":
        """Return the value that ``sealed`` made; a broken one for changed text, or for the value of another name."""
        try:
            sealed_name, raw = signing.loads(text, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return cls(name, None, is_broken=True)
        if name and sealed_name != name:
            return cls(name, None, is_broken=True)
        return cls(sealed_name, raw)


class Kept:
    """Stands in a reference where the model would: whatever was known to be used here (``content.references``)."""


KEPT = (Kept, "", "", "")


class UnknownBlock(blocks.Block):
    """Keeps the raw value of a block or field that nobody knows; shows readers nothing.

    Made by ``unknown_block``, one for each name.
    """

    def to_python(self, value: Any) -> UnknownValue:
        """Wrap the stored value."""
        return value if isinstance(value, UnknownValue) else UnknownValue(self.name, value)

    def normalize(self, value: Any) -> Any:
        """Accept what was unknown before. Raises ``TypeError`` for a new value: it would be written by mistake."""
        if value is not None and not isinstance(value, UnknownValue):
            raise TypeError(f"There is no block “{self.name}” here.")
        return value

    def get_prep_value(self, value: UnknownValue) -> Any:
        """Give back what was stored."""
        return value.raw

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> UnknownValue:
        """Read the sealed value that the editor's form carried."""
        return UnknownValue.unsealed(data.get(prefix, ""), self.name)

    def clean(self, value: UnknownValue) -> UnknownValue:
        """Refuse a value that was changed on its way through the form."""
        if value.is_broken:
            raise ValidationError(_("This block was changed on its way here. Load the page again."))
        return value

    def get_form_state(self, value: UnknownValue) -> dict[str, str]:
        """Return what the notice in the editor shows and carries."""
        from schoolhouse.leftovers.records import owner_of_block

        owner = owner_of_block(self.name)
        if owner:
            text = _("This belongs to the plugin “%(plugin)s”, which is not at work here. It is kept as it is.")
            text %= {"plugin": owner}
        else:
            text = _("Nothing that is installed knows “%(name)s”. It is kept as it is.") % {"name": self.name}
        return {
            "sealed": value.sealed(),
            "label": f"{self.name} ({owner})" if owner else self.name,
            "text": text + " " + _("Readers do not see it. You may move or delete it."),
            "remove": _("Delete “%(name)s”") % {"name": self.name},
        }

    def extract_references(self, value: Any) -> list[Any]:
        """Keep what was known to be used in it."""
        return [KEPT]

    def get_api_representation(self, value: UnknownValue, context: Any = None) -> None:
        """Show nothing of it."""

    def render(self, value: Any, context: Any = None) -> str:
        """Show readers nothing."""
        return ""

    def render_basic(self, value: Any, context: Any = None) -> str:
        """Show readers nothing."""
        return ""

    def get_comparison_class(self) -> type:
        """Return how two revisions of it are compared."""
        from wagtail.admin.compare import BlockComparison

        class UnknownComparison(BlockComparison):
            """Names the block; what is in it cannot be shown."""

            def htmlvalue(self, val: Any) -> str:
                return escape(f"[{self.block.label}]")

            def htmldiff(self) -> str:
                return self.htmlvalue(self.val_b)

        return UnknownComparison

    class Meta:
        icon = "warning"


@lru_cache(maxsize=500)
def unknown_block(name: str) -> UnknownBlock:
    """Return the block that stands for ``name``."""
    block = UnknownBlock(label=name)
    block.set_name(name)
    # Wagtail keeps every block for its previews, for ever; this one has none.
    blocks.Block.definition_registry.pop(block.definition_prefix, None)
    return block


class KnownBlocks(dict[str, blocks.Block]):
    """The children of a stream or a struct by name; any other name gives its ``UnknownBlock``.

    ``in``, ``get`` and iteration know only the children that there are.
    """

    def __missing__(self, name: str) -> UnknownBlock:
        return unknown_block(name)
