"""Words of the admin that Wagtail leaves in English whatever the language, said in the reader's."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Collection, Page
from wagtail.sites.views import IndexView as SiteIndexView

_SITE_COLUMNS = {
    "port": gettext_lazy("Port"),
    "site_name": gettext_lazy("Name of the site"),
    "root_page": gettext_lazy("Home page of the site"),
}
_stock_title = Page.get_admin_display_title
_stock_chooser = AdminPageChooser.__init__
_stock_name = Collection.get_indented_name


def _title(self: Page) -> str:
    """Name the root, which the database calls "Root"; nobody ever writes that page."""
    return _("All pages") if self.depth == 1 else _stock_title(self)


def _collection(self: Collection) -> str:
    """Name the collection above those of all organizations, which the database calls "Root" as well."""
    return _("Common files") if self.depth == 1 else self.name


def _indented_collection(self: Collection, indentation_start_depth: int = 2, html: bool = False) -> str:
    return _collection(self) if self.depth == 1 else _stock_name(self, indentation_start_depth, html)


def _choose_kind(self: AdminPageChooser, *args: Any, **kwargs: Any) -> None:
    """Name the kind of page that is chosen; Wagtail does it in the language in which a form was first opened."""
    _stock_chooser(self, *args, **kwargs)
    if "choose_one_text" in vars(self) and "choose_one_text" not in kwargs:
        name = self.target_models[0]._meta.verbose_name
        self.choose_one_text = format_lazy("{} ({})", type(self).choose_one_text, capfirst(name))


def mend_words() -> None:
    """Put the words in place; called once when the room is ready."""
    Page.get_admin_display_title = _title
    AdminPageChooser.__init__ = _choose_kind  # type: ignore[method-assign]
    # Wagtail's search counts "3 None".
    SearchView.verbose_name, SearchView.verbose_name_plural = Page._meta.verbose_name, Page._meta.verbose_name_plural
    Collection.__str__ = _collection  # type: ignore[method-assign]
    Collection.get_indented_name = _indented_collection
    for column in SiteIndexView.columns:
        column.label = _SITE_COLUMNS.get(column.name, column.label)


def mending_style() -> SafeString:
    """Return the style that keeps the admin's lists legible on a phone."""
    return format_html('<link rel="stylesheet" href="{}">', static("home/admin.css"))


def mending_script() -> SafeString:
    """Return the script that does the same for words that are written in a browser."""
    return format_html('<script src="{}"></script>', static("js/admin-words.js"))
