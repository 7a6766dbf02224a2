"""An editor schedules classes in the Wagtail admin."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from classes.models import LiveClassPage, TimetableItem, TimetableItemKind, TrainingClassPage
from people.models import Role
from tests.classes.queries_counted import count_queries
from tests.factories.classes import make_live_class, make_timetable_item, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai(*when):
    return datetime(*when, tzinfo=SHANGHAI)


@pytest.fixture
def county():
    return make_organization("East county", time_zone="Asia/Shanghai")


@pytest.fixture
def training_class(county):
    return make_training_class(county, title="Eastcanary class", starts_on=date(2026, 9, 1))


@pytest.fixture
def editor(county, client):
    person = make_user(role=Role.EDITOR, organization=county)
    client.force_login(person)
    return person


def add_address(parent, model):
    return reverse("wagtailadmin_pages:add", args=["classes", model, parent.pk])


def live_class_data(instructor, **fields):
    return nested_form_data(
        {
            "title": "Bandages",
            "slug": "bandages",
            "starts_at": "2026-09-02 14:00",
            "ends_at": "2026-09-02 16:00",
            "mode": "hall",
            "room": "Room 2",
            "meeting_url": "",
            "lesson": "",
            "intro": rich_text("<p>Bring scissors.</p>", features=["bold"]),
            "instructors": inline_formset([{"instructor": instructor.pk if instructor else ""}]),
            "materials": inline_formset([]),
            "action-publish": "1",
            **fields,
        }
    )


def test_a_new_live_class_proposes_the_first_day_of_its_class(client, editor, training_class):
    form = client.get(add_address(training_class, "liveclasspage")).context["form"]

    assert form.initial["starts_at"] == shanghai(2026, 9, 1, 9)

    make_live_class(training_class)
    form = client.get(add_address(training_class, "liveclasspage")).context["form"]
    assert form.initial["starts_at"] == shanghai(2026, 9, 2, 9)


def test_publishing_a_live_class_puts_it_on_the_timetable(client, editor, training_class, county):
    training_class.save_revision(user=editor).publish()
    instructor = make_user(role=Role.INSTRUCTOR, organization=county)

    client.post(add_address(training_class, "liveclasspage"), live_class_data(instructor))

    live_class = LiveClassPage.objects.get(slug="bandages")
    assert live_class.live
    item = TimetableItem.objects.get(page=live_class.page_ptr)
    assert (item.kind, item.room) == (TimetableItemKind.LIVE_CLASS, "Room 2")
    assert (item.starts_at, item.ends_at) == (shanghai(2026, 9, 2, 14), shanghai(2026, 9, 2, 16))
    training_class = TrainingClassPage.objects.get(pk=training_class.pk)
    assert not training_class.has_unpublished_changes
    assert training_class.live_revision_id == training_class.latest_revision_id
    training_class.get_latest_revision_as_object().save_revision().publish()
    assert TimetableItem.objects.get(page=live_class.page_ptr).pk == item.pk


def test_moving_a_live_class_moves_its_item_and_keeps_a_draft_of_the_class(editor, training_class):
    live_class = make_live_class(training_class)
    live_class.save_revision().publish()
    draft = TrainingClassPage.objects.get(pk=training_class.pk)
    draft.intro = "Not said yet"
    draft.save_revision()

    live_class.starts_at, live_class.ends_at = shanghai(2026, 9, 3, 9), shanghai(2026, 9, 3, 11)
    live_class.save_revision().publish()

    assert TimetableItem.objects.get().starts_at == shanghai(2026, 9, 3, 9)
    training_class = TrainingClassPage.objects.get(pk=training_class.pk)
    assert training_class.has_unpublished_changes
    latest = training_class.get_latest_revision_as_object()
    assert latest.intro == "Not said yet"
    assert [item.starts_at for item in latest.timetable_items.all()] == [shanghai(2026, 9, 3, 9)]


def test_a_live_class_with_two_items_is_left_as_arranged(training_class):
    live_class = make_live_class(training_class)
    starts = [shanghai(2026, 9, 1, hour) for hour in (9, 14)]
    for moment in starts:
        make_timetable_item(training_class, page=live_class, starts_at=moment)

    live_class.save_revision().publish()

    assert list(TimetableItem.objects.values_list("starts_at", flat=True)) == starts


def test_a_live_class_outside_the_days_of_its_class_is_kept_with_a_warning(client, editor, training_class, county):
    data = live_class_data(None, starts_at="2026-12-01 09:00", ends_at="2026-12-01 11:00")
    data.update(nested_form_data({"instructors": inline_formset([])}))

    response = client.post(add_address(training_class, "liveclasspage"), data, follow=True)

    assert LiveClassPage.objects.get().starts_at == shanghai(2026, 12, 1, 9)
    assert any("2026-09-01" in str(message) for message in response.context["messages"])


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HEAD])
def test_only_instructors_may_be_named(client, editor, training_class, county, role):
    person = make_user(role=role, organization=county)

    response = client.post(add_address(training_class, "liveclasspage"), live_class_data(person))

    assert response.status_code == 200
    assert not LiveClassPage.objects.exists()


def test_nobody_from_another_organization_may_be_named(client, editor, training_class):
    stranger = make_user("Westcanary", role=Role.INSTRUCTOR, organization=make_organization("West county"))

    response = client.post(add_address(training_class, "liveclasspage"), live_class_data(stranger))

    assert not LiveClassPage.objects.exists()
    assert "Westcanary" not in response.content.decode()


@pytest.mark.parametrize(
    ("chooser", "role"), [("class_teacher_chooser", Role.CLASS_TEACHER), ("instructor_chooser", Role.INSTRUCTOR)]
)
def test_choosers_offer_the_role_within_the_organization(client, editor, county, chooser, role):
    make_user("Eastcanary", role=role, organization=county)
    make_user("Learnercanary", role=Role.LEARNER, organization=county)
    make_user("Westcanary", role=role, organization=make_organization("West county"))

    for view in ("choose", "choose_results"):
        page = client.get(reverse(f"{chooser}:{view}")).content.decode()
        assert "Eastcanary" in page
        assert "Learnercanary" not in page
        assert "Westcanary" not in page


def test_preview_of_a_new_class_shows_the_timetable_as_a_learner_sees_it(client, editor, training_class):
    index = training_class.get_parent()
    item = {"kind": "ceremony", "title": "Opening", "starts_at": "2026-09-01 09:00", "ends_at": "2026-09-01 10:00"}
    data = nested_form_data(
        {
            "title": "New class",
            "slug": "new-class",
            "intro": "Soon",
            "period": "1",
            "seats": "30",
            "starts_on": "2026-09-01",
            "ends_on": "2026-09-03",
            "enrollment_mode": "open",
            "offer_hours": "24",
            "audience": "public",
            "materials": inline_formset([]),
            "timetable_items": inline_formset([item]),
        }
    )
    address = reverse("wagtailadmin_pages:preview_on_add", args=["classes", "trainingclasspage", index.pk])

    assert client.post(address, data).json()["is_valid"] is True
    page = client.get(address).content.decode()

    assert "Opening" in page
    assert "New class" in page


def test_preview_of_a_live_class_works_on_new_and_saved_pages(client, editor, training_class, county):
    instructor = make_user("Li Wen", role=Role.INSTRUCTOR, organization=county)
    data = live_class_data(instructor)
    new = reverse("wagtailadmin_pages:preview_on_add", args=["classes", "liveclasspage", training_class.pk])
    saved = make_live_class(training_class, instructor=instructor)
    edit = reverse("wagtailadmin_pages:preview_on_edit", args=[saved.pk])

    for address in (new, edit):
        assert client.post(address, data).json()["is_valid"] is True
        page = client.get(address).content.decode()
        assert "Bring scissors." in page
        assert "Li Wen" in page


def test_the_list_of_classes_shows_only_ones_own(client, editor, training_class):
    make_training_class(make_organization("West county"), title="Westcanary class")

    page = client.get(reverse("training_classes:index")).content.decode()

    assert "Eastcanary class" in page
    assert "Westcanary class" not in page


def test_the_list_of_classes_takes_as_many_queries_for_two_as_for_twenty(client, editor, training_class):
    index = training_class.get_parent()
    counts = []
    for rows in (1, 18):
        for _ in range(rows):
            make_training_class(index=index, class_teacher=make_user(password=None))
        client.get(reverse("training_classes:index"))
        # Wagtail asks the cache for the sites' roots once a row.
        counts.append(count_queries(client, reverse("training_classes:index"), but="wagtail_site_root_paths"))

    assert counts[0] == counts[1], counts


def test_a_class_in_the_admin_leads_to_its_roster_for_who_runs_it(client, training_class, county):
    client.force_login(make_user(role=Role.ADMINISTRATOR, organization=county))
    address = reverse("wagtailadmin_pages:edit", args=[training_class.pk])

    assert reverse("classes:roster", args=[training_class.public_id]) in client.get(address).content.decode()
