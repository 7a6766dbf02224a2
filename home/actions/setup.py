"""Making a school: its organization, home page and first administrator."""

import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from home.actions.place import open_home
from home.actions.workflow import ensure_workflow
from home.models import HomePage
from people.models import Organization, OrganizationKind, User
from schoolhouse.refusals import Refusal


def set_up_school(
    *,
    organization_name: str,
    organization_kind: str = OrganizationKind.SCHOOL,
    full_name: str,
    account_name: str,
    password: str,
    hostname: str = "localhost",
    port: int = 80,
    language: str = "",
) -> HomePage:
    """Make the first organization, its home page and an administrator of the whole server.

    ``language`` is the school's own, one of ``LANGUAGES``; without it, ``LANGUAGE_CODE``.

    Raises ``Refusal`` when the server already has an organization, and ``ValidationError`` for a weak password or a
    name that cannot be stored; in both cases nothing is made.
    """
    language = language or settings.LANGUAGE_CODE
    require_empty()
    validate_password(password)
    with transaction.atomic(), override(language):
        administrator = User.objects.create_superuser(full_name, password, account_name=account_name)
        organization = Organization(name=organization_name, kind=organization_kind)
        organization.full_clean(exclude=["path", "depth"])
        organization = Organization.add_root(instance=organization)
        home = open_root_home(organization=organization, by=administrator, language=language)
        ensure_workflow(home=home)
        point_site_at(home, hostname=hostname, port=port)
    return home


def require_empty() -> None:
    """Raise ``Refusal`` when the server has an organization already."""
    if Organization.objects.exists():
        raise Refusal(gettext("This server already has a school."), code="exists")


def keep_language(language: str) -> bool:
    """Keep the school's own language for every later start; say whether it holds.

    ``LANGUAGE_CODE`` in the environment wins over what is kept, so then nothing is.
    """
    if "LANGUAGE_CODE" in os.environ:
        return False
    Path(settings.LANGUAGE_FILE).write_text(language)
    return True


def open_root_home(*, organization: Organization, by: User | None, language: str = "") -> HomePage:
    """Open the school's own home page directly below the root, and take away Wagtail's welcome page."""
    locale, _made = Locale.objects.get_or_create(language_code=language or settings.LANGUAGE_CODE)
    root = Page.get_first_root_node()
    return open_home(organization=organization, parent=root, locale=locale, by=by)


def point_site_at(home: HomePage, *, hostname: str, port: int) -> Site:
    """Make ``home`` the default site's front page; the welcome page that Wagtail ships goes."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    old = site.root_page if site.pk else None
    site.hostname, site.port, site.root_page, site.site_name = hostname, port, home, home.title
    site.save()
    if old is not None and old.specific_class is Page and old.pk != home.pk:
        old.delete()
    return site
