"""Who may open which address of the admin: every URL name, the three roles that work there, here and in another county.

All other roles are turned away everywhere (``test_who_may``). ``ADMIN`` writes out who of the eastern county is let in
to what is the eastern county's; a new address fails this test until it stands there. The same people of the western
county find nothing at an address that names something, their lists show nothing of it, and nothing is written. The
sections of a bundled plugin are held by its own tests, which go with it.
"""

import re
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse

from forums.models import ListedWord
from lessons.models import LessonPage
from people.actions.places import ensure_collection
from people.models import OrganizationGroup
from schoolhouse.plugins import PluginConfig
from tests.factories.evaluations import make_form, make_scheme
from tests.factories.lessons import make_category
from tests.factories.people import make_document, make_image, make_media
from tests.factories.school import School
from tests.home.admin_addresses import ADMIN
from tests.home.test_who_may import (  # noqa: F401 - the school is made once, for its tests and for these
    CANARY,
    OPEN_ADMIN,
    ask,
    clients,
    committed_school,
    in_admin,
    patterns,
    school,
    ways_to_write,
)

pytestmark = pytest.mark.django_db

WORK_THERE = ("editor", "class_teacher", "administrator")
PARTS = 4
"""The addresses are asked in so many tests, which processes share."""

WORDS = {
    "app_label": "lessons",
    "app_name": "lessons",
    "model_name": "lessonpage",
    "content_type_app_name": "lessons",
    "content_type_model_name": "lessonpage",
    "action_name": "approve",
    "action": "delete",
    "filter_spec": "original",
    "media_type": "audio",
    "label": "nothing",
}
MADE_WHEN_FIRST_ASKED = re.compile(r'INSERT INTO "(wagtailusers_userprofile|lessons_qualitysettings)"')
PAGES = {"page_id", "page_pk", "parent_page_id", "page_to_move_id"}
SERVER = (
    "wagtailsites",
    "wagtaillocales",
    "wagtailredirects",
    "wagtailadmin_workflows",
    "jobs_",
    "wagtailusers_groups",
)
"""Sections that belong to nobody's county; what they name is the first of its kind, or nothing."""


def names() -> list[str]:
    """Return the name of every admin address that is no plugin's, once."""
    labels = {config.label for config in apps.get_app_configs() if isinstance(config, PluginConfig)}
    found = {
        name
        for name, route, pattern in patterns(get_resolver())
        if in_admin(route) and pattern.name and name not in OPEN_ADMIN
    }
    return sorted(name for name in found if not any(f"_{label}_" in name for label in labels))


@pytest.fixture
def eastern(school: School) -> dict[str, Any]:  # noqa: F811
    """Give what the addresses name, by the beginning of their names: all of it the eastern county's."""
    east = school.east
    own: dict[str, Any] = {"organization": east.organization}
    collection = ensure_collection(organization=east.organization)
    filed = {**own, "collection": collection, "title": f"{CANARY} file"}
    document, image, media = make_document(**filed), make_image(**filed), make_media(**filed)
    return {
        "revision": LessonPage.objects.get(pk=east.lesson.pk).save_revision(),
        "wagtaildocs": document,
        "wagtailadmin_api:documents": document,
        "people_document": document,
        "wagtailimages": image,
        "wagtailadmin_api:images": image,
        "wagtailmedia": media,
        "people_media": media,
        "wagtailadmin_collections": collection,
        "wagtailusers_users": east.people["learner"],
        "wagtailusers_groups": OrganizationGroup.objects.filter(**own).first().group,
        "class_teacher_chooser": east.people["class_teacher"],
        "instructor_chooser": east.people["instructor"],
        "people_chooser": east.people["learner"],
        "lessonseries": east.series,
        "lessoncategory": make_category(name=f"{CANARY} category", **own),
        "feedbackform": make_form(title=f"{CANARY} form", **own),
        "feedbacksurvey": east.survey,
        "assessmentscheme": make_scheme(title=f"{CANARY} scheme", **own),
        "listedword": ListedWord.objects.create(words=f"{CANARY} word", plain="eastcanaryword", **own),
        "people_organization": east.organization,
    }


def thing_of(name: str, eastern: dict[str, Any]) -> Any:
    """Return what an address names; ``None`` for what is the whole server's."""
    begins = [key for key in eastern if name.startswith(key) or name.split(":")[0].endswith(f"_{key}")]
    return eastern[max(begins, key=len)] if begins else None


def addresses(name: str, east: Any, eastern: dict[str, Any]) -> list[str]:
    """Return the addresses of one name, each way to write it."""
    lesson, thing = east.lesson, thing_of(name, eastern)
    found = []
    for _form, parameters in ways_to_write(name):
        values: dict[str, Any] = {}
        for key in parameters:
            if key in WORDS:
                values[key] = WORDS[key]
            elif key in PAGES or (key in ("pk", "object_id") and thing is None and not name.startswith(SERVER)):
                values[key] = lesson.get_parent().pk if key == "parent_page_id" else lesson.pk
            elif key == "destination_id":
                values[key] = lesson.get_parent().pk
            elif key.startswith("revision_id"):
                values[key] = eastern["revision"].pk
            elif key == "public_id":
                values[key] = thing.public_id
            elif key in ("document", "job_id", "person"):
                values[key] = uuid.UUID(int=1)
            else:
                values[key] = thing.pk if thing is not None else 1
        found.append(reverse(name, kwargs=values))
    return found


def part(number: int) -> list[str]:
    """Return the names of one part."""
    return names()[number::PARTS]


def opens(response: Any) -> bool:
    """Say whether an answer lets somebody in: a page, or what the address asks for is wrong in itself."""
    return response.status_code in (200, 400)


@pytest.mark.parametrize("number", range(PARTS))
def test_admin_lets_in_whom_the_table_says(school, clients, eastern, number):  # noqa: F811
    found = {}
    for name in part(number):
        admitted = {
            actor
            for actor in WORK_THERE
            for address in addresses(name, school.east, eastern)
            if opens(ask(clients[actor], "get", address)[0])
        }
        if admitted != ADMIN.get(name):
            found[name] = admitted

    assert found == {}


def test_every_admin_address_stands_in_the_table():
    assert set(names()) == set(ADMIN)


@pytest.mark.parametrize("number", range(PARTS))
def test_admin_keeps_another_county_out(school, clients, eastern, number):  # noqa: F811
    found = []
    for name in part(number):
        for address in addresses(name, school.east, eastern):
            for actor in WORK_THERE:
                for method in ("get", "post"):
                    response, text, written = ask(clients[f"west {actor}"], method, address)
                    said = f"{name} {method} as west {actor}: {response.status_code}"
                    if CANARY in text:
                        found.append(f"{said} shows the canary")
                    if written := [one for one in written if not MADE_WHEN_FIRST_ASKED.match(one)]:
                        found.append(f"{said} wrote {written}")
                    if thing_of(name, eastern) is not None and _names_something(name) and opens(response):
                        found.append(said)

    assert not found, "\n".join(found)


def _names_something(name: str) -> bool:
    return any(set(parameters) - set(WORDS) for _form, parameters in ways_to_write(name))
