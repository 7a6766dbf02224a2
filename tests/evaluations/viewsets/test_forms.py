"""Building feedback forms in the admin."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from evaluations.models import FeedbackForm
from tests.factories.evaluations import make_form, question, section
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db
SECTION = "wagtailsnippets_evaluations_feedbackform"


def editor_of(organization: Any) -> Client:
    client = Client()
    client.force_login(make_user(role="editor", organization=organization))
    return client


def written(organization: Any, *blocks: Any, **fields: Any) -> dict[str, Any]:
    """What the editor's browser sends."""
    content = streamfield(blocks)
    data = {"title": "Form", "title_zh": "评价表", "intro": "", "intro_zh": "", "is_anonymous": "on", **fields}
    return nested_form_data({"organization": organization.pk, "content": content, **data})


def scale(text: str = "Useful?", **fields: Any) -> tuple[str, dict[str, Any]]:
    only_if = {"question": "", "test": "equals", "value": "", **fields.pop("only_if", {})}
    empty = {"en": "", "zh": ""}
    value = {"text": {"en": text, "zh": "有用吗？"}, "help": empty, "name": "", "only_if": only_if, "levels": "5"}
    return "scale", {**value, "low": empty, "high": empty, **fields}


def test_draft_is_no_version_and_publishing_makes_one() -> None:
    county = make_organization()
    client, add = editor_of(county), reverse(f"{SECTION}:add")
    assert client.post(add, written(county, scale())).status_code == 302
    form = FeedbackForm.objects.get()
    assert (form.live, form.versions.count()) == (False, 0)
    edit = reverse(f"{SECTION}:edit", args=[form.pk])
    for address in (add, edit):
        assert 'name="action-publish"' in client.get(address).content.decode()
    answer = client.post(edit, {**written(county, scale("Really useful?")), "action-publish": "1"})
    assert answer.status_code == 302
    form.refresh_from_db()
    assert form.live
    assert form.newest_version.content["sections"][0]["questions"][0]["text"]["en"] == "Really useful?"


def test_condition_on_nothing_is_said_above_the_form() -> None:
    county = make_organization()
    data = written(county, scale(only_if={"question": "nobody", "value": "1"}))
    answer = editor_of(county).post(reverse(f"{SECTION}:add"), {**data, "action-publish": "1"})
    assert answer.status_code == 200
    assert json.dumps("前面没有这个代号的题目")[1:-1] in answer.content.decode()
    assert not FeedbackForm.objects.exists()


@pytest.mark.parametrize(("mode", "words"), [("en", "Really?"), ("zh-hans", "真的吗？")])
def test_preview_is_what_a_learner_sees_in_each_language(mode: str, words: str) -> None:
    county = make_organization()
    row = question("matrix", ("Really?", "真的吗？"), rows=[("Room", "房间")], columns=["Bad", "Good"])
    form = make_form(county, content=[section("Teaching", [row], per_instructor=True)])
    client = editor_of(county)
    address = reverse(f"{SECTION}:preview_on_edit", args=[form.pk])
    client.post(address, written(county, scale()))
    form_page = client.get(reverse(f"{SECTION}:version", args=[form.pk, 1]), headers={"accept-language": mode})
    shown = client.get(f"{address}?mode={mode}")
    assert shown.status_code == form_page.status_code == 200
    page = BeautifulSoup(shown.content, "html.parser")
    assert {"en": "Useful?", "zh-hans": "有用吗？"}[mode] in page.text
    assert page.select_one("html")["lang"].lower().startswith(mode[:2])
    assert words in form_page.content.decode()


def test_template_of_an_organization_above_is_where_one_may_begin() -> None:
    city = make_organization("City", kind="city")
    county, other = make_organization("County", parent=city), make_organization("Other", parent=city)
    asked = question("stars", "Stars above")
    template = make_form(city, title="Citytemplate", content=[asked], is_template=True)
    make_form(other, title="Othertemplate", is_template=True)
    make_form(city, title="Citydraft")
    client = editor_of(county)
    listed = client.get(reverse(f"{SECTION}:templates")).content.decode()
    assert [name in listed for name in ("Citytemplate", "Othertemplate", "Citydraft")] == [True, False, False]
    begun = client.get(f"{reverse(f'{SECTION}:add')}?template={template.public_id}").content.decode()
    assert "Stars above" in begun
    hidden = FeedbackForm.objects.get(title="Othertemplate").public_id
    for asked_for in (hidden, "x", "é"):
        answer = client.get(reverse(f"{SECTION}:add"), {"template": asked_for})
        assert answer.status_code == 200
        assert "Othertemplate" not in answer.content.decode()


def test_versions_are_listed_and_stay_readable() -> None:
    county = make_organization()
    form = make_form(county)
    client = editor_of(county)
    listed = client.get(reverse(f"{SECTION}:versions", args=[form.pk]))
    assert reverse(f"{SECTION}:version", args=[form.pk, 1]) in listed.content.decode()
    assert client.get(reverse(f"{SECTION}:version", args=[form.pk, 9])).status_code == 404


def test_survey_chooser_offers_published_forms_alone() -> None:
    county = make_organization()
    make_form(county, title="Publishedform")
    FeedbackForm.objects.create(organization=county, title="Draftform", live=False)
    chooser = FeedbackForm.snippet_viewset.chooser_viewset
    text = editor_of(county).get(reverse(chooser.get_url_name("choose"))).content.decode()
    assert ("Publishedform" in text, "Draftform" in text) == (True, False)


def test_question_of_a_plugin_that_is_gone_stays_in_the_draft_and_is_not_asked() -> None:
    county = make_organization()
    gone = {"type": "bells__gone", "id": "2b1f2c3e-0000-4000-8000-000000000001", "value": {"text": {"en": "Ding?"}}}
    form = make_form(county, content=[question("text", "Remarks"), gone])
    assert [one["kind"] for one in form.newest_version.content["sections"][0]["questions"]] == ["text"]
    form.save()
    raw = json.dumps(FeedbackForm.objects.get(pk=form.pk).content.get_prep_value())
    assert "Ding?" in raw
