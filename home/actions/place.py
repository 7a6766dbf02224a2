"""Opening an organization's place in the page tree."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page

from classes.models import TrainingClassIndexPage
from home.models import HomePage
from lessons.models import LessonIndexPage
from people.models import Organization, User
from schoolhouse.refusals import Refusal


def open_home(
    *, organization: Organization, parent: Page, locale: Locale, by: User | None, title: str = ""
) -> HomePage:
    """Publish the home page of ``organization`` below ``parent``, with empty lists of lessons and classes.

    Raises ``Refusal`` when the organization already has a home page in this language.
    """
    if HomePage.objects.filter(organization=organization, locale=locale).exists():
        raise Refusal(gettext("%(organization)s already has a home page.") % {"organization": organization})
    twin = HomePage.objects.filter(organization=organization).first()
    with transaction.atomic(), override(locale.language_code):
        page = HomePage(
            title=title or organization.name,
            slug=_free_slug(parent, organization.code or slugify(organization.name) or str(organization.public_id)[:8]),
            organization=organization,
            locale=locale,
            owner=by,
        )
        _make_translation(page, twin)
        parent.add_child(instance=page)
        for model, name, slug in (
            (LessonIndexPage, gettext("Lessons"), "lessons"),
            (TrainingClassIndexPage, gettext("Training classes"), "classes"),
        ):
            index = model(title=name, slug=slug, locale=locale, owner=by, show_in_menus=True)
            _make_translation(index, model.objects.child_of(twin).first() if twin else None)
            page.add_child(instance=index)
            index.save_revision(user=by).publish()
        page.save_revision(user=by).publish()
    return page


def _make_translation(page: Page, twin: Page | None) -> None:
    """Let ``page`` be the same page as ``twin`` in another language."""
    if twin is not None:
        page.translation_key = twin.translation_key


def _free_slug(parent: Page, wanted: str) -> str:
    """Return ``wanted``, or with a number behind it when a sibling already has it."""
    wanted = slugify(wanted) or "school"
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
