"""Reporting posts, and what is decided about them."""

import pytest
from django.urls import reverse

from forums.actions.counters import counter_drift
from forums.actions.moderation.held import decide_held, send_again
from forums.actions.moderation.reports import decide_case, report_post, withdraw_report
from forums.models import (
    CaseState,
    ForumPage,
    HeldPost,
    ModerationEntry,
    ModerationNotice,
    Post,
    PostReport,
    ReportCase,
)
from schoolhouse.refusals import Refusal
from tests.factories.classes import make_enrollment
from tests.factories.forums import make_post, make_prompt, make_thread


@pytest.fixture
def teacher(evening):
    return evening.people["class teacher"]


@pytest.fixture
def author(evening):
    return make_enrollment(evening.training_class).learner


@pytest.fixture
def post(evening, author):
    return make_post(make_thread(evening.forum, title="Canarythread"), author, body="Canaryword")


def readers(evening, count):
    return [make_enrollment(evening.training_class).learner for _number in range(count)]


def refused(code, action, **arguments):
    with pytest.raises(Refusal) as caught:
        action(**arguments)
    assert caught.value.code == code


def told(person):
    return list(ModerationNotice.objects.filter(person=person).order_by("pk").values_list("entry__act", flat=True))


def test_several_reports_make_one_case_and_each_counts_once(evening, post):
    for reader in readers(evening, 3):
        for _time in range(2):
            report_post(post=post, reason="rude", by=reader)

    assert ReportCase.objects.get().reports.count() == 3


def test_report_is_refused_that_says_nothing_or_comes_from_nobody_who_reads(evening, post, author):
    (reader,) = readers(evening, 1)
    outsider = evening.people["withdrawn learner"]
    for code, fields in (
        ("own", {"reason": "rude", "by": author}),
        ("forbidden", {"reason": "rude", "by": outsider}),
        ("reason", {"reason": "because", "by": reader}),
        ("empty", {"reason": "other", "by": reader}),
        ("too_long", {"reason": "rude", "words": "x" * 501, "by": reader}),
    ):
        refused(code, report_post, post=post, **fields)
    answer = make_post(make_thread(evening.forum, prompt=make_prompt(evening.forum, answer_first=True)), author)
    refused("forbidden", report_post, post=answer, reason="rude", by=reader)
    Post.objects.filter(pk=post.pk).update(is_hidden=True)
    refused("hidden", report_post, post=post, reason="rude", by=reader)
    assert not ReportCase.objects.exists()


def test_case_is_over_when_nobody_stands_by_it_and_opens_anew(evening, post):
    one, two = readers(evening, 2)
    for reader in (one, two):
        report_post(post=post, reason="rude", by=reader)
    withdraw_report(post=post, by=one)
    assert ReportCase.objects.get().state == CaseState.OPEN
    withdraw_report(post=post, by=two)
    assert ReportCase.objects.get().state == CaseState.WITHDRAWN
    refused("none", withdraw_report, post=post, by=two)

    report_post(post=post, reason="private", by=one)

    assert ReportCase.objects.filter(state=CaseState.OPEN).count() == 1
    assert PostReport.objects.get(reporter=one).case.state == CaseState.OPEN


@pytest.mark.parametrize(
    ("verdict", "state", "hidden", "author_reads", "reporter_reads"),
    [
        ("keep", "kept", False, [], ["report.kept"]),
        ("hide", "hidden", True, ["post.hide"], ["report.hidden"]),
        ("warn", "warned", False, ["post.warn"], ["report.warned"]),
        ("return", "returned", True, ["post.return"], ["report.returned"]),
    ],
)
def test_decision_is_told_to_both_sides_and_names_nobody(
    client, evening, teacher, author, post, verdict, state, hidden, author_reads, reporter_reads
):
    (reader,) = readers(evening, 1)
    report_post(post=post, reason="rude", words="Canaryreport", by=reader)

    decide_case(case=ReportCase.objects.get(), verdict=verdict, reason="Canaryreason", by=teacher)

    post.refresh_from_db()
    assert (ReportCase.objects.get().state, post.is_hidden) == (state, hidden)
    assert (told(author), told(reader)) == (author_reads, reporter_reads)
    client.force_login(author)
    page = client.get(reverse("forums:told")).content.decode()
    assert ("Canaryreason" in page) == bool(author_reads)
    assert reader.full_name not in page
    assert "Canaryreport" not in page
    refused("decided", decide_case, case=ReportCase.objects.get(), verdict=verdict, reason="x", by=teacher)
    refused("decided", report_post, post=Post.objects.get(pk=post.pk), reason="rude", by=reader)


def test_nobody_decides_about_own_words_or_without_right_or_reason(evening, teacher):
    post = make_post(make_thread(evening.forum), teacher)
    (reader,) = readers(evening, 1)
    report_post(post=post, reason="rude", by=reader)
    case = ReportCase.objects.get()
    for by, verdict, reason, code in (
        (teacher, "keep", "Mine", "forbidden"),
        (reader, "hide", "x", "forbidden"),
        (evening.people["editor"], "explode", "x", "forbidden"),
        (evening.people["editor"], "withdraw", "x", "forbidden"),
        (evening.people["editor"], "hide", " ", "empty"),
    ):
        refused(code, decide_case, case=case, verdict=verdict, reason=reason, by=by)
    assert ReportCase.objects.get().state == CaseState.OPEN


def test_forum_may_hide_what_many_report_until_somebody_has_looked(evening, teacher, author, post):
    ForumPage.objects.filter(pk=evening.forum.pk).update(hide_after_reports=2)
    one, two = readers(evening, 2)
    report_post(post=post, reason="rude", by=one)
    post.refresh_from_db()
    assert not post.is_hidden
    report_post(post=post, reason="rude", by=two)
    post.refresh_from_db()
    assert post.is_hidden
    assert told(author) == ["post.hide"]
    assert ModerationEntry.objects.get().by is None

    decide_case(case=ReportCase.objects.get(), verdict="keep", reason="Nothing wrong", by=teacher)

    post.refresh_from_db()
    assert not post.is_hidden
    assert told(author) == ["post.hide", "post.show"]


def test_returned_post_is_revised_in_private_and_appears_where_it_stood(client, evening, teacher, author, post):
    (reader,) = readers(evening, 1)
    report_post(post=post, reason="private", by=reader)
    decide_case(case=ReportCase.objects.get(), verdict="return", reason="Leave out the name", by=teacher)
    held, thread = HeldPost.objects.get(), reverse("forums:thread", args=[post.thread.public_id])
    page = reverse("forums:revise", args=[held.public_id])

    client.force_login(author)
    assert "Leave out the name" in client.get(page).content.decode()
    assert client.post(page, {"body": " \n"}).status_code == 400
    assert client.post(page, {"body": "Canaryrevised"}).status_code == 302
    assert send_again(held=held, body="Canaryrevised", by=author).state == "held"
    client.force_login(reader)
    assert client.get(page).status_code == 404
    for address in (thread, "/search/?q=Canaryrevised", f"/api/v1/threads/{post.thread.public_id}/posts"):
        assert b"Canaryrevised</" not in client.get(address).content
        assert b"Canaryword" not in client.get(address).content
    refused("forbidden", decide_held, held=held, verdict="approve", reason="x", by=reader)
    refused("condition", decide_held, held=held, verdict="refuse", reason="x", by=teacher)

    decide_held(held=held, verdict="approve", reason="Fine now", by=teacher)

    shown = client.get(thread).content.decode()
    assert "Canaryrevised" in shown
    post.refresh_from_db()
    assert (post.number, post.is_hidden, post.body, bool(post.edited_at)) == (1, False, "Canaryrevised", True)
    assert [one.body for one in post.revisions.order_by("number")] == ["Canaryword", "Canaryrevised"]
    assert not counter_drift()
    assert told(author) == ["post.return", "held.publish"]


def test_reader_reports_from_the_post_and_takes_it_back(client, evening, post, author):
    (reader,) = readers(evening, 1)
    client.force_login(reader)
    address = reverse("forums:report", args=[post.public_id])
    assert address in client.get(reverse("forums:thread", args=[post.thread.public_id])).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "nothing"}).status_code == 400
    assert client.post(address, {"reason": "rude"}).status_code == 302
    assert reverse("forums:take_back_report", args=[post.public_id]) in client.get(address).content.decode()

    client.post(reverse("forums:take_back_report", args=[post.public_id]))

    assert ReportCase.objects.get().state == CaseState.WITHDRAWN
    client.force_login(author)
    assert client.post(address, {"reason": "rude"}).status_code == 400
