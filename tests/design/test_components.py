"""Components: what they write, and that they ask the database nothing."""

from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from design.templatetags.design import content_lang, distribution, icon, initials, pill, progress
from tests.factories.people import make_superuser, make_user


def render(source: str, **context) -> str:
    return Template("{% load design %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("周兰", "兰"),
        ("欧阳小明", "明"),
        ("Zhou Lan", "ZL"),
        ("Anna Maria van Dijk", "AD"),
        ("prince", "P"),
        ("", ""),
        ("王军 (Wang Jun)", "军"),
        ("𠮷野", "野"),
    ],
)
def test_initials_fit_the_writing_of_the_name(name, expected):
    assert initials(name) == expected


def test_avatar_takes_a_person_or_a_name():
    person = SimpleNamespace(full_name="周兰")
    assert render("{% avatar person %}", person=person) == render("{% avatar '周兰' %}")


def test_names_are_escaped_everywhere():
    assert "<b>" not in render(
        "{% avatar name %}{% pill name %}{% progress 3 name %}{% icon 'home' name %}", name="<b>"
    )


def test_icon_is_hidden_unless_it_has_a_meaning():
    assert 'aria-hidden="true"' in icon("home")
    assert icon("home", "Home").endswith('<span class="visually-hidden">Home</span>')


def test_pill_has_its_kind():
    assert pill("late", "lamp") == '<span class="pill pill--lamp">late</span>'


@pytest.mark.parametrize(("given", "shown"), [(62.4, 62), (-3, 0), (250, 100), (None, 0)])
def test_progress_stays_between_nothing_and_all(given, shown):
    assert f'value="{shown}" max="100"' in progress(given, "Lesson")


def test_distribution_shows_shares_and_says_counts():
    drawn = distribution([1, 0, 0, 0, 3], "Clear")
    assert 'aria-label="Clear (1: 1, 2: 0, 3: 0, 4: 0, 5: 3)"' in drawn
    assert '<rect class="level-5" x="25.00%" width="75.00%" height="100%"/>' in drawn


def test_distribution_of_nothing_says_so():
    with override("en"):
        assert "No answers yet" in distribution([0, 0, 0])


def test_content_language_is_named_only_where_it_differs():
    face = SimpleNamespace(language_tag="en")
    assert content_lang(Context({"design": face, "content_language": "zh-hans"})) == ' lang="zh-Hans"'
    assert content_lang(Context({"design": face, "content_language": "en"})) == ""
    assert content_lang(Context({"design": face})) == ""


class SampleForm(forms.Form):
    name = forms.CharField(help_text="As on the card")
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")], help_text="One of two")
    agreed = forms.BooleanField()
    note = forms.CharField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def field_markup(name: str, data: dict | None = None, **extra) -> str:
    with override("en"):
        return render("{% field form." + name + extra.get("layout", "") + " %}", form=SampleForm(data))


def test_field_names_its_hint_and_its_error():
    markup = field_markup("name", {})
    assert 'aria-describedby="id_name_helptext id_name_error"' in markup
    assert 'id="id_name_helptext"' in markup
    assert 'id="id_name_error"' in markup
    assert 'aria-invalid="true"' in markup


def test_choices_stand_in_a_fieldset_with_a_legend():
    markup = field_markup("kind", {})
    assert '<fieldset class="field field--choices" aria-describedby="id_kind_helptext id_kind_error">' in markup
    assert "<legend>Kind</legend>" in markup


def test_scale_has_a_label_for_each_choice():
    markup = field_markup("kind", layout=' layout="scale" low="no" high="yes"')
    assert markup.count('<label for="id_kind_') == 2
    assert "<span>no</span><span>yes</span>" in markup


def test_single_box_stands_in_its_label():
    assert '<label class="check" for="id_agreed"><input type="checkbox"' in field_markup("agreed")


def test_optional_field_says_so():
    assert "optional" in field_markup("note")
    assert "optional" not in field_markup("name")


def test_hidden_field_is_bare():
    assert field_markup("secret").strip() == '<input type="hidden" name="secret" id="id_secret">'


def test_errors_are_told_on_top_of_the_form():
    with override("en"):
        markup = render_to_string("components/form.html", {"form": SampleForm({})})
    assert '<a href="#id_name">Name</a>: This field is required.' in markup
    assert markup.count('class="field__error"') == 3


def test_pagination_keeps_the_rest_of_the_question():
    request = RequestFactory().get("/?q=急救&page=2")
    page = Paginator(range(30), 10).page(2)
    with override("en"):
        markup = render_to_string("components/pagination.html", {"page_obj": page}, request)
    assert "page=3" in markup
    assert "q=%E6%80%A5%E6%95%91" in markup
    assert "Page 2 of 3" in markup


def test_single_page_needs_no_pagination():
    page = Paginator(range(3), 10).page(1)
    assert "<nav" not in render_to_string("components/pagination.html", {"page_obj": page})


@pytest.mark.django_db
class TestPages:
    """Whole pages through all middleware."""

    def test_stranger_costs_no_user_query(self, client, django_assert_max_num_queries):
        client.get("/styleguide/")
        with django_assert_max_num_queries(3):
            client.get("/styleguide/")

    def test_header_names_whoever_is_signed_in(self, client):
        client.force_login(make_user("周兰"))
        assert "周兰" in client.get("/nowhere/").content.decode()

    def test_styleguide_is_not_there_for_others(self, client, settings):
        settings.DEBUG = False
        assert client.get("/styleguide/").status_code == 404
        client.force_login(make_user())
        assert client.get("/styleguide/").status_code == 404

    def test_styleguide_of_the_demo_is_open_to_everybody(self, client, settings):
        settings.DEBUG, settings.STYLEGUIDE_OPEN = False, True
        assert client.get("/styleguide/").status_code == 200

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    @pytest.mark.parametrize("screen", ["", "front/", "sign-in/", "today/", "lesson/", "thread/", "roll/", "feedback/"])
    def test_styleguide_shows_every_screen(self, client, language, screen):
        client.force_login(make_superuser(preferred_language=language))
        assert client.get(f"/styleguide/{screen}").status_code == 200

    def test_unknown_screen_is_not_there(self, client):
        client.force_login(make_superuser())
        assert client.get("/styleguide/nonsense/").status_code == 404

    def test_nothing_on_a_page_is_inline(self, client):
        """The content security policy refuses inline scripts and styles."""
        client.force_login(make_superuser(preferred_language="en"))
        text = client.get("/styleguide/").content.decode()
        shown = "".join(part.split("</pre>")[-1] for part in text.split("<pre"))
        assert " style=" not in shown
        assert " onclick=" not in shown
        assert all("src=" in tag for tag in shown.split("<script")[1:])

    def test_nothing_is_fetched_from_elsewhere(self, client):
        text = client.get("/nowhere/").content.decode()
        assert 'src="http' not in text
        assert 'href="http' not in text
        assert 'src="//' not in text


def test_error_page_needs_neither_request_nor_database():
    with override("en"):
        assert "Something went wrong on our side" in render_to_string("500.html")
