"""What the editor's browser posts for a stream: the form state that the server gave it, as fields of a form."""

import html
import json
import re
from typing import Any

from wagtail import blocks

from schoolhouse.content.unknown import UnknownBlock


def form_state(page_html: str, name: str = "body") -> list[dict[str, Any]]:
    """Return the state that the edit view wrote into its page for the stream ``name``."""
    found = re.search(rf'id="{name}"[^>]*data-w-block-arguments-value="([^"]*)"', page_html)
    assert found, f"no stream {name}"
    return json.loads(html.unescape(found[1]))[0]


def posted(block: blocks.Block, state: Any, prefix: str) -> dict[str, Any]:
    """Return the fields of the form for ``state``, as the client of ``block`` makes them."""
    if isinstance(block, UnknownBlock):
        return {prefix: state["sealed"]}
    if isinstance(block, blocks.StreamBlock):
        types = [(child["type"], block.child_blocks[child["type"]]) for child in state]
        return _sequence(types, state, prefix)
    if isinstance(block, blocks.ListBlock):
        return _sequence([("", block.child_block) for _child in state], state, prefix)
    if isinstance(block, blocks.StructBlock):
        return _struct(block, state, prefix)
    return {prefix: "" if state is None else state}


def _sequence(types: list[tuple[str, blocks.Block]], state: Any, prefix: str) -> dict[str, Any]:
    fields: dict[str, Any] = {f"{prefix}-count": str(len(state))}
    for number, ((name, block), child) in enumerate(zip(types, state, strict=True)):
        start = f"{prefix}-{number}"
        fields |= {f"{start}-deleted": "", f"{start}-order": str(number), f"{start}-type": name}
        fields |= {f"{start}-id": child["id"] or ""} | posted(block, child["value"], f"{start}-value")
    return fields


def _struct(block: Any, state: Any, prefix: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in state.items():
        if name in block.child_blocks:
            fields |= posted(block.child_blocks[name], value, f"{prefix}-{name}")
        else:
            fields.setdefault(f"{prefix}-__kept", []).append(value["sealed"])
    return fields
