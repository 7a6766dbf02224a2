"""``REDIS_URL``: what all machines count together stands in a real Redis; without it a school says what is wrong."""

import socket
import subprocess
import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from config.settings.services import shared_cache
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.redis]
PASSWORD = "Green-hill-42x"


@pytest.fixture
def redis(tmp_path, settings):
    """Start a Redis of this test's own and keep the shared cache in it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    settings.CACHES = {**settings.CACHES, "default": shared_cache(f"redis://127.0.0.1:{port}/0")}
    for _turn in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    yield server
    server.kill()
    server.wait()


def try_wrong(client, login):
    return client.post(reverse("account_login"), {"login": login, "password": "wrong"})


def test_failed_sign_ins_are_counted_in_redis(redis, client):
    make_user("周兰", account_name="zhoulan", password=PASSWORD)
    for _turn in range(9):
        try_wrong(client, "zhoulan")

    answer = client.post(reverse("account_login"), {"login": "zhoulan", "password": PASSWORD})
    assert answer.status_code != 302
    assert cache._cache.get_client(None).dbsize() > 0

    cache.clear()
    assert client.post(reverse("account_login"), {"login": "zhoulan", "password": PASSWORD}).status_code == 302


def test_lost_redis_makes_the_school_not_ready(redis, client):
    assert client.get(reverse("health_ready")).json()["cache"] == "ok"
    redis.kill()
    redis.wait()

    answer = client.get(reverse("health_ready"))

    assert answer.status_code == 503
    assert answer.json()["cache"] == "unavailable"
    assert client.get(reverse("health_live")).status_code == 200
