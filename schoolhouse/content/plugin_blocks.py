"""The blocks that plugins bring, made once for each place and guarded when they run."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from schoolhouse.content.unknown import KEPT, UnknownValue
from schoolhouse.extension_points import ContentBlock, Extension, content_blocks
from schoolhouse.faults import shielded
from schoolhouse.faults.shown import failed_here
from schoolhouse.plugins import plugin
from schoolhouse.refusals import Refusal

#: What a plugin's block gives where its code fails, or where its plugin is switched off.
GUARDED: dict[str, Callable[[], Any]] = {
    "render": str,
    "get_searchable_content": list,
    "extract_references": lambda: [KEPT],
    "get_api_representation": lambda: None,
}

LISTS = {"get_searchable_content", "extract_references"}


class UnreadableBlock(Refusal):
    """A page cannot be edited now: a plugin's block on it cannot read what was written with it."""

    def __init__(self, extension: Extension[ContentBlock]) -> None:
        config = plugin(extension.plugin)
        message = _(
            "This page cannot be edited now: the plugin “%(plugin)s” cannot read what was written with it here."
        )
        super().__init__(message % {"plugin": config.verbose_name if config else extension.plugin})


def generation() -> object:
    """Return something that is equal as long as no plugin registers or withdraws a block."""
    return content_blocks.generation


def type_name(name: str) -> str:
    """Return the type in the data of a block registered as ``name``: ``word_cards.deck`` → ``word_cards__deck``."""
    return name.replace(".", "__")


def blocks_of_plugins(place: str) -> dict[str, blocks.Block]:
    """Return the blocks that plugins bring to ``place``, by type.

    One that cannot be made is left out and logged with its plugin's name; what was written with it is kept as unknown.
    """
    found = {}
    for extension in content_blocks.extensions():
        if place in extension.value.places:
            block = _made(extension)
            if block is not None:
                found[block.name] = block
    return found


def blocks_switched_off() -> list[str]:
    """Return the types of plugins' blocks that are registered and switched off on the whole server."""
    return [type_name(extension.name) for extension in content_blocks.extensions() if not _is_active(extension)]


def _made(extension: Extension[ContentBlock]) -> blocks.Block | None:
    from schoolhouse.content.blocks import keeping

    block = None
    with shielded(extension.plugin, f"content_blocks: {extension.name}"):
        made = extension.value.block()
        if not isinstance(made, blocks.Block):
            raise TypeError(f"It must give a block, and gives {made!r}.")
        block = keeping(made)
    if block is None:
        return None
    block.set_name(type_name(extension.name))
    block.meta.group = extension.value.group or block.meta.group
    _keep_unreadable(extension, block)
    for method, nothing in GUARDED.items():
        setattr(block, method, _guarded(extension, getattr(block, method), nothing))
    return block


def _keep_unreadable(extension: Extension[ContentBlock], block: blocks.Block) -> None:
    """Have ``block`` keep stored values that its code cannot read, say those of an older version of the plugin."""
    read_many, read, give_back, form_state = (
        block.bulk_to_python,
        block.to_python,
        block.get_prep_value,
        block.get_form_state,
    )

    def bulk_to_python(values: Iterable[Any]) -> list[Any]:
        values = list(values)
        with shielded(extension.plugin, f"content_blocks: {extension.name}"):
            return list(read_many(values))
        return [UnknownValue(block.name, value) for value in values]

    def to_python(value: Any) -> Any:
        with shielded(extension.plugin, f"content_blocks: {extension.name}"):
            return read(value)
        return UnknownValue(block.name, value)

    def get_prep_value(value: Any) -> Any:
        return value.raw if isinstance(value, UnknownValue) else give_back(value)

    def get_form_state(value: Any) -> Any:
        if isinstance(value, UnknownValue):
            # The block's own form would show it empty, and saving would lose it.
            raise UnreadableBlock(extension)
        return form_state(value)

    block.bulk_to_python, block.to_python = bulk_to_python, to_python
    block.get_prep_value, block.get_form_state = get_prep_value, get_form_state


def _guarded(extension: Extension[ContentBlock], method: Callable[..., Any], nothing: Callable[[], Any]) -> Any:
    """Return ``method`` so that its failure is logged with the plugin's name, and gives nothing."""

    @functools.wraps(method)
    def guarded(value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, UnknownValue):
            return nothing()
        if method.__name__ == "render" and not _is_active(extension, *args, **kwargs):
            return nothing()
        place = f"content_blocks: {extension.name}"
        with shielded(extension.plugin, place):
            given = method(value, *args, **kwargs)
            return list(given) if method.__name__ in LISTS else given
        if method.__name__ == "render":
            return failed_here(_request(*args, **kwargs), extension.plugin, place)
        return nothing()

    return guarded


def _request(context: Any = None) -> Any:
    """Return the request that a block is rendered for, or ``None``."""
    return context.get("request") if context else None


def _is_active(extension: Extension[ContentBlock], context: Any = None) -> bool:
    """Say whether the plugin is switched on for the page in ``context``."""
    from schoolhouse.activation import is_active  # reads the database; models' blocks read this module

    return is_active(extension.plugin, context.get("page") if context else None)
