"""Forms of the front door's pages."""

from typing import Any

from django.utils.translation import gettext as _

from home.models import HomePage
from people.forms.scoped import ScopedPageForm
from people.queries.ownership import organization_of


class HomePageForm(ScopedPageForm):
    """A home page: one for each organization and language, standing below an organization that contains it."""

    def clean(self) -> dict[str, Any]:
        """Refuse a second home page in one language, and a place that belongs to somebody else."""
        cleaned: dict[str, Any] = super().clean()
        organization = cleaned.get("organization")
        if organization is None:
            return cleaned
        twins = HomePage.objects.filter(organization=organization, locale_id=self.instance.locale_id)
        if twins.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "organization", _("%(organization)s already has a home page.") % {"organization": organization}
            )
        above = organization_of(self.parent_page) if self.parent_page else None
        if above is not None and not above.contains(organization):
            self.add_error(
                "organization",
                _("A page below %(above)s can only belong to it or to an organization below it.") % {"above": above},
            )
        return cleaned
