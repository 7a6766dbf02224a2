"""A class in which nobody is yet: each page of its staff says what to do, and leads there."""

import pytest
from django.urls import reverse

from tests.factories.class_life import make_class_today, make_shift
from tests.factories.classes import make_enrollment

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_class_today()


@pytest.fixture
def teacher(training_class, client):
    client.force_login(training_class.class_teacher)


@pytest.mark.parametrize("name", ["arrivals", "groups", "roster", "duty_day"])
def test_page_of_an_empty_class_leads_to_where_its_list_is_taken(client, training_class, teacher, name):
    day = [training_class.starts_on.isoformat()] if name == "duty_day" else []

    text = client.get(reverse(f"classes:{name}", args=[training_class.public_id, *day])).content.decode()

    to = reverse("classes:roster_import", args=[training_class.public_id])
    assert "名册还是空的" in text
    assert f'class="button" href="{to}"' in text
    assert 'name="who"' not in text


def test_who_is_on_duty_is_not_led_where_they_may_not_go(client, training_class):
    helper = make_enrollment(training_class)
    make_shift(helper, "arrival")
    client.force_login(helper.learner)

    text = client.get(reverse("classes:arrivals", args=[training_class.public_id])).content.decode()

    assert reverse("classes:roster_import", args=[training_class.public_id]) not in text


def test_moving_nobody_says_what_to_do(client, training_class, teacher):
    make_enrollment(training_class)

    answer = client.post(reverse("classes:move_learners", args=[training_class.public_id]), {"group": ""}, follow=True)

    assert "请先勾选要调整的学员。" in answer.content.decode()
