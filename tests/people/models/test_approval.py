"""The approval step asks for the role at the page's organization."""

import pytest
from wagtail.models import TaskState, Workflow, WorkflowTask

from people.models import OrganizationApprovalTask, Role
from tests.factories.people import make_superuser, make_user


@pytest.fixture
def task(counties):
    task = OrganizationApprovalTask.objects.create(name="Approval")
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    page = counties.east.page
    page.save_revision(user=counties.east.editor)
    workflow.start(page, counties.east.editor)
    return task


def test_task_is_approved_at_the_pages_organization_or_above(counties, task):
    teacher = make_user(role=Role.CLASS_TEACHER, organization=counties.east.organization)
    above = make_user(role=Role.EDITOR, organization=counties.city)
    page = counties.east.page

    people = [counties.east.editor, counties.east.administrator, above, make_superuser()]
    others = [counties.west.editor, teacher, counties.east.learner]

    assert [bool(task.get_actions(page, person)) for person in people] == [True] * 4
    assert [bool(task.get_actions(page, person)) for person in others] == [False] * 3
    assert [task.locked_for_user(page, person) for person in people + others] == [False] * 4 + [True] * 3


def test_waiting_steps_are_those_of_own_pages(counties, task):
    state = TaskState.objects.get()
    waiting = {
        person.full_name: list(task.get_task_states_user_can_moderate(person))
        for person in (counties.east.editor, counties.west.editor, counties.east.learner, make_superuser(full_name="S"))
    }
    assert list(waiting.values()) == [[state], [], [], [state]]
