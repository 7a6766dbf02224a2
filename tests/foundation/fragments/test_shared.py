"""Texts that many readers share: rendered once for a key, and nothing of one reader in them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from foundation.fragments import (
    PersonalInShared,
    SharedRequest,
    hole,
    kept,
    kept_texts,
    kept_value,
    late_part,
    register_late_part,
    render_shared,
    shared,
)
from people.models import User


@pytest.fixture
def template(monkeypatch) -> Callable[[str], None]:
    """Give ``page.html`` a text, and let nothing but the test vary it."""
    monkeypatch.setattr(shared, "_variations", {})

    def write(text: str) -> None:
        made = engines["django"].from_string("{% load fragments i18n %}" + text)
        for module in (shared, kept):
            monkeypatch.setattr(module, "get_template", lambda name: made)

    return write


def request_of(name: str = "Wang", path: str = "/page/", **data: str) -> HttpRequest:
    request = RequestFactory().get(path, data)
    request.user = User(full_name=name)
    request.session = {}  # type: ignore[assignment]
    return request


def text_of(request: HttpRequest, *, key: object = 1, **arguments: Any) -> str:
    arguments.setdefault("shared", dict)
    return render_shared(request, "page.html", key=key, **arguments).content.decode()


def test_shared_text_is_rendered_once_for_a_key(template) -> None:
    template("{{ word }}")
    asked: list[str] = []

    def words(word: str) -> Callable[[], dict[str, str]]:
        return lambda: asked.append(word) or {"word": word}  # type: ignore[func-returns-value]

    assert text_of(request_of(), key=1, shared=words("old")) == "old"
    assert text_of(request_of("Li"), key=1, shared=words("new")) == "old"
    assert text_of(request_of(), key=2, shared=words("new")) == "new"
    assert asked == ["old", "new"]


def test_shared_text_differs_by_address_language_and_sign_in(template) -> None:
    template("{{ word }}")
    asked: list[str] = []
    stranger = request_of()
    stranger.user = AnonymousUser()

    def words() -> dict[str, str]:
        asked.append("asked")
        return {"word": str(len(asked))}

    requests = [request_of(), request_of(path="/other/"), stranger]
    assert [text_of(request, shared=words) for request in requests] == ["1", "2", "3"]
    with translation.override("en" if translation.get_language() != "en" else "zh-hans"):
        assert text_of(request_of(), shared=words) == "4"


def test_own_part_is_each_readers(template) -> None:
    template("Hello {% own %}{{ request.user.full_name }}, {{ note }}{% endown %}!")
    assert text_of(request_of("Wang"), own={"note": "3 new"}) == "Hello Wang, 3 new!"
    assert text_of(request_of("Li <b>"), own={"note": "<i>"}) == "Hello Li &lt;b&gt;, &lt;i&gt;!"


@pytest.mark.parametrize(
    "text",
    [
        "{{ request.user.full_name }}",
        "{{ request.user }}",
        "{% if request.user.is_superuser %}secret{% endif %}",
        "{{ user.full_name }}",
        "{% if viewer %}looks{% endif %}",
        "{{ request.session.key }}",
        "{% for item in navigation %}{{ item }}{% endfor %}",
        "{{ request.get_full_path }}",
        "{% if request.user == page.owner %}mine{% endif %}",
    ],
)
def test_text_that_asks_who_reads_is_shared_with_nobody(template, caplog, text: str) -> None:
    template(text)
    variables = {"shared": lambda: {"navigation": SharedRequest(request_of()).session}}
    if "navigation" in text:
        with pytest.raises(PersonalInShared):
            text_of(request_of(), **variables)
        return
    first, second = request_of("Wang"), request_of("Li", "/page/")
    first.viewer = second.viewer = None  # type: ignore[attr-defined]
    assert text_of(first) == text_of(first)
    assert "Wang" not in text_of(second)
    assert "cannot be shared" in caplog.text


def test_shared_text_knows_nothing_of_cookies_and_query(template) -> None:
    template("{{ request.COOKIES.sessionid }}{{ request.GET.q }}{{ request.path }}")
    request = request_of(q="mine")
    request.COOKIES["sessionid"] = "secret"
    assert text_of(request) == "/page/"
    assert text_of(request, query="q=ours") == "ours/page/"


def test_marks_fill_their_places(template) -> None:
    template("{% for n in numbers %}{{ n }}{% mark 'new' n %};{% endfor %}{% mark 'note' %}{{ field }}")
    rows = {"shared": lambda: {"numbers": [1, 2], "field": hole("note")}}
    assert text_of(request_of(), marks={"new": {"2": " new"}, "note": "<x>"}, **rows) == "1;2 new;&lt;x&gt;&lt;x&gt;"
    assert text_of(request_of(), **rows) == "1;2;"


def test_marks_and_own_parts_stand_in_an_ordinary_page_too(template) -> None:
    template("{% mark 'new' 7 %} {% own %}{{ request.user.full_name }}{% endown %}")
    page = shared.get_template("page.html")
    assert page.render({"marks": {"new": {"7": "2"}}}, request_of("Wang")) == "2 Wang"


def test_own_part_with_a_condition_shows_only_where_it_holds(template) -> None:
    template("a{% own news %} {{ news }} for {{ request.user.full_name }}{% endown %}z")
    page = shared.get_template("page.html")
    for news, shown in ((3, "a 3 for Wangz"), (0, "az")):
        assert text_of(request_of(), own={"news": news}) == shown
        assert page.render({"news": news}, request_of()) == shown
    assert text_of(request_of()) == "az"


def test_mark_of_every_page_is_each_readers(template, monkeypatch) -> None:
    monkeypatch.setattr(shared, "_everywhere", {"name": lambda request: request.user.full_name})
    template("{% mark 'name' %}, {% mark 'name' %}{% mark 'nothing' %}")
    assert [text_of(request_of(name)) for name in ("Wang", "<Li>")] == ["Wang, Wang", "&lt;Li&gt;, &lt;Li&gt;"]
    assert text_of(request_of(), marks={"name": "said by the view"}) == "said by the view, said by the view"
    page = shared.get_template("page.html")
    assert page.render({}, request_of("Zhao")) == "Zhao, Zhao"
    assert page.render({}) == ", "


def test_each_answer_has_a_token_of_its_own(template) -> None:
    template("{% csrf_token %}{% own %}{% csrf_token %}{% endown %}")
    texts = [text_of(request_of()) for _ in range(2)]
    assert texts[0] != texts[1]
    assert all(text.count('name="csrfmiddlewaretoken"') == 2 and "\0" not in text for text in texts)


def test_what_people_write_leaves_no_place(template) -> None:
    template("{{ word }}")
    for word in ("\0own page.html:0\0", "\0mark x \0"):
        assert word.strip("\0") in text_of(request_of(), key=word, shared=lambda word=word: {"word": word})


def test_text_that_cannot_be_shared_is_tried_once(template, caplog) -> None:
    template("{{ request.user.full_name }}")
    assert [text_of(request_of(name)) for name in ("Wang", "Li", "Zhao")] == ["Wang", "Li", "Zhao"]
    assert caplog.text.count("cannot be shared") == 1


def test_text_is_each_hosts_own(template) -> None:
    template("{{ request.get_host }}{{ request.scheme }}")
    first, second, third = request_of(), request_of(), request_of()
    second.META["HTTP_HOST"] = "localhost"
    third.META["wsgi.url_scheme"] = "https"
    assert [text_of(one) for one in (first, second, third)] == ["testserverhttp", "localhosthttp", "testserver:80https"]


def test_kept_text_is_rendered_once_for_a_name(template) -> None:
    template("{{ word }}")
    names = [(1, "old"), (1, "new"), (2, "new")]
    assert [kept.kept_text(name, "page.html", {"word": word}.copy) for name, word in names] == ["old", "old", "new"]


def test_kept_text_shows_no_reader(template) -> None:
    template("{{ request.path }}{{ request.user.full_name }}")
    with pytest.raises(PersonalInShared):
        kept.kept_text(1, "page.html", dict, request=request_of())


def test_text_with_a_place_is_filled_also_where_it_cannot_be_shared(template) -> None:
    template("{{ request.user.full_name }} {{ field }}")
    assert text_of(request_of(), shared=lambda: {"field": hole("note")}, marks={"note": "7"}) == "Wang 7"


def test_guards_around_plugins_do_not_swallow_what_is_personal() -> None:
    assert not issubclass(PersonalInShared, Exception)


def test_kept_texts_are_rendered_where_their_version_is_new() -> None:
    asked: list[list[int]] = []

    def texts(*versions: str) -> list[str]:
        def render(missing: list[int]) -> list[str]:
            asked.append(missing)
            return [f"<{versions[index]}>" for index in missing]

        return kept_texts("row", versions, render)

    assert texts("a", "b") == ["<a>", "<b>"]
    assert texts("a", "c", "b") == ["<a>", "<c>", "<b>"]
    assert texts("c", "a") == ["<c>", "<a>"]
    assert asked == [[0, 1], [1]]


def test_kept_value_is_made_once_for_a_name() -> None:
    made: list[int] = []
    for name in (1, 1, 2):
        assert kept_value(("times", name), lambda name=name: made.append(name) or [name]) == [name]  # type: ignore[func-returns-value]
    assert made == [1, 2]


def test_late_part_is_rendered_for_each_reader_with_its_argument(template) -> None:
    template("{{ part }}")
    register_late_part("greeting", lambda request, argument: f"{argument} {request.user.full_name}")

    def words() -> dict[str, object]:
        return {"part": lambda: late_part({}, "greeting", "good day, dear")}

    assert text_of(request_of("Wang"), shared=words) == "good day, dear Wang"
    assert text_of(request_of("Li"), shared=words) == "good day, dear Li"
    assert late_part({"request": request_of("Zhao")}, "greeting", "hello") == "hello Zhao"
    assert late_part({}, "greeting", "hello") == ""
