"""What who reads and does on pages."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluations.queries.points.totals import total_of
from plugins.recognitions.models import Ballot, Recognition
from plugins.recognitions.urls import urlpatterns
from schoolhouse.testing import switched_off

pytestmark = pytest.mark.django_db

OF_CLASS = {"of_class", "desk", "new"}


def address(name, one):
    about = one.training_class if name in OF_CLASS else one
    return reverse(f"plugins:recognitions:{name}", args=[about.public_id, *(["count"] if name == "act" else [])])


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_every_address_opens_to_whom_it_is_for_alone(six, school):
    one = six.open()
    people = {"teacher": six.teacher, "learner": six.learners[0], "other": school.learner(school.training_class())}
    opens = {
        "of_class": {"teacher", "learner"},
        "desk": {"teacher"},
        "new": {"teacher"},
        "ballot": {"learner"},
        "change": {"teacher"},
        "recognition": {"teacher"},
        "act": {"teacher"},
    }
    assert {pattern.name for pattern in urlpatterns} == set(opens)
    for name, allowed in opens.items():
        method = "post" if name == "act" else "get"
        for role, user in people.items():
            status = getattr(signed_in(user), method)(address(name, one)).status_code
            assert (status in (200, 302, 409)) == (role in allowed), f"{name} as {role}: {status}"
        assert "login" in getattr(Client(), method)(address(name, one))["Location"]


def test_all_of_it_is_gone_where_the_plugin_is_off(six):
    one = six.open()
    with switched_off("recognitions", six.training_class):
        answers = {
            name: signed_in(six.teacher).get(address(name, one)).status_code for name in ("of_class", "desk", "new")
        }
    assert set(answers.values()) == {404}


def test_a_teacher_goes_all_the_way(six):
    client = signed_in(six.teacher)
    sent = {"title": "Star of conduct", "means": "vote", "places": "1", "description": "", "component": ""}
    made = client.post(reverse("plugins:recognitions:new", args=[six.training_class.public_id]), sent, follow=True)
    assert "Star of conduct" in made.content.decode()
    one = Recognition.objects.get()
    act = lambda name, **data: client.post(  # noqa: E731
        reverse("plugins:recognitions:act", args=[one.public_id, name]), data, follow=True
    )
    assert "Ballots are open" in act("open").content.decode()
    for voter in range(3):
        own = signed_in(six.learners[voter])
        answer = own.post(address("ballot", one), {"learner": str(six.seats[4].public_id)}, follow=True)
        assert "Your ballot is in." in answer.content.decode()
    assert "Counted" in act("count").content.decode()
    assert "Awarded" in act("award", learner=str(six.seats[4].public_id)).content.decode()
    seen = signed_in(six.learners[0]).get(address("of_class", one)).content.decode()
    assert six.learners[4].full_name in seen


def test_a_fault_in_the_form_comes_back_with_the_words(six):
    client = signed_in(six.teacher)
    sent = {"title": "Kept words", "means": "rule", "places": "0"}
    answer = client.post(reverse("plugins:recognitions:new", args=[six.training_class.public_id]), sent)
    assert answer.status_code == 400
    assert "Kept words" in answer.content.decode()


def test_a_broken_ballot_is_refused_in_words(six):
    one = six.open()
    answer = signed_in(six.learners[0]).post(address("ballot", one), {"learner": ["x\x00", "no-key"]})
    assert answer.status_code == 400
    assert not Ballot.objects.exists()


def test_nobody_reads_whom_a_ballot_names(six):
    one = six.open()
    six.choose(one, 0, 3)
    for user in (six.teacher, six.learners[1]):
        for name in ("desk", "recognition", "ballot", "of_class"):
            answer = signed_in(user).get(address(name, one))
            assert "checked" not in answer.content.decode(), f"{name} as {user}"
    assert "1 ballot" in signed_in(six.teacher).get(address("recognition", one)).content.decode()


def test_learners_read_names_and_no_points(six):
    six.give(3, 77)
    one = six.prepare("rule")
    client = signed_in(six.teacher)
    client.post(reverse("plugins:recognitions:act", args=[one.public_id, "count"]))
    act = reverse("plugins:recognitions:act", args=[one.public_id, "award"])
    client.post(act, {"learner": str(six.seats[3].public_id)})
    assert total_of(six.learners[3], six.training_class) == 77
    assert "77" in client.get(address("recognition", one)).content.decode()
    seen = signed_in(six.learners[0]).get(address("of_class", one)).content.decode()
    assert six.learners[3].full_name in seen
    assert "77.00" not in seen


def test_results_cost_the_same_for_all(six, school, django_assert_max_num_queries):
    one = six.counted()
    client = signed_in(six.teacher)
    client.get(address("recognition", one))
    with django_assert_max_num_queries(40) as few:
        client.get(address("recognition", one))
    from plugins.recognitions.models import RecognitionResult

    more = [school.enrollment(six.training_class) for _number in range(25)]
    RecognitionResult.objects.bulk_create(
        RecognitionResult(recognition=one, enrollment=seat, figure=1, place=2) for seat in more
    )
    with django_assert_max_num_queries(len(few)):
        client.get(address("recognition", one))
