"""Wagtail's page of account preferences without what belongs to the one account page: names, e-mail and password."""

from django.utils.decorators import method_decorator
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel


@method_decorator(require_admin_access, name="dispatch")
class AccountPreferencesView(AccountView):
    """Picture, notifications, time zone and theme of the admin."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Leave out the panel for names that this school's accounts do not have."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
