"""``{% load fragments %}``: what is each reader's own in a text that many share."""

from typing import Any

from django import template
from django.template.base import Parser, Token

from foundation.fragments.shared import mark_of, own_part, register_own_part

register = template.Library()


class OwnNode(template.Node):
    """A part that is rendered for each reader."""

    def __init__(self, address: str, condition: str = "") -> None:
        self.address, self.condition = address, condition

    def render(self, context: template.Context) -> str:
        """Show the part, or leave a place for it."""
        return own_part(self.address, context, self.condition)


@register.tag
def own(parser: Parser, token: Token) -> OwnNode:
    """Mark what is the reader's own: ``{% own %}{{ request.user.full_name }}{% endown %}``.

    In a page that ``render_shared`` answers with, it is rendered at each request with the variables that the view
    passes as ``own``: variables of a surrounding ``{% for %}`` or ``{% with %}`` are not seen, and no block can stand
    in it. In any other page it changes nothing.

    ``{% own has_news %}`` shows the part only where that variable is true, and costs nothing where it is not.
    """
    condition = " ".join(token.split_contents()[1:])
    nodes = parser.parse(("endown",))
    parser.delete_first_token()
    number = getattr(parser, "own_parts", 0)
    parser.own_parts = number + 1  # type: ignore[attr-defined]
    address = f"{parser.origin.name}:{number}"  # type: ignore[union-attr]
    register_own_part(address, nodes)
    return OwnNode(address, condition)


@register.simple_tag(takes_context=True)
def mark(context: template.Context, name: str, argument: Any = "") -> str:
    """Show the reader's mark of this name, for an ``argument`` that the shared text knows.

    For instance ``{% mark "new" post.pk %}``.

    Marks come from the view, as the variable ``marks``: a text by name, or texts by name and argument. Those that rooms
    give with ``mark_everywhere`` stand in any page.
    """
    return mark_of(context, name, argument)  # type: ignore[arg-type]
