"""The form in which a plugin is switched and set at one place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from schoolhouse.activation import settings_of
from schoolhouse.faults import shielded
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
        self.plugin, self.page, self.row = plugin, page, row
        self.fields["state"] = forms.ChoiceField(
            label=_("State"), widget=forms.RadioSelect, choices=_choices(plugin, page)
        )
        default = PluginState.ON if plugin.active_by_default else PluginState.BELOW
        inherited = PluginState.INHERIT if page is not None else default
        self.initial["state"] = row.state if row and (page or row.state != PluginState.INHERIT) else inherited
        #: What is set here, kept where the plugin's own form cannot be shown.
        self.kept: dict[str, Any] | None = None
        self.own_fields, values = self._settings_fields()
        if not self.own_fields:
            return
        if page is not None:
            self.fields[OWN] = forms.BooleanField(
                label=_("Own settings here"),
                required=False,
                initial=bool(row and row.settings),
                help_text=_("Without it the settings from above hold."),
            )
        for name, field in self.own_fields.items():
            self.fields[f"set_{name}"] = field
            self.initial[f"set_{name}"] = values[name]

    def _settings_fields(self) -> tuple[dict[str, forms.Field], dict[str, Any]]:
        """Return the settings' fields and what holds here; none where they fail, so that it can be switched off."""
        with shielded(self.plugin.label, "settings_form"):
            form_class = self.plugin.settings_form_class()
            if form_class is None:
                return {}, {}
            return dict(form_class.base_fields), settings_of(self.plugin.label, self.page)
        self.kept = self.row.settings if self.row else {}
        return {}, {}

    def settings(self) -> dict[str, Any]:
        """Return the settings set here, cleaned; none where they are inherited."""
        if self.kept is not None:
            return self.kept
        if self.page is not None and not self.cleaned_data.get(OWN):
            return {}
        return {name: self.cleaned_data[f"set_{name}"] for name in self.own_fields}

    def clean(self) -> dict[str, Any]:
        """Do not mind the settings' fields where they do not count; ask the plugin's form what does not go together."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.page is not None and not cleaned.get(OWN):
            for name in self.own_fields:
                self.errors.pop(f"set_{name}", None)
        elif not any(f"set_{name}" in self.errors for name in self.own_fields):
            self._ask_the_whole()
        return cleaned

    def _ask_the_whole(self) -> None:
        """Add what the ``clean`` of the plugin's own form finds wrong among values that are right by themselves."""
        form_class = self.plugin.settings_form_class() if self.own_fields else None
        if form_class is None:
            return
        sent = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(f"set_{name}"))
            for name, field in self.own_fields.items()
        }
        with shielded(self.plugin.label, "settings_form"):
            for name, errors in form_class(sent).errors.as_data().items():
                self.add_error(f"set_{name}" if name in self.own_fields else None, errors)


def _choices(plugin: PluginConfig, page: Page | None) -> list[tuple[str, Any]]:
    """Return the states that can be chosen: nothing lies above the server, and nothing below the lowest place."""
    left_out = {PluginState.INHERIT} if page is None else set()
    if plugin.scope == "server":
        left_out.add(PluginState.BELOW)
    return [(state.value, state.label) for state in PluginState if state not in left_out]
