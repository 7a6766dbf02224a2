"""The form in which a plugin is switched and set at one place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from schoolhouse.activation import settings_of
from schoolhouse.models import PluginActivation, PluginState
from schoolhouse.plugins import PluginConfig

OWN = "own_settings"


class ActivationForm(forms.Form):
    """State and settings of ``plugin`` at ``page``, or at the server.

    The settings' fields are the plugin's own; below the server they count only with *Own settings here*.
    """

    def __init__(
        self, *args: Any, plugin: PluginConfig, page: Page | None, row: PluginActivation | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plugin, self.page = plugin, page
        self.fields["state"] = forms.ChoiceField(
            label=_("State"), widget=forms.RadioSelect, choices=_choices(plugin, page)
        )
        default = PluginState.ON if plugin.active_by_default else PluginState.BELOW
        inherited = PluginState.INHERIT if page is not None else default
        self.initial["state"] = row.state if row and (page or row.state != PluginState.INHERIT) else inherited
        form_class = plugin.settings_form_class()
        self.own_fields = dict(form_class.base_fields) if form_class else {}
        if not self.own_fields:
            return
        if page is not None:
            self.fields[OWN] = forms.BooleanField(
                label=_("Own settings here"),
                required=False,
                initial=bool(row and row.settings),
                help_text=_("Without it the settings from above hold."),
            )
        values = settings_of(plugin.label, page)
        for name, field in self.own_fields.items():
            self.fields[f"set_{name}"] = field
            self.initial[f"set_{name}"] = values[name]

    def settings(self) -> dict[str, Any]:
        """Return the settings set here, cleaned; none where they are inherited."""
        if self.page is not None and not self.cleaned_data.get(OWN):
            return {}
        return {name: self.cleaned_data[f"set_{name}"] for name in self.own_fields}

    def clean(self) -> dict[str, Any]:
        """Do not mind the settings' fields where they do not count."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.page is not None and not cleaned.get(OWN):
            for name in self.own_fields:
                self.errors.pop(f"set_{name}", None)
        return cleaned


def _choices(plugin: PluginConfig, page: Page | None) -> list[tuple[str, Any]]:
    """Return the states that can be chosen: nothing lies above the server, and nothing below the lowest place."""
    left_out = {PluginState.INHERIT} if page is None else set()
    if plugin.scope == "server":
        left_out.add(PluginState.BELOW)
    return [(state.value, state.label) for state in PluginState if state not in left_out]
