"""Forms of pages accept only what their writer may choose."""

import pytest
from django.urls import reverse

from forums.models import ForumPage
from lessons.models import LessonPage
from people.models import Role
from tests.factories.lessons import make_category
from tests.factories.people import make_user


@pytest.mark.parametrize("page_type", [LessonPage, ForumPage])
def test_a_page_is_not_shown_to_another_countys_people(counties, page_type):
    form_class = page_type.get_edit_handler().get_form_class()
    form = form_class(instance=page_type(), parent_page=counties.east.home, for_user=counties.east.editor)
    offered = form.fields["audience_organization"].queryset
    assert list(offered) == [counties.east.organization]


def test_a_lesson_takes_no_category_of_another_county(counties):
    own = make_category(counties.east.organization)
    make_category(counties.west.organization)
    form_class = LessonPage.get_edit_handler().get_form_class()
    form = form_class(instance=LessonPage(), parent_page=counties.east.home, for_user=counties.east.editor)
    assert list(form.fields["category"].queryset) == [own]


@pytest.mark.parametrize("section", ["evaluations_feedbackform", "evaluations_assessmentscheme"])
def test_editors_make_rows_for_their_own_organization_only(counties, client, section):
    client.force_login(counties.east.editor)
    response = client.get(reverse(f"wagtailsnippets_{section}:add"))
    assert list(response.context["form"].fields["organization"].queryset) == [counties.east.organization]


def test_class_teachers_choose_organizations_and_do_not_see_their_section(counties, client):
    teacher = make_user(role=Role.CLASS_TEACHER, organization=counties.east.organization)
    client.force_login(teacher)
    chooser = client.get(reverse("wagtailsnippetchoosers_people_organization:choose")).content.decode()
    assert "Eastcanary county" in chooser
    assert "Westcanary" not in chooser
    assert client.get(reverse("wagtailsnippets_people_organization:list")).status_code == 404
