"""Words of the admin that Wagtail leaves in English whatever the language, said in the reader's."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.sites.views import IndexView as SiteIndexView

_SITE_COLUMNS = {
    "port": gettext_lazy("Port"),
    "site_name": gettext_lazy("Name of the site"),
    "root_page": gettext_lazy("Home page of the site"),
}
_stock_title = Page.get_admin_display_title


def _title(self: Page) -> str:
    """Name the root, which the database calls "Root"; nobody ever writes that page."""
    return _("All pages") if self.depth == 1 else _stock_title(self)


def mend_words() -> None:
    """Put the words in place; called once when the room is ready."""
    Page.get_admin_display_title = _title
    for column in SiteIndexView.columns:
        column.label = _SITE_COLUMNS.get(column.name, column.label)


def mending_script() -> SafeString:
    """Return the script that does the same for words that are written in a browser."""
    return format_html('<script src="{}"></script>', static("js/admin-words.js"))
