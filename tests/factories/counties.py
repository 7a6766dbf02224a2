"""Two counties below one city, each with a home page, people, pages and files of its own."""

from dataclasses import dataclass

from wagtail.models import Page

from people.models import Organization, Role, SchoolDocument, SchoolImage, SchoolMedia, User
from tests.factories.people import (
    make_document,
    make_image,
    make_media,
    make_organization,
    make_page,
    make_place,
    make_user,
)


@dataclass
class County:
    """One county and one of each thing in it; every title starts with ``canary``."""

    canary: str
    organization: Organization
    home: Page
    page: Page
    image: SchoolImage
    document: SchoolDocument
    media: SchoolMedia
    editor: User
    administrator: User
    learner: User


@dataclass
class Counties:
    """The city and its two counties."""

    city: Organization
    city_home: Page
    city_page: Page
    east: County
    west: County


def make_county(name: str, city: Organization, city_home: Page) -> County:
    """Make one county below ``city``; ``name`` is its canary."""
    organization = make_organization(f"{name} county", parent=city)
    home = make_place(organization, parent=city_home, title=f"{name} home")
    return County(
        canary=name,
        organization=organization,
        home=home,
        page=make_page(home, title=f"{name} page"),
        image=make_image(organization, title=f"{name} image"),
        document=make_document(organization, title=f"{name} document"),
        media=make_media(organization, title=f"{name} media"),
        editor=make_user(f"{name} editor", role=Role.EDITOR, organization=organization),
        administrator=make_user(f"{name} administrator", role=Role.ADMINISTRATOR, organization=organization),
        learner=make_user(f"{name} learner", role=Role.LEARNER, organization=organization),
    )


def make_counties() -> Counties:
    """Make the city and both counties."""
    city = make_organization("City", kind="city")
    city_home = make_place(city, title="City home")
    city_page = make_page(city_home, title="City lesson")
    return Counties(
        city=city,
        city_home=city_home,
        city_page=city_page,
        east=make_county("Eastcanary", city, city_home),
        west=make_county("Westcanary", city, city_home),
    )
