"""Wagtail's page views, with filters that name nobody and nothing outside the scope of who looks."""

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from people.admin.links import WithoutServerReport
from people.forms.scoped import limit_choices
from people.viewsets.scoped import ScopedFilters


class ScopedPrivacyView(SetPrivacyView):
    """Wagtail's view restrictions, offering only groups of the reader's organizations."""

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form with its groups limited."""
        form = super().get_form(form_class)
        limit_choices(form, self.request.user)
        return form


class ScopedPageViewSet(PageViewSet):
    """The views of every page type that has none of its own; subclass it for one that has."""

    model = Page
    parent_models = [Page]
    set_privacy_view_class = ScopedPrivacyView

    def construct_view(self, view_class: Any, **kwargs: Any) -> Callable[..., HttpResponseBase]:
        """Build one view; a list gets scoped filters."""
        if issubclass(view_class, BaseListingView):
            bases: tuple[type, ...] = (ScopedFilters, view_class)
            if issubclass(view_class, ContentTypeUseView):
                bases = (WithoutServerReport, *bases)
            view_class = type(view_class.__name__, bases, {"__module__": __name__})
        return super().construct_view(view_class, **kwargs)
