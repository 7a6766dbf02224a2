"""The course system: a tree without circles, the same in each language."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from wagtail.models import Locale

from lessons.actions.categories import save_category
from lessons.catalogue.tree import course_system
from lessons.models import LessonCategory
from schoolhouse.refusals import Refusal
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


def translated(category, language="en"):
    locale, _made = Locale.objects.get_or_create(language_code=language)
    copy = category.copy_for_translation(locale)
    copy.save()
    return copy


def names(language="zh-hans"):
    return [f"{'-' * branch.depth}{branch.name}" for branch in course_system(language)]


def move(category, parent, by=None):
    category.parent = parent
    return save_category(category=category, by=by)


def test_tree_stands_in_order():
    city = make_organization()
    top = make_category(city, name="Top", sort_order=2)
    make_category(city, name="First", sort_order=1)
    low = make_category(city, name="Low", parent=make_category(city, name="Middle", parent=top))
    assert names() == ["First", "Top", "-Middle", "--Low"]
    assert len(course_system("zh-hans").below(top.pk)) == 3
    low.name = "Renamed"
    low.save()
    assert names()[-1] == "--Renamed"


def test_category_never_stands_below_itself():
    city = make_organization()
    top = make_category(city, name="Top")
    low = make_category(city, name="Low", parent=make_category(city, name="Middle", parent=top))
    for parent in (top, low):
        with pytest.raises(Refusal):
            move(LessonCategory.objects.get(pk=top.pk), parent)
    with pytest.raises(ValidationError):
        LessonCategory(pk=top.pk, organization=city, locale=top.locale, name="Top", kind="skills", parent=low).clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonCategory.objects.filter(pk=top.pk).update(parent=F("pk"))
    assert names() == ["Top", "-Middle", "--Low"]


def test_circle_that_got_into_the_database_loses_no_category():
    city = make_organization()
    one = make_category(city, name="One")
    two = make_category(city, name="Two", parent=one)
    LessonCategory.objects.filter(pk=one.pk).update(parent=two)
    two.save()
    assert names() == ["One", "-Two"]


def test_translations_move_along_and_everything_below_takes_the_kind():
    city = make_organization()
    top, other = make_category(city, name="Top"), make_category(city, name="Other", kind="policy")
    low = make_category(city, name="Low", parent=make_category(city, name="Middle", parent=top))
    copies = [translated(category) for category in (top, other, low)]
    assert [copy.parent for copy in copies] == [None, None, copies[0]]
    move(LessonCategory.objects.get(name="Middle", locale=top.locale), other)
    assert names() == ["Other", "-Middle", "--Low", "Top"]
    assert {category.kind for category in LessonCategory.objects.filter(name__in=["Middle", "Low"])} >= {"policy"}
    move(LessonCategory.objects.get(pk=low.pk), other)
    assert names("en") == ["Other", "-Low", "Top"]


def test_category_stays_within_its_organizations():
    city = make_organization("City", kind="city")
    own, other = make_organization("Own", parent=city), make_organization("Other", parent=city)
    above, beside = make_category(city, name="Above"), make_category(other, name="Beside")
    mine = make_category(own, name="Mine")
    editor = make_user(role="editor", organization=own)
    assert move(mine, above, by=editor).parent == above
    with pytest.raises(Refusal):
        move(mine, beside, by=editor)
    with pytest.raises(Refusal) as refused:
        move(above, None, by=editor)
    assert refused.value.status == 403


def test_category_that_holds_others_or_lessons_is_not_deleted():
    city = make_organization()
    top = make_category(city)
    low = make_category(city, parent=top)
    make_lesson(city, category=low)
    for category in (top, low):
        with pytest.raises(ProtectedError):
            category.delete()
