import re
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foundation.jobs.models import Job, JobState, Process, ProcessKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = get_user_model().objects.create_superuser("Root", "a-long-password-1", account_name="root")
    client.force_login(user)
    return user


def make_job(**fields):
    return Job.objects.create(**{"name": "jobs.prune", **fields})


def test_report_shows_state_and_error(client, administrator):
    make_job(name="mail.send", state=JobState.DEAD, attempts=6, last_error="Traceback\nOSError: <no> server 邮件")
    make_job(name="jobs.django_task", payload={"task": "wagtail.tasks.update_reference_index_task"})
    page = client.get(reverse("jobs_report"), headers={"accept-language": "en"}).content.decode()
    assert "mail.send" in page
    assert "OSError: &lt;no&gt; server 邮件" in page
    assert "wagtail.tasks.update_reference_index_task" in page
    assert page.count("manage.py worker") == 1


def test_report_warns_only_of_what_is_not_running(client, administrator):
    Process.objects.create(pk="w", kind=ProcessKind.WORKER)
    page = client.get(reverse("jobs_report")).content.decode()
    assert "manage.py worker" not in page
    assert "manage.py scheduler" in page


def test_report_is_filtered_by_state(client, administrator):
    make_job(name="mail.dead", state=JobState.DEAD)
    make_job(name="mail.waiting")
    page = client.get(reverse("jobs_report_results"), {"state": "dead"}).content.decode()
    assert "mail.dead" in page
    assert "mail.waiting" not in page


@pytest.mark.parametrize("query", ["?p=99999999999999999999", "?state=none", "?ordering=x", "?p=x", "?name=%00"])
def test_report_bears_odd_addresses(client, administrator, query):
    make_job()
    assert client.get(reverse("jobs_report") + query).status_code in {200, 400, 404}


def test_report_costs_the_same_for_many_jobs(client, administrator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 29, 270):
        Job.objects.bulk_create(Job(name=f"mail.{index}", state=JobState.DEAD) for index in range(number))
        client.get(reverse("jobs_report"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("jobs_report"))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_retry_and_discard_act_and_are_noted(client, administrator):
    dead = make_job(state=JobState.DEAD, attempts=6)
    waiting = make_job()
    client.post(reverse("jobs_retry", args=[dead.pk]))
    client.post(reverse("jobs_discard", args=[waiting.pk]))
    assert Job.objects.get(pk=dead.pk).state == JobState.WAITING
    assert Job.objects.get(pk=dead.pk).attempts == 0
    assert Job.objects.get(pk=waiting.pk).state == JobState.DISCARDED
    noted = ModelLogEntry.objects.filter(user=administrator).values_list("action", flat=True)
    assert set(noted) == {"jobs.retry", "jobs.discard"}


def test_buttons_of_the_report_pass_the_check_against_forgery(administrator):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(administrator)
    job = make_job(state=JobState.DEAD)
    page = browser.get(reverse("jobs_report")).content.decode()
    form = page[page.index(f'action="{reverse("jobs_retry", args=[job.pk])}') :]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    browser.post(reverse("jobs_retry", args=[job.pk]), {"csrfmiddlewaretoken": token})
    assert Job.objects.get().state == JobState.WAITING


def test_running_job_is_left_alone(client, administrator):
    running = make_job(state=JobState.RUNNING, leased_until=timezone.now())
    answer = client.post(reverse("jobs_discard", args=[running.pk]), follow=True)
    assert Job.objects.get().state == JobState.RUNNING
    assert answer.status_code == 200
    assert ModelLogEntry.objects.count() == 0


def test_actions_need_post_and_an_existing_job(client, administrator):
    assert client.get(reverse("jobs_retry", args=[make_job().pk])).status_code == 405
    assert client.post(reverse("jobs_retry", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("name", ["jobs_report", "jobs_report_results"])
def test_others_do_not_find_the_report(client, name):
    address = reverse(name)
    assert client.get(address).status_code == 302
    from django.contrib.auth.models import Permission

    editor = get_user_model().objects.create_user("Editor", "a-long-password-1", account_name="ed", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    assert client.get(address).status_code == 404
    job = make_job(state=JobState.DEAD)
    assert client.post(reverse("jobs_retry", args=[job.pk])).status_code == 404
    assert Job.objects.get().state == JobState.DEAD
