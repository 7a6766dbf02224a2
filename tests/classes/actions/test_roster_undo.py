import pytest
from django.utils import timezone

from classes.actions.roster_import import (
    NewOrganization,
    apply_roster,
    create_roster_organizations,
    preview_roster,
    upload_roster,
)
from classes.actions.roster_undo import undo_roster
from classes.models import Enrollment
from foundation.jobs.models import OutboxEvent
from foundation.sheets.imports import ImportState
from people.models import Organization, Role, User
from schoolhouse.refusals import Refusal
from tests.classes.roster_files import phone, roster_file
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_organization("清水县")


@pytest.fixture
def teacher(county):
    return make_user("班主任", role=Role.CLASS_TEACHER, organization=county)


@pytest.fixture
def training_class(county):
    return make_training_class(county)


@pytest.fixture
def taken(training_class, teacher):
    make_user("老学员", phone="+8613800130009")
    rows = [["甲", phone(1), "", ""], ["乙", phone(2), "新桥镇", ""], ["老学员", phone(9), "", ""]]
    roster = upload_roster(training_class=training_class, file=roster_file(*rows), by=teacher)
    home = Organization.objects.get(name="清水县")
    new = NewOrganization("新桥镇", "新桥镇", "township", home)
    create_roster_organizations(roster=roster, wanted=[new], by=teacher)
    roster.refresh_from_db()
    preview_roster(roster=roster, by=teacher)
    return apply_roster(roster=roster, by=teacher)


def test_undo_removes_what_the_import_made_and_no_existing_account(taken, teacher):
    undone = undo_roster(roster=taken, by=teacher)
    assert (undone.people, undone.enrollments, undone.organizations, undone.kept) == (2, 3, 1, [])
    assert not Enrollment.objects.exists()
    assert sorted(User.objects.filter(is_superuser=False).values_list("full_name", flat=True)) == ["班主任", "老学员"]
    assert not Organization.objects.filter(name="新桥镇").exists()
    taken.refresh_from_db()
    assert taken.state == ImportState.UNDONE


def signed_in(learner):
    User.objects.filter(pk=learner.pk).update(last_login=timezone.now())


def given_a_password(learner):
    learner.set_password("quiet-lamp-7341")
    learner.save()


def given_a_role(learner):
    from people.actions.roles import grant_role

    grant_role(user=learner, role=Role.INSTRUCTOR, organization=Organization.objects.get(name="清水县"), by=None)


def in_another_class(learner):
    make_enrollment(make_training_class(), learner)


def withdrawn(learner):
    enrollment = learner.enrollments.get()
    enrollment.state = "withdrawn"
    enrollment.save()
    enrollment.transitions.create(from_state="enrolled", to_state="withdrawn")


@pytest.mark.parametrize("touch", [signed_in, given_a_password, given_a_role, in_another_class, withdrawn])
def test_undo_keeps_whoever_was_touched_since(taken, teacher, touch):
    learner = User.objects.get(full_name="甲")
    touch(learner)
    undone = undo_roster(roster=taken, by=teacher)
    assert (undone.people, undone.kept) == (1, ["甲"])
    assert Enrollment.objects.filter(training_class=taken.training_class).get().learner == learner


def test_undo_puts_back_who_had_left(training_class, teacher):
    person = make_user("甲", phone="+8613800130001")
    enrollment = make_enrollment(training_class, person, state="withdrawn")
    roster = upload_roster(training_class=training_class, file=roster_file(["甲", phone(1), "", ""]), by=teacher)
    preview_roster(roster=roster, by=teacher)
    undo_roster(roster=apply_roster(roster=roster, by=teacher), by=teacher)
    enrollment.refresh_from_db()
    assert enrollment.state == "withdrawn"
    assert list(enrollment.transitions.values_list("from_state", "to_state")) == [
        ("withdrawn", "enrolled"),
        ("enrolled", "withdrawn"),
    ]


def test_undo_happens_once(taken, teacher):
    undo_roster(roster=taken, by=teacher)
    with pytest.raises(Refusal):
        undo_roster(roster=taken, by=teacher)


def told(name):
    events = OutboxEvent.objects.filter(name=name)
    return sorted(event.data["learner"] for event in events)


def test_taking_and_undoing_tell_of_each_enrollment(taken, teacher):
    learners = sorted(str(one.learner.public_id) for one in Enrollment.objects.select_related("learner"))
    assert told("classes.enrolled") == learners
    event = OutboxEvent.objects.filter(name="classes.enrolled").first()
    assert event.organization == taken.training_class.organization.public_id
    assert (event.data["from_state"], event.data["by"]) == ("", str(teacher.public_id))
    assert event.data["training_class"] == str(taken.training_class.public_id)

    undo_roster(roster=taken, by=teacher)

    assert told("classes.withdrawn") == learners


def test_taking_back_who_waited_tells_and_undoing_lets_them_wait(training_class, teacher):
    waiting = make_enrollment(training_class, make_user("王芳", phone="+8613800130001"), state="waiting")
    roster = upload_roster(training_class=training_class, file=roster_file(["王芳", phone(1), "", ""]), by=teacher)
    preview_roster(roster=roster, by=teacher)
    roster = apply_roster(roster=roster, by=teacher)
    undo_roster(roster=roster, by=teacher)

    learner = [str(waiting.learner.public_id)]
    assert (told("classes.enrolled"), told("classes.waiting"), told("classes.withdrawn")) == (learner, learner, [])


def test_roster_that_is_refused_tells_nothing(training_class, teacher):
    roster = upload_roster(training_class=training_class, file=roster_file(["", phone(1), "", ""]), by=teacher)
    preview_roster(roster=roster, by=teacher)
    with pytest.raises(Refusal):
        apply_roster(roster=roster, by=teacher)

    assert not OutboxEvent.objects.exists()
