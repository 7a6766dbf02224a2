"""What of Wagtail's own menus a school does not need."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from people.scope import scope_of


def keep_help_inside(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the links to Wagtail's own site out of the help menu: behind a closed network they lead nowhere."""
    items[:] = [item for item in items if item.url.startswith(("/", "#"))]


def hide_server_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Show the report on page types, which looks at the whole server, only to those to whom it answers."""
    if not scope_of(request.user).everything:
        items[:] = [item for item in items if item.name != "page-types-usage"]
