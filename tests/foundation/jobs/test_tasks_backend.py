import pytest
from django_tasks import task_backends
from wagtail.models import Page, ReferenceIndex
from wagtail.tasks import update_reference_index_task

from foundation.jobs import drain
from foundation.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db

COALESCE = ["modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"]


@pytest.fixture(autouse=True)
def our_backend(settings):
    backend = "foundation.jobs.tasks_backend.JobsBackend"
    settings.TASKS = {"default": {"BACKEND": backend, "QUEUES": [], "OPTIONS": {"coalesce": COALESCE}}}
    yield
    del task_backends["default"]


def make_page(title="第一课"):
    return Page.objects.get(depth=1).add_child(title=title)


def test_saving_a_page_leaves_its_index_updates_to_the_worker():
    page = make_page()
    waiting = {job.title for job in Job.objects.all()}
    assert waiting == set(COALESCE)
    drain()
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert list(Page.objects.all().search("第一课")) == [page]


def test_saving_a_page_often_is_indexing_it_once():
    page = make_page()
    for _turn in range(5):
        page.save()
    assert Job.objects.count() == 2


def test_page_saved_while_it_is_being_indexed_is_indexed_again():
    from foundation.jobs import queue

    page = make_page()
    queue.claim("w1")
    page.save()
    assert Job.objects.count() == 3


def test_object_deleted_meanwhile_is_no_failure():
    page = make_page()
    page.delete()
    Job.objects.filter(state=JobState.WAITING).update(attempts=0)
    drain()
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_failing_task_is_retried_and_buried(monkeypatch):
    def fail(*args):
        raise OSError("the index is away")

    monkeypatch.setattr(ReferenceIndex, "create_or_update_for_object", fail)
    update_reference_index_task.enqueue("people", "organization", "1")
    make_page()
    drain()
    row = Job.objects.filter(state=JobState.WAITING).get()
    assert "the index is away" in row.last_error
    for _attempt in range(4):
        Job.objects.update(run_after="2020-01-01T00:00Z")
        drain()
    assert Job.objects.get(pk=row.pk).state == JobState.DEAD


def test_task_keeps_its_time_and_priority():
    from django.utils import timezone

    later = timezone.now() + timezone.timedelta(hours=1)
    update_reference_index_task.using(priority=7, run_after=later).enqueue("people", "user", "1")
    row = Job.objects.get()
    assert (row.priority, row.run_after, row.key) == (7, later, None)
