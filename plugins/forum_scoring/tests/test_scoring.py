"""What is given for posts stands on the ledger, once, and explains itself."""

import threading
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.urls import reverse

from classes.models import ClassState, ClassStep, EnrollmentState
from evaluations.actions.points import reverse_entry
from evaluations.models import AssessmentScheme, PointEntry, SchemeComponent
from evaluations.queries.points import total_of
from people.models import Organization
from plugins.forum_scoring.actions.scoring import score_post, withdraw_score
from plugins.forum_scoring.models import Counting, PostScore, ScoreEntry
from plugins.forum_scoring.queries.scores import next_waiting, progress_of
from plugins.forum_scoring.tests.scoring_things import Evening, make_rubric
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db


def standing(learner):
    rows = PointEntry.objects.filter(learner=learner, reverses=None, reversed_by=None).order_by("pk")
    return [(entry.points, entry.reason) for entry in rows]


def test_score_stands_on_the_ledger_with_its_reason(school):
    evening = Evening(school)

    evening.score(evening.posts[0], "1", "2.5")

    reason = "“Thread1canary”中第 1 条发言：View 1/2.5，Practice 2.5/2.5"  # the class is a Chinese one
    assert standing(evening.learner) == [(Decimal("3.50"), reason)]
    entry = PointEntry.objects.get()
    assert (entry.by, entry.source) == (evening.teacher, "forum_scoring")
    assert entry.occurred_at == PostScore.objects.get().created_at


def test_post_without_a_name_is_scored_and_its_author_told_nowhere(school):
    evening = Evening(school)
    post = evening.posts[0]
    type(post).objects.filter(pk=post.pk).update(is_anonymous=True)
    post.refresh_from_db()
    address = reverse("plugins:forum_scoring:post", args=[post.public_id])

    page = evening.client(evening.teacher).get(address).content.decode()
    evening.score(post, "1", "2.5")

    assert evening.learner.full_name not in page
    assert standing(evening.learner) == [(Decimal("3.50"), "匿名发言：View 1/2.5，Practice 2.5/2.5")]


def test_nothing_is_also_a_score(school):
    evening = Evening(school)

    evening.score(evening.posts[0], "0", "0")

    assert [points for points, _reason in standing(evening.learner)] == [Decimal(0)]
    assert progress_of(evening.forum).scored == 1


def test_each_post_counts_where_the_forum_says_so(school):
    evening = Evening(school, Counting.EACH)

    evening.score(evening.posts[0], "1", "1")
    evening.score(evening.posts[2], "2.5", "1")

    assert [points for points, _reason in standing(evening.learner)] == [Decimal(2), Decimal("3.5")]


def test_only_the_best_post_counts_where_the_forum_says_so(school):
    evening = Evening(school, Counting.BEST)

    evening.score(evening.posts[0], "1", "1")
    evening.score(evening.posts[2], "2.5", "1")
    assert [points for points, _reason in standing(evening.learner)] == [Decimal("3.5")]
    evening.score(evening.posts[2], "0", "0", seen=1)

    assert [points for points, _reason in standing(evening.learner)] == [Decimal(2)]
    assert total_of(evening.learner, evening.training_class) == Decimal(2)


def test_changing_what_counts_changes_the_ledger_and_keeps_every_score(school):
    evening = Evening(school, Counting.EACH)
    evening.score(evening.posts[0], "1", "1")
    evening.score(evening.posts[2], "2.5", "1")

    evening.choose(Counting.BEST)
    assert [points for points, _reason in standing(evening.learner)] == [Decimal("3.5")]
    evening.choose(Counting.EACH)

    assert sorted(points for points, _reason in standing(evening.learner)) == [Decimal(2), Decimal("3.5")]
    assert PostScore.objects.count() == 2
    assert total_of(evening.learner, evening.training_class) == Decimal("5.5")


def test_component_of_the_entries_follows_the_choice(school):
    evening = Evening(school)
    evening.score(evening.posts[0], "1", "1")
    scheme = AssessmentScheme.objects.create(organization=school.organization, title="Scheme")
    component = SchemeComponent.objects.create(scheme=scheme, name="Discussion", maximum=20)

    evening.choose(Counting.EACH, component=component)

    entry = PointEntry.objects.get(reverses=None, reversed_by=None)
    assert entry.component == component
    assert total_of(evening.learner, evening.training_class) == Decimal(2)


def test_scoring_again_takes_the_former_entry_back(school):
    evening = Evening(school)
    evening.score(evening.posts[0], "1", "1")

    evening.score(evening.posts[0], "2.5", "2.5", seen=1, comment="Better than I thought")

    assert [points for points, _reason in standing(evening.learner)] == [Decimal(5)]
    assert list(PostScore.objects.order_by("number").values_list("number", "points")) == [(1, 2), (2, 5)]
    assert PointEntry.objects.count() == 3


@pytest.mark.parametrize("counting", Counting.values)
def test_entry_that_was_taken_back_by_hand_stays_taken_back(school, counting):
    evening = Evening(school, counting)
    evening.score(evening.posts[0], "2.5", "2.5")
    reverse_entry(entry=PointEntry.objects.get(), reason="Copied from a neighbor", by=evening.teacher)

    evening.score(evening.posts[2], "1", "1")
    assert [points for points, _reason in standing(evening.learner)] == [Decimal(2)]
    evening.choose(Counting.EACH)

    assert [points for points, _reason in standing(evening.learner)] == [Decimal(2)]
    evening.score(evening.posts[0], "1", "0", seen=1)
    assert sorted(points for points, _reason in standing(evening.learner)) == [Decimal(1), Decimal(2)]


def test_score_is_taken_back(school):
    evening = Evening(school)
    evening.score(evening.posts[0], "1", "1")

    withdraw_score(post=evening.posts[0], seen=1, by=evening.teacher)

    assert standing(evening.learner) == []
    assert total_of(evening.learner, evening.training_class) == Decimal(0)
    assert next_waiting(evening.forum) == evening.posts[0]
    with pytest.raises(Refusal, match="no score"):
        withdraw_score(post=evening.posts[0], seen=2, by=evening.teacher)
    evening.score(evening.posts[0], "2.5", "0", seen=2)
    assert [points for points, _reason in standing(evening.learner)] == [Decimal("2.5")]


def test_rubric_may_change_and_what_was_given_stays_readable(school):
    evening = Evening(school)
    evening.score(evening.posts[0], "1", "2.5")

    criterion = evening.rubric.criteria.first()
    criterion.name = "Something else"
    criterion.save()

    marks = PostScore.objects.get().marks
    assert [(mark["name"], mark["points"], mark["most"]) for mark in marks] == [
        ("View", "1", "2.5"),
        ("Practice", "2.5", "2.5"),
    ]


def refused(evening, message, post=None, by=None, points=("1", "1"), seen=0, comment=""):
    before = PostScore.objects.count(), PointEntry.objects.count()
    with pytest.raises(Refusal, match=message):
        score_post(
            post=post or evening.posts[0],
            levels=evening.levels(*points),
            comment=comment,
            seen=seen,
            by=by or evening.teacher,
        )
    assert (PostScore.objects.count(), PointEntry.objects.count()) == before


def test_only_those_who_give_points_in_the_class_score(school):
    evening = Evening(school)

    for person in (evening.learner, evening.other, school.person()):
        refused(evening, "cannot give points", by=person)


def test_learner_who_teaches_a_session_does_not_score(school):
    evening = Evening(school)
    live_class = school.live_class(evening.training_class)
    live_class.instructors.create(instructor=evening.other)

    refused(evening, "cannot give points", by=evening.other)


def test_nobody_scores_their_own_posts(school):
    evening = Evening(school)
    school.enrollment(evening.training_class, evening.teacher)

    refused(evening, "own posts", post=school.post(evening.threads[0], evening.teacher))


def test_score_needs_a_level_for_each_criterion(school):
    evening = Evening(school)

    refused(evening, "Choose a level for “Practice”", points=("1", "7"))


def test_hidden_post_is_not_scored(school):
    evening = Evening(school)
    evening.posts[0].is_hidden = True
    evening.posts[0].save()

    refused(evening, "hidden")
    assert evening.posts[0] != next_waiting(evening.forum)


def test_who_has_left_the_class_is_not_scored(school):
    evening = Evening(school)
    evening.training_class.enrollments.filter(learner=evening.learner).update(state=EnrollmentState.WITHDRAWN)

    refused(evening, "learners of the class")
    assert next_waiting(evening.forum) == evening.posts[1]


def test_more_points_than_an_entry_may_give_are_refused(school):
    evening = Evening(school)
    evening.rubric.criteria.update(levels="0 nothing\n60 a view")

    refused(evening, "more than 100 points", points=("60", "60"))


def test_too_long_comment_is_refused(school):
    refused(Evening(school), "1000 characters", comment="x" * 1_001)


def test_who_has_not_seen_the_last_score_is_told(school):
    evening = Evening(school)
    evening.score(evening.posts[0], "1", "1")

    refused(evening, "meanwhile", seen=0)


def test_closed_class_keeps_its_scores(school):
    evening = Evening(school)
    ClassStep.objects.create(
        training_class=evening.training_class, number=1, to_state=ClassState.CLOSED, by=evening.teacher
    )

    refused(evening, "closed")
    with pytest.raises(Refusal, match="closed"):
        evening.choose(Counting.BEST)


def test_rubric_of_another_organization_is_refused(school):
    evening = Evening(school)
    elsewhere = Organization.add_root(instance=Organization(name="Elsewhere", kind="county"))

    with pytest.raises(Refusal, match="not for this class"):
        evening.choose(Counting.EACH, rubric=make_rubric(elsewhere))


def test_next_post_goes_on_in_the_order_of_reading_and_comes_round(school):
    evening = Evening(school)
    first, second, third = evening.posts

    assert [next_waiting(evening.forum, one) for one in (first, second, third)] == [second, third, first]
    evening.score(second, "1", "1")

    assert next_waiting(evening.forum, first) == third
    evening.score(first, "1", "1")
    assert next_waiting(evening.forum, third) is None
    evening.score(third, "1", "1")
    assert next_waiting(evening.forum) is None


def test_numbers_of_scores_are_unique_in_the_database(school):
    evening = Evening(school)
    score = evening.score(evening.posts[0], "1", "1")
    score.pk, score.public_id = None, uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        score.save()


@pytest.mark.django_db(transaction=True)
def test_two_who_score_the_same_post_at_once_make_one_score(school):
    evening = Evening(school, Counting.BEST)
    outcomes = []

    def work():
        close_old_connections()
        try:
            evening.score(evening.posts[0], "1", "1")
            outcomes.append("scored")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["changed", "changed", "changed", "scored"]
    assert ScoreEntry.objects.count() == PointEntry.objects.count() == 1
