"""Home pages: the front door of the school and of each organization that publishes."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class HomePage(Page):
    """The front door of one organization; what it owns stands below it in the page tree."""

    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.PROTECT, related_name="home_pages"
    )
    intro = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("organization"), FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page", "home.HomePage"]
    subpage_types = [
        "home.HomePage",
        "lessons.LessonIndexPage",
        "classes.TrainingClassIndexPage",
        "forums.ForumPage",
    ]
    template = "home/home_page.html"

    @classproperty
    def base_form_class(cls) -> type:  # noqa: N805
        """The admin's form; imported late, as it needs this model."""
        from home.forms import HomePageForm

        return HomePageForm

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add lessons, classes and the home pages below."""
        from home.presenting import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(self, request)}

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
