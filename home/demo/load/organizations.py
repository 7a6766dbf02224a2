"""The organization tree and its places in the page tree."""

from wagtail.models import Locale, Page

from home.actions.place import open_home
from home.actions.setup import point_site_at
from home.actions.workflow import ensure_workflow
from home.demo.load.school import CHINESE, ENGLISH, LANGUAGES, DemoSchool
from home.demo.names import DemoOrganization, organizations
from people.models import Organization

SCHOOL_NAME = {CHINESE: "青山学堂", ENGLISH: "Greenhill School"}
INTRO = {
    CHINESE: "白天听课，晚上研讨。学到的，回去就用。",
    ENGLISH: "Listen by day, talk in the evening, use it the day after.",
}


def load(school: DemoSchool) -> None:
    """Make the tree, the city's home page in both languages and one home page for each county."""
    for language in LANGUAGES:
        school.locales[language], _made = Locale.objects.get_or_create(language_code=language)
    rows = organizations(school.rng, school.scale)
    for row in rows:
        school.organizations[row.code] = _make(school, row)
        school.tick(1)
    _open_homes(school)


def _make(school: DemoSchool, row: DemoOrganization) -> Organization:
    node = Organization(name=row.name.zh, kind=row.kind, code=row.code, public_id=school.uuid())
    if row.parent_code is None:
        node.time_zone = "Asia/Shanghai"
        return Organization.add_root(instance=node)
    parent = Organization.objects.get(code=row.parent_code)
    return parent.add_child(instance=node)


def _open_homes(school: DemoSchool) -> None:
    city = school.city
    root = Page.get_first_root_node()
    for language in LANGUAGES:
        locale = school.locales[language]
        home = open_home(organization=city, parent=root, locale=locale, by=None, title=SCHOOL_NAME[language])
        home.intro = INTRO[language]
        home.save_revision().publish()
        ensure_workflow(home=home)
        school.homes[city.code, language] = home
    english = school.homes[city.code, ENGLISH]
    chinese = school.homes[city.code, CHINESE]
    type(english).objects.filter(pk=english.pk).update(translation_key=chinese.translation_key)
    point_site_at(chinese, hostname="localhost", port=80)
    for county in school.of_kind("county"):
        parent = type(chinese).objects.get(pk=chinese.pk)
        school.homes[county.code, CHINESE] = open_home(
            organization=county, parent=parent, locale=school.locales[CHINESE], by=None
        )
