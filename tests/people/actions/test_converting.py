"""The way of a recording through its states, and what becomes of one whose worker was killed."""

import pytest

from foundation.jobs.models import Job
from people.actions import converting
from people.actions.converting import convert_next, move_media, retry_media, take_up
from people.models import MediaState, SchoolMedia
from people.models.media import EDGES
from schoolhouse.refusals import Refusal
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("source", MediaState.values)
@pytest.mark.parametrize("target", MediaState.values)
def test_media_moves_along_the_edges_alone(counties, source, target):
    media = counties.east.media
    SchoolMedia.objects.filter(pk=media.pk).update(state=source)
    assert move_media(media, target) == (target in EDGES[source])
    media.refresh_from_db()
    assert media.state == (target if target in EDGES[source] else source)


def test_only_a_failed_one_is_tried_again(counties):
    with pytest.raises(Refusal):
        retry_media(media=counties.east.media, by=make_superuser())
    assert Job.objects.filter(name=converting.JOB).count() == 0


def test_without_ffmpeg_the_file_is_taken_as_it_is(counties, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    take_up(media=counties.east.media)
    counties.east.media.refresh_from_db()
    assert counties.east.media.state == "ready"
    assert Job.objects.filter(name=converting.JOB).count() == 0


@pytest.mark.ffmpeg
@pytest.mark.parametrize("state", ["queued", "working", "ready", "failed"])
def test_new_file_begins_anew_in_every_state(counties, state):
    media = counties.east.media
    SchoolMedia.objects.filter(pk=media.pk).update(state=state, fault="time", attempts=3, progress=50)
    media.refresh_from_db()
    take_up(media=media)
    media.refresh_from_db()
    assert (media.state, media.fault, media.attempts, media.progress) == ("queued", "", 0, 0)


@pytest.mark.ffmpeg
def test_work_of_a_killed_worker_is_begun_again_and_given_up_in_the_end(counties, settings, tmp_path):
    settings.MEDIA_WORK_ROOT = tmp_path / "work"
    media = counties.east.media
    SchoolMedia.objects.filter(pk=media.pk).update(state=MediaState.WORKING, attempts=1)
    assert convert_next() == media  # its bytes are no sound
    media.refresh_from_db()
    assert (media.state, media.fault) == ("failed", "unknown")

    SchoolMedia.objects.filter(pk=media.pk).update(state=MediaState.WORKING, attempts=3)
    convert_next()
    media.refresh_from_db()
    assert (media.state, media.fault) == ("failed", "interrupted")
    assert convert_next() is None


@pytest.mark.ffmpeg
def test_one_job_stands_for_all_that_wait(counties, settings, tmp_path):
    settings.MEDIA_WORK_ROOT = tmp_path / "work"
    from foundation.jobs import drain

    take_up(media=counties.east.media)
    take_up(media=counties.west.media)
    assert Job.objects.filter(name=converting.JOB, state="waiting").count() == 1
    drain()
    states = SchoolMedia.objects.values_list("state", flat=True)
    assert set(states) == {"failed"}
