"""What a watcher is told."""

import pytest
from django.db.migrations.recorder import MigrationRecorder

from foundation.jobs.models import Process, ProcessKind


def test_live_asks_nothing_of_the_database(client):
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_says_that_all_is_well(client):
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json()["status"] == response.json()["database"] == response.json()["migrations"] == "ok"


@pytest.mark.django_db
def test_ready_names_pending_migrations(client):
    MigrationRecorder.Migration.objects.filter(app="people").order_by("-id").first().delete()

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["migrations"] == "pending"


@pytest.mark.django_db
def test_ready_says_whether_background_jobs_are_done(client):
    Process.objects.create(pk="w", kind=ProcessKind.WORKER)

    answer = client.get("/health/ready").json()

    assert (answer["worker"], answer["scheduler"]) == ("ok", "missing")
