"""The blocks that plugins bring, made once for each place and guarded when they run."""

import functools
from collections.abc import Callable
from typing import Any

from wagtail import blocks

from schoolhouse.extension_points import ContentBlock, Extension, content_blocks
from schoolhouse.faults import shielded

#: What a plugin's block gives where its code fails, or where its plugin is switched off.
GUARDED: dict[str, Callable[[], Any]] = {
    "render": str,
    "get_searchable_content": list,
    "extract_references": list,
    "get_api_representation": lambda: None,
}


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
    on = {extension.name for extension in content_blocks.active()}
    return [type_name(extension.name) for extension in content_blocks.extensions() if extension.name not in on]


def _made(extension: Extension[ContentBlock]) -> blocks.Block | None:
    from schoolhouse.content.blocks import keeping

    block = None
    with shielded(extension.plugin, f"content_blocks: {extension.name}"):
        block = keeping(extension.value.block())
    if block is None:
        return None
    block.set_name(type_name(extension.name))
    block.meta.group = extension.value.group or block.meta.group
    for method, nothing in GUARDED.items():
        setattr(block, method, _guarded(extension, getattr(block, method), nothing))
    return block


def _guarded(extension: Extension[ContentBlock], method: Callable[..., Any], nothing: Callable[[], Any]) -> Any:
    """Return ``method`` so that its failure is logged with the plugin's name, and gives nothing."""

    @functools.wraps(method)
    def guarded(value: Any, *args: Any, **kwargs: Any) -> Any:
        if method.__name__ == "render" and not _is_active(extension, *args, **kwargs):
            return nothing()
        with shielded(extension.plugin, f"content_blocks: {extension.name}"):
            given = method(value, *args, **kwargs)
            return list(given) if nothing is list else given
        return nothing()

    return guarded


def _is_active(extension: Extension[ContentBlock], context: Any = None) -> bool:
    """Say whether the plugin is switched on for the page in ``context``."""
    page = context.get("page") if context else None
    return any(other.name == extension.name for other in content_blocks.active(page))
