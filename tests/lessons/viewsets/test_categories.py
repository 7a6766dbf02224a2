from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lessons.models import LessonCategory, LessonPage
from lessons.viewsets import LessonCategoryViewSet
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_organization, make_user
from tests.people.viewsets.contract import ScopedViewSetContract


class TestCategories(ScopedViewSetContract):
    viewset_class = LessonCategoryViewSet

    def make_object(self, organization: Any, canary: str) -> Any:
        return make_category(organization, name=canary)


def editor_at(organization):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(role="editor", organization=organization))
    return client


def post(client, category, **data):
    address = reverse(LessonCategory.snippet_viewset.get_url_name("edit"), args=[category.pk])
    fields = {"organization": category.organization_id, "name": category.name, "kind": category.kind, "sort_order": 0}
    return client.post(address, {**fields, **data})


@pytest.mark.django_db
def test_editor_moves_a_category_within_the_tree_but_not_below_itself():
    city = make_organization()
    top = make_category(city, name="Top")
    low, other = make_category(city, name="Low", parent=top), make_category(city, name="Other", kind="policy")
    client = editor_at(city)
    shown = client.get(reverse(LessonCategory.snippet_viewset.get_url_name("list"))).content.decode()
    assert "— Low" in shown
    assert "— — " not in shown
    assert post(client, low, parent=other.pk).status_code == 302
    assert post(client, other, parent=low.pk).status_code == 200
    low.refresh_from_db()
    other.refresh_from_db()
    assert (low.parent, low.kind, other.parent) == (other, "policy", None)
    delete = reverse(LessonCategory.snippet_viewset.get_url_name("delete"), args=[other.pk])
    assert client.post(delete).status_code in (200, 302, 403)
    assert LessonCategory.objects.filter(pk=other.pk).exists()


@pytest.mark.django_db
def test_county_uses_the_categories_of_its_city_and_changes_none_of_them():
    city = make_organization("City", kind="city")
    county = make_organization("County", parent=city)
    above, beside = make_category(city, name="Above"), make_category(make_organization(parent=city), name="Beside")
    own = make_category(county, name="Own")
    client = editor_at(county)
    assert post(client, above, name="Taken").status_code == 404
    assert post(client, own, parent=beside.pk).status_code == 200
    assert post(client, own, parent=above.pk).status_code == 302
    lesson = make_lesson(county, category=own)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert "— Own" in shown
    assert "Above" in shown
    assert "Beside" not in shown
    assert LessonPage.objects.get(pk=lesson.pk).category == own
