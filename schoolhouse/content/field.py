"""The StreamField of every room."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField

from schoolhouse.content.blocks import keeping


class ContentField(StreamField):
    """A StreamField that loses nothing: unknown blocks and fields stay in the data, at every nesting.

    Block definitions stay out of migrations, so that a plugin that comes or goes makes none. A historical model then
    knows no blocks at all, and keeps all of them through a save; a data migration works on ``raw_data``.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        """Take a ``schoolhouse.content.StreamBlock``, or a list of names and blocks, as Wagtail's field does."""
        super().__init__(block_types, **kwargs)

    @cached_property
    def stream_block(self) -> blocks.StreamBlock:
        """The block of the whole field."""
        return keeping(super().stream_block)

    def extract_references(self, value: Any) -> Iterator[Any]:
        """Name what the content points at; of what is unknown, what was known when its plugin was there."""
        from schoolhouse.content.references import resolved

        yield from resolved(self.name, super().extract_references(value))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the blocks out."""
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [], kwargs

    def clone(self) -> "ContentField":
        """Return a copy that has its blocks: ``deconstruct`` leaves them out."""
        options = {name: value for name, value in self.block_opts.items() if name != "required"}
        _name, _path, _args, kwargs = self.deconstruct()
        return type(self)(self.block_types_arg, **kwargs, **options)
