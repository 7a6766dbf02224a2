"""Who may open which address: every name, every role, a stranger, and each role of another county."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from classes.models import Enrollment
from plugins.forum_scoring.actions.rubrics import choose_rubric
from plugins.forum_scoring.actions.scoring import score_post
from plugins.forum_scoring.models import Counting
from plugins.forum_scoring.tests.scoring_things import make_rubric
from plugins.forum_scoring.urls import urlpatterns
from tests.factories.forums import make_post, make_thread
from tests.factories.school import make_school

pytestmark = pytest.mark.django_db

CANARY = "Eastcanary"
# Who scores: by GET, by POST. ``author`` of the post reads its score besides.
TABLE = {
    "desk": ("scorers", None),
    "forum": ("scorers", "scorers"),
    "next": ("scorers", None),
    "post": ("scorers and author", "scorers"),
    "withdraw": (None, "scorers"),
}


@pytest.fixture
def school():
    return make_school()


def test_every_address_stands_in_the_table():
    assert {one.name for one in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_every_address_lets_in_whom_the_table_says(school, name):
    gets, posts = TABLE[name]
    east, author = school.east, school.east.people["learner"]
    training_class, forum = east.training_class, east.forum
    assert Enrollment.objects.filter(training_class=training_class, learner=author).exists()
    post = make_post(make_thread(forum, title=f"{CANARY} thread"), author, body=f"{CANARY} post")
    rubric = make_rubric(east.organization, title=f"{CANARY} rubric")
    scorers = {training_class.class_teacher, east.people["instructor"]}
    choose_rubric(forum=forum, rubric=rubric, counting=Counting.EACH, by=training_class.class_teacher)
    levels = {str(one.public_id): one.steps[0].points for one in rubric.criteria.all()}
    score_post(post=post, levels=levels, comment=f"{CANARY} comment", seen=0, by=training_class.class_teacher)
    thing = {"desk": training_class, "post": post, "withdraw": post}.get(name, forum)
    address, wrong = reverse(f"plugins:forum_scoring:{name}", args=[thing.public_id]), []
    for actor, user in school.actors().items():
        for method, admitted in (("get", gets), ("post", posts)):
            client = Client()
            if user.is_authenticated:
                client.force_login(user)
            with transaction.atomic():
                answer = getattr(client, method)(address)
                transaction.set_rollback(True)
            to_sign_in = not user.is_authenticated and answer.status_code == 302
            turned_away = answer.status_code in (403, 404, 405) or to_sign_in
            scores = user in scorers or _runs(user, training_class)
            may = admitted is not None and (scores or ("author" in admitted and user == author))
            if turned_away == may or answer.status_code >= 500:
                wrong.append(f"{method} as {actor}: {answer.status_code}")
            if not may and CANARY in answer.content.decode():
                wrong.append(f"{method} as {actor} shows the canary")
    assert not wrong, "\n".join(wrong)


def _runs(user, training_class):
    from classes.permissions import may_run_class

    return user.is_authenticated and may_run_class(user, training_class)
