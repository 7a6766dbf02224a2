"""Which plugins there are, what they do and did wrong, and where they are on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from schoolhouse.actions.activation import ask_again, decide
from schoolhouse.activation import is_active, scopes_at
from schoolhouse.admin.forms import ActivationForm
from schoolhouse.models import PluginActivation, PluginFault
from schoolhouse.plugins import PluginConfig, plugin, plugins
from schoolhouse.queries.plugins import PluginReport, report, reports

Person = AbstractBaseUser | AnonymousUser
"""Who asks; accounts are a room above."""


def may_administer(user: Person) -> bool:
    """Say whether somebody switches plugins for the whole server."""
    may: bool = user.has_perm("schoolhouse.change_pluginactivation")  # type: ignore[union-attr,attr-defined]
    return user.is_active and may


def may_switch_at(user: Person, page: Page) -> bool:
    """Say whether somebody switches plugins at a page: who publishes it."""
    return bool(page.permissions_for_user(user).can_publish())


class _AdministratorMixin(WagtailAdminTemplateMixin):
    header_icon = "plugin"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_administer(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class PluginListView(_AdministratorMixin, TemplateView):
    """Every plugin that was found, left out or not."""

    template_name = "schoolhouse/admin/plugins.html"
    page_title = gettext_lazy("Plugins")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Plugins")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a report on each."""
        return super().get_context_data(reports=reports(), **kwargs)


class _SwitchView(WagtailAdminTemplateMixin, FormView):
    """Switches and sets one plugin at one place."""

    form_class = ActivationForm
    template_name = "schoolhouse/admin/plugin.html"
    header_icon = "plugin"
    _show_breadcrumbs = True
    page: Page | None = None
    config: PluginConfig | None

    @cached_property
    def row(self) -> PluginActivation | None:
        """What is decided here already."""
        return PluginActivation.objects.filter(plugin=self.kwargs["label"], page=self.page).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what it is about."""
        return {**super().get_form_kwargs(), "plugin": self.config, "page": self.page, "row": self.row}

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form; one that is left out has none."""
        return super().get_form(form_class) if self.config else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands on the button."""
        labels = {"submit_button_label": _("Save"), "submit_button_active_label": _("Saving…")}
        return super().get_context_data(**labels, **kwargs)

    def form_valid(self, form: ActivationForm) -> HttpResponse:
        """Keep the decision."""
        if self.config is None:
            raise Http404
        decide(
            plugin=self.config,
            page=self.page,
            state=form.cleaned_data["state"],
            settings=form.settings(),
            by=self.request.user,  # type: ignore[arg-type]
        )
        messages.success(self.request, _("Saved. It holds everywhere from now on."))
        return redirect(self.request.path)


class PluginView(_AdministratorMixin, _SwitchView):
    """One plugin: its state on the server, its settings, what it adds, what it did wrong."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the plugin."""
        super().setup(request, *args, **kwargs)
        self.config = plugin(kwargs["label"])

    @cached_property
    def report(self) -> PluginReport:
        """What there is to say about it; raises ``Http404`` where there is none of that name."""
        found = report(self.kwargs["label"])
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> Any:
        """Return the plugin's name."""
        return self.report.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        plugins_item = {"url": reverse("schoolhouse_plugins"), "label": _("Plugins")}
        return [*self.breadcrumbs_items, plugins_item, {"url": "", "label": self.report.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report and the decisions at pages."""
        decisions = PluginActivation.objects.filter(plugin=self.kwargs["label"], page__isnull=False)
        decisions = decisions.select_related("page").order_by("page__path")
        return super().get_context_data(report=self.report, decisions=decisions, **kwargs)


class _PageMixin:
    page: Page

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        self.scopes = scopes_at(self.page)
        if not self.scopes or not may_switch_at(request.user, self.page):
            raise Http404

    def way(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_explore", args=[self.page.pk]), "label": self.page.get_admin_display_title()},
            {"url": reverse("schoolhouse_page_plugins", args=[self.page.pk]), "label": _("Plugins")},
        ]


class PagePluginsView(_PageMixin, WagtailAdminTemplateMixin, TemplateView):
    """The plugins that can be switched at a site's root page or a class."""

    template_name = "schoolhouse/admin/page_plugins.html"
    header_icon = "plugin"
    _show_breadcrumbs = True

    def get_page_title(self) -> str:
        """Return what the page is about."""
        return _("Plugins: %(title)s") % {"title": self.page.get_admin_display_title()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, *self.way()]  # type: ignore[list-item]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each plugin and whether it is on here."""
        rows = {row.plugin: row for row in PluginActivation.objects.filter(page=self.page)}
        found = [
            {"config": config, "active": is_active(config.label, self.page), "row": rows.get(config.label)}
            for config in plugins()
            if config.scope in self.scopes
        ]
        return super().get_context_data(page=self.page, found=found, **kwargs)


class PagePluginView(_PageMixin, _SwitchView):
    """One plugin at one page."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the plugin; raises ``Http404`` where its scope does not reach down here."""
        super().setup(request, *args, **kwargs)
        self.config = plugin(kwargs["label"])
        if self.config is None or self.config.scope not in self.scopes:
            raise Http404

    def get_page_title(self) -> Any:
        """Return the plugin's name."""
        return self.config.verbose_name if self.config else ""

    def get_page_subtitle(self) -> str:
        """Return the page's title."""
        title: str = self.page.get_admin_display_title()
        return title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, *self.way(), {"url": "", "label": self.get_page_title()}]  # type: ignore[list-item]


@require_POST
def ask_plugin_again(request: HttpRequest, fault_id: int) -> HttpResponse:
    """Forget a fault, and ask the plugin there again if it was switched off."""
    if not may_administer(request.user):
        raise Http404
    fault = get_object_or_404(PluginFault, pk=fault_id)
    ask_again(fault=fault, by=request.user)  # type: ignore[arg-type]
    return redirect("schoolhouse_plugin", fault.plugin)
