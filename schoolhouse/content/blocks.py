"""Streams and structs that keep what they do not know, and take the blocks of plugins."""

import json
import types
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue

from schoolhouse.content.plugin_blocks import blocks_of_plugins, generation
from schoolhouse.content.unknown import KnownBlocks, UnknownBlock, UnknownValue, unknown_block


class _TakesBlocks:
    """What streams and structs share: children of their own, then those that plugins bring to ``Meta.place``."""

    meta: Any

    @property
    def child_blocks(self) -> KnownBlocks:
        """The children by name, as of now: plugins register theirs long after this block was made."""
        own = self.__dict__["child_blocks"]
        place = getattr(self.meta, "place", "")
        if not place:
            return own
        read_of, known = self.__dict__.get("_known", (None, own))
        if read_of != generation():
            read_of = generation()
            brought = blocks_of_plugins(place)
            known = KnownBlocks({**own, **{name: brought[name] for name in brought if name not in own}})
            self.__dict__["_known"] = read_of, known
        return known

    @child_blocks.setter
    def child_blocks(self, children: Mapping[str, blocks.Block]) -> None:
        unknown = [name for name, block in children.items() if isinstance(block, UnknownBlock)]
        if unknown:
            raise KeyError(*unknown)  # a name in a form layout that is no child
        self.__dict__["child_blocks"] = KnownBlocks(children)
        self.__dict__.pop("_known", None)


class KeepsUnknownBlocks(_TakesBlocks):
    """A stream's part in keeping: blocks of an unknown type stay where they are."""

    def to_python(self, value: Any) -> StreamValue:
        """Take all blocks of stored data, of whatever type."""
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return super().to_python(value)  # type: ignore[misc]
        if value and not isinstance(value, StreamValue):
            value = list(value)
            if isinstance(value[0], dict):
                return StreamValue(self, value, is_lazy=True)
        return super().to_python(value)  # type: ignore[misc]

    def bulk_to_python(self, values: Iterable[Iterable[dict[str, Any]]]) -> list[StreamValue]:
        """Take all blocks of many streams, asking each type of block only once."""
        streams = [list(stream) for stream in values]
        inputs: dict[str, list[Any]] = defaultdict(list)
        for stream in streams:
            for child in stream:
                inputs[child["type"]].append(child["value"])
        outputs = {name: iter(self.child_blocks[name].bulk_to_python(raw)) for name, raw in inputs.items()}
        return [
            StreamValue(self, [(child["type"], next(outputs[child["type"]]), child.get("id")) for child in stream])
            for stream in streams
        ]

    def render_basic(self, value: StreamValue, context: Any = None) -> SafeString:
        """Leave out what is unknown."""
        known = (child for child in value if not isinstance(child.block, UnknownBlock))
        return format_html_join(
            "\n",
            '<div class="w-block-{1} block-{1}">{0}</div>',
            [(child.render(context=context), child.block_type) for child in known],
        )

    def get_api_representation(self, value: StreamValue | None, context: Any = None) -> list[dict[str, Any]]:
        """Leave out what is unknown."""
        known = [child for child in value or [] if not isinstance(child.block, UnknownBlock)]
        return super().get_api_representation(known, context=context)  # type: ignore[misc]


class KeepsUnknownFields(_TakesBlocks):
    """A struct's part in keeping: fields of an unknown name stay in the value, as ``UnknownValue``."""

    def to_python(self, value: Mapping[str, Any]) -> Any:
        """Take all fields of stored data, of whatever name."""
        return self._with_unknown(super().to_python(value), value)  # type: ignore[misc]

    def bulk_to_python(self, values: Collection[Mapping[str, Any]]) -> list[Any]:
        """Take all fields of many structs."""
        known = super().bulk_to_python(values)  # type: ignore[misc]
        return [self._with_unknown(struct, raw) for struct, raw in zip(known, values, strict=True)]

    def _with_unknown(self, struct: Any, raw: Mapping[str, Any]) -> Any:
        for name in raw:
            if name not in self.child_blocks:
                struct[name] = UnknownValue(name, raw[name])
        return struct

    def extract_references(self, value: Mapping[str, Any]) -> Iterator[Any]:
        """Name what known fields point at, and where there are unknown ones."""
        yield from super().extract_references(value)  # type: ignore[misc]
        for name, field in (value or {}).items():
            if isinstance(field, UnknownValue) and name not in self.child_blocks:
                for model, object_id, _model_path, _content_path in unknown_block(name).extract_references(field):
                    yield model, object_id, name, name

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the fields from the editor's form, and the sealed values that it carried along."""
        struct = super().value_from_datadict(data, files, prefix)  # type: ignore[misc]
        name = f"{prefix}-__kept"
        sealed = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        for text in sealed:
            kept = UnknownValue.unsealed(text)
            if kept.name not in self.child_blocks:
                struct[kept.name] = kept
        return struct

    def render_basic(self, value: Mapping[str, Any], context: Any = None) -> SafeString:
        """Leave out what is unknown."""
        fields = [(name, field) for name, field in value.items() if name in self.child_blocks]
        return format_html("<dl>\n{}\n</dl>", format_html_join("\n", "    <dt>{}</dt>\n    <dd>{}</dd>", fields))

    def get_api_representation(self, value: Mapping[str, Any], context: Any = None) -> dict[str, Any]:
        """Leave out what is unknown."""
        known = {name: field for name, field in value.items() if name in self.child_blocks}
        return super().get_api_representation(known, context=context)  # type: ignore[misc]


class StreamBlock(KeepsUnknownBlocks, blocks.StreamBlock):
    """A stream that keeps blocks of unknown types. With ``Meta.place`` it takes the blocks of plugins too."""


class StructBlock(KeepsUnknownFields, blocks.StructBlock):
    """A struct that keeps fields of unknown names. With ``Meta.place`` it takes fields of plugins too."""


class CarriedByItsClient:
    """A stream or struct with a client of its own in the editor, to which what is unknown goes past."""


@cache
def _keeping_class(known: Any) -> Any:
    """Return ``known``, or a subclass of the same name that keeps what is unknown."""
    from schoolhouse.content.adapters import has_own_client

    bases: list[type] = []
    if has_own_client(known) and not issubclass(known, CarriedByItsClient):
        bases.append(CarriedByItsClient)
    if not issubclass(known, _TakesBlocks):
        bases.append(KeepsUnknownBlocks if issubclass(known, blocks.StreamBlock) else KeepsUnknownFields)
    if not bases:
        return known
    body = {"__module__": known.__module__, "__doc__": known.__doc__}
    return types.new_class(known.__name__, (*bases, known), exec_body=lambda namespace: namespace.update(body))


def keeping(block: blocks.Block) -> blocks.Block:
    """Let ``block`` and every stream and struct inside it keep what is unknown; return it.

    Plugins and other packages write Wagtail's own ``StructBlock`` and ``StreamBlock``; what is unknown in those must
    outlive as well, in one with a client of its own (a telepath adapter) too. Left as it is is Wagtail's block of an
    image with its words: its value is the image itself, which has no place for anything unknown.
    """
    from wagtail.images.blocks import ImageBlock  # reads models, which read this module

    if isinstance(block, ImageBlock):
        return block
    if isinstance(block, blocks.StreamBlock | blocks.StructBlock):
        known: Any = type(block)
        kind = _keeping_class(known)
        if kind is not known:
            children = block.__dict__.pop("child_blocks")
            block.__class__ = kind
            block.child_blocks = children
        for child in block.child_blocks.values():
            keeping(child)
    elif isinstance(block, blocks.ListBlock):
        keeping(block.child_block)
    return block
