"""Services named by an address in the environment: what cannot be used is refused at the start, in plain words."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.services import check_queue, object_store, object_store_origin
from tests.config.test_production import COMPLETE, start

GOOD = "s3://key:se%2Fcret@files.example:9000/school/media?region=cn-1"


def test_object_store_is_read_from_its_address():
    assert object_store(GOOD) == {
        "endpoint": "https://files.example:9000",
        "key": "key",
        "secret": "se/cret",
        "bucket": "school",
        "folder": "media",
        "region": "cn-1",
    }
    assert object_store_origin("s3+http://a:b@10.0.0.1/x") == "http://10.0.0.1"


@pytest.mark.parametrize(
    "url",
    ["s3://", "https://a:b@h/x", "s3://h/x", "s3://a@h/x", "s3://a:b@h", "s3://a:b@h/", "s3://a:b@h/x?acl=public"],
)
def test_wrong_address_of_an_object_store_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="MEDIA_URL_S3"):
        object_store(url)


@pytest.mark.parametrize("url", ["", "database", "database://"])
def test_jobs_are_kept_on_the_database(url):
    check_queue(url)


@pytest.mark.parametrize("url", ["redis://localhost", "amqp://mq", "celery://x"])
def test_queue_that_is_not_there_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="database://"):
        check_queue(url)


def test_production_says_which_address_is_wrong(tmp_path):
    for name in ("TASKS_URL", "MEDIA_URL_S3", "REDIS_URL"):
        started = start(tmp_path, **COMPLETE, **{name: "amqp://nobody"})
        assert started.returncode != 0
        assert name in started.stderr
    assert start(tmp_path, **COMPLETE, MEDIA_URL_S3=GOOD).stdout == "False True\n"
