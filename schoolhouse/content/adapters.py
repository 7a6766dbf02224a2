"""How streams and structs that keep what is unknown come to the editor's browser."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from telepath import Adapter, BaseAdapter
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register, registry
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import BlockGroup, StructBlockAdapter

from schoolhouse.content.blocks import CarriedByItsClient, KeepsUnknownBlocks, KeepsUnknownFields
from schoolhouse.content.plugin_blocks import blocks_switched_off

SCRIPTS = ["wagtailadmin/js/telepath/blocks.js", "schoolhouse/content.js"]


class _WithScript:
    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's blocks, then ours on top of them."""
        return forms.Media(js=[versioned_static(script) for script in SCRIPTS])


class KeepingStreamAdapter(_WithScript, StreamBlockAdapter):
    """Makes a stream that shows unknown blocks as notices."""

    js_constructor = "schoolhouse.content.StreamBlock"

    def js_args(self, block: Any) -> list[Any]:
        """Name the blocks that may not be added now: their plugin is switched off on the server."""
        name, groups, initial, meta = super().js_args(block)
        return [name, groups, initial, {**meta, "hidden": blocks_switched_off()}]


class KeepingStructAdapter(_WithScript, StructBlockAdapter):
    """Makes a struct that shows unknown fields as notices, and the fields of plugins after its own."""

    js_constructor = "schoolhouse.content.StructBlock"

    def js_args(self, block: Any) -> list[Any]:
        """Add the fields of plugins to the layout, which was made before they were there."""
        name, children, meta = super().js_args(block)
        layout = meta["formLayout"]
        placed = set(layout.get_sorted_block_names())
        added = [child for child in block.child_blocks if child not in placed]
        if added:
            meta["formLayout"] = BlockGroup([*layout.children, *added], settings=layout.settings)
        return [name, list(children), meta]


class CarryingAdapter(_WithScript, Adapter):
    """Makes a block of a plugin's own client, around which goes what is unknown to it."""

    js_constructor = "schoolhouse.content.Carrying"

    def js_args(self, block: Any) -> list[Any]:
        """Give the block as its own adapter does, what it is, and the names that it knows."""
        kind = "stream" if isinstance(block, blocks.StreamBlock) else "struct"
        return [_AsItIs(block), kind, list(block.child_blocks)]


@dataclass(frozen=True, eq=False)
class _AsItIs:
    """A block without what is put around it."""

    block: blocks.Block


class _AsItIsAdapter(BaseAdapter):
    def build_node(self, obj: _AsItIs, context: Any) -> Any:
        return _own_adapter(type(obj.block)).build_node(obj.block, context)


register(KeepingStreamAdapter(), KeepsUnknownBlocks)
register(KeepingStructAdapter(), KeepsUnknownFields)
register(CarryingAdapter(), CarriedByItsClient)
register(_AsItIsAdapter(), _AsItIs)

_OURS = (CarriedByItsClient, KeepsUnknownBlocks, KeepsUnknownFields)
_STOCK = (StreamBlockAdapter, StructBlockAdapter)


def _own_adapter(kind: type) -> Any:
    """Return the adapter that a class of blocks has without us."""
    adapters = registry.adapters
    return next(adapters[base] for base in kind.__mro__ if base in adapters and base not in _OURS)


def has_own_client(kind: type) -> bool:
    """Say whether a class of blocks brings a client of its own instead of Wagtail's for streams and structs."""
    return type(_own_adapter(kind)) not in _STOCK
