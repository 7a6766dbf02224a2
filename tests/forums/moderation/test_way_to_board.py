"""Whoever keeps order in a class's forums comes to its board, without knowing its address."""

import re

import pytest
from django.urls import reverse

from forums.actions.moderation.reports import report_post
from forums.models import ForumHost, ReportReason
from people.published import renew
from tests.factories.forums import make_post, make_thread
from tests.factories.people import make_user

KEEPERS = ["superuser", "administrator", "editor", "class teacher", "instructor"]


def links(client, address):
    page = client.get(address, follow=True)
    assert page.status_code == 200, address
    return re.findall(r'href="([^"]+)"', page.content.decode())


def board(evening):
    return reverse("forums:board", args=[evening.training_class.public_id])


@pytest.mark.parametrize("who", KEEPERS)
def test_those_who_keep_order_come_from_the_forum_to_the_board_by_links(client, evening, who):
    client.force_login(evening.people[who])
    host = reverse("forums:evening", args=[evening.forum.public_id])

    assert host in links(client, evening.forum.get_url())
    (found,) = [link for link in links(client, host) if link.startswith(board(evening))]
    assert client.get(found).status_code == 200


@pytest.mark.parametrize("who", KEEPERS)
def test_the_page_of_the_class_leads_them_to_the_board(client, evening, who):
    client.force_login(evening.people[who])
    assert board(evening) in links(client, evening.training_class.get_url())


@pytest.mark.parametrize("who", ["learner", "head", "coordinator", "point"])
def test_the_page_of_the_class_leads_nobody_else_there(client, evening, who):
    client.force_login(evening.people[who])
    answer = client.get(evening.training_class.get_url(), follow=True)
    assert board(evening) not in answer.content.decode()


def test_page_of_the_host_says_how_many_posts_are_reported_there(client, evening):
    thread = make_thread(evening.forum)
    report_post(post=make_post(thread), reason=ReportReason.RUDE, words="", by=evening.people["learner"])
    host = reverse("forums:evening", args=[evening.forum.public_id])
    client.force_login(evening.people["instructor"])

    page = client.get(host).content.decode()

    assert f'href="{reverse("forums:review")}?show=reported"' in page
    assert "1 条发言被举报" in page


def test_a_named_host_of_one_forum_is_not_led_to_the_board_of_the_class(client, evening):
    host = make_user("Host")
    ForumHost.objects.create(forum=evening.forum, person=host)
    renew()
    client.force_login(host)

    found = links(client, reverse("forums:evening", args=[evening.forum.public_id]))

    assert not [link for link in found if link.startswith(board(evening))]
    assert reverse("forums:review") in found
