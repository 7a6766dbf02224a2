import pytest
from django.db import connection
from django.test import override_settings
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.index import SearchField
from wagtail.search.query import MATCH_ALL, MATCH_NONE, Boost, Fuzzy, Not, Or, Phrase, PlainText

from foundation.search.tokens import MAX_QUERY_CHARACTERS
from tests.factories.search import make_pages, make_paragraphs


def titles(query, **options):
    return {page.title for page in get_search_backend().search(query, Page, **options)}


def completed(query):
    return {page.title for page in get_search_backend().autocomplete(query, Page)}


@pytest.fixture
def with_text(monkeypatch):
    """Index the description of a page as its text."""
    monkeypatch.setattr(Page, "search_fields", [*Page.search_fields, SearchField("search_description")])


def make_indexed(*names, texts=None):
    pages = make_pages(names, texts)
    get_search_backend().add_bulk(Page, pages)
    return pages


@pytest.mark.django_db
def test_text_is_found_as_the_title_is(with_text):
    make_indexed("第一课", "第二课", texts=["现场调解的三个步骤", "农家书屋"])
    assert titles("调解的三") == {"第一课"}
    assert titles("第二课 书屋") == {"第二课"}
    assert titles("书屋", fields=["title"]) == set()
    assert titles("第二", fields=["title"]) == {"第二课"}
    assert titles("书屋", fields=["search_description"]) == {"第二课"}


@pytest.mark.django_db
def test_title_hits_come_first(with_text):
    make_indexed("烧荒须知", "防火", "烧荒", texts=["春季防火" * 3, "禁止烧荒", "春季防火" * 3])
    found = [page.title for page in get_search_backend().search("烧荒", Page)]
    assert found == ["烧荒", "烧荒须知", "防火"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("5G网络", {"开通5G网络的步骤"}),
        ("5g", {"开通5G网络的步骤"}),
        ("网络", {"开通5G网络的步骤", "网络安全, 2024-05 版"}),
        ("ＷＰＳ表格", {"用WPS表格记账"}),
        ("wps 记账", {"用WPS表格记账"}),
        ("2024-05", {"网络安全, 2024-05 版"}),
        ("05", {"网络安全, 2024-05 版"}),
        ("脑打", set()),
        ("电脑打开", set()),
        ("电脑，打开", {"关上电脑，打开窗户"}),
        ("野家", {"\U00020bb7野家"}),
        ("\U00020bb7", {"\U00020bb7野家"}),
        ("\U00020bb7野", {"\U00020bb7野家"}),
        ("\U0002ebf0\U0002ebf1", {"\U0002ebf0\U0002ebf1村"}),
        ("神\ufa19", set()),
        ("\ufa19社", {"神社"}),
        ("金额", {"金额😀清单"}),
        ("清\u200b单", {"金额😀清单"}),
        ("清单\x00", {"金额😀清单"}),
        ("😀", set()),
        ("……！", set()),
        ("葛城", {"葛\U000e0100城"}),
    ],
)
def test_mixed_text_is_found_by_its_parts(question, found):
    make_indexed(
        "开通5G网络的步骤",
        "用WPS表格记账",
        "网络安全, 2024-05 版",
        "关上电脑，打开窗户",
        "\U00020bb7野家",
        "\U0002ebf0\U0002ebf1村",
        "神社",
        "金额😀清单",
        "葛\U000e0100城",
    )
    assert titles(question) == found
    assert completed(question) == found


@pytest.mark.django_db
def test_english_is_found_as_the_database_finds_it():
    make_indexed("Two lessons learned", "A lesson", "Bread and the baker's oven")
    stems = connection.vendor == "postgresql"
    assert titles("lessons") == ({"Two lessons learned", "A lesson"} if stems else {"Two lessons learned"})
    assert titles("LEARNED two") == {"Two lessons learned"}
    assert titles("less") == set()
    assert completed("less") == {"Two lessons learned", "A lesson"}
    assert completed("two les") == {"Two lessons learned"}
    assert completed("les two") == set()
    assert titles(Phrase("lessons learned")) == {"Two lessons learned"}
    assert titles(Phrase("learned lessons")) == set()


@pytest.mark.django_db
def test_nested_questions_mean_the_same_on_both_databases():
    make_indexed("土地合同", "土地", "合同", "调解")
    land, contract = PlainText("土地"), PlainText("合同")
    everything = set(Page.objects.values_list("title", flat=True))
    for query, found in [
        (land | contract, {"土地合同", "土地", "合同"}),
        (land & contract, {"土地合同"}),
        (land & ~contract, {"土地"}),
        (Or([land & ~contract, Phrase("调解")]), {"土地", "调解"}),
        (Or([land, MATCH_NONE]), {"土地合同", "土地"}),
        (Boost(land, 3) & MATCH_ALL, {"土地合同", "土地"}),
        (Fuzzy("合同"), {"土地合同", "合同"}),
        (Not(PlainText("？")), everything),
        (MATCH_NONE, set()),
        (MATCH_ALL, everything),
    ]:
        assert titles(query) == found, query
    found = titles(~land) & {"土地合同", "土地", "合同", "调解"}
    assert found == {"合同", "调解"}
    assert "合同" in titles(~land | contract)
    assert "土地" not in titles(~land | contract)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question",
    ["长" * 100_000, "学a" * 50_000, "a " * 50_000, "a OR b NOT (c", '"', "'", "\\", "NEAR(a b, 2)", "title:x", "a*",
     "^a", "a:*", "!a", "<->", "%s %(x)s", "{}", "&|!()", "-", "--x", "\x00", "\ud800", "\ufffe", "🏳️‍🌈", "1️⃣"],
)  # fmt: skip
def test_odd_questions_are_answered(question):
    make_indexed("土地合同")
    assert titles(question) == set()
    assert completed(question) == set()
    assert titles(Phrase(question)) == set()
    assert titles(PlainText("土地") & PlainText(question)) <= {"土地合同"}


@pytest.mark.django_db
def test_odd_text_is_indexed(with_text):
    hostile = "\x00" + "\U00012000\U00012001 " * 90_000 + "网络"
    page = Page(title="很长" + "\ud800", search_description=hostile, pk=4321)
    get_search_backend().add_bulk(Page, [page])
    get_search_backend().add_bulk(Page, [Page(title="", pk=4322)])
    assert get_search_backend().search("很长", Page).count() == 0  # in the index, but there is no such page


@pytest.mark.django_db
def test_a_saved_object_enters_through_the_queue_and_a_deleted_one_leaves():
    from django_tasks import task_backends
    from modelsearch.tasks import insert_or_update_object_task as task

    root = Page.objects.get(depth=1)
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}):
        page = root.add_child(instance=Page(title="现场急救", slug="aid"))
        queued = [result for result in task_backends["default"].results if result.task.func is task.func]
        assert [result.args for result in queued] == [["wagtailcore", "page", str(page.pk)]]
        assert titles("急救") == set()
        task.call(*queued[0].args)
        assert titles("急救") == {"现场急救"}

        page.title = "现场调解"
        page.save()
        task.call("wagtailcore", "page", str(page.pk))
    assert titles("急救") == set()
    assert titles("场调") == {"现场调解"}
    page.delete()
    assert titles("调解") == set()


@pytest.mark.django_db
def test_saving_one_object_does_not_read_the_index(django_assert_num_queries):
    pages = make_indexed(*make_paragraphs(300))
    backend = get_search_backend()
    backend.add(pages[0])
    with django_assert_num_queries(1):
        backend.add(pages[0])
    assert backend.get_index_for_model(Page).entries.count() >= 300


@pytest.mark.django_db
def test_rebuilding_gives_the_same_index():
    from django.core.management import call_command

    make_indexed("土地合同", "调解")
    call_command("wagtail_update_index", verbosity=0)
    assert titles("合同") == {"土地合同"}
    Page.objects.filter(title="土地合同")._raw_delete("default")
    call_command("wagtail_update_index", verbosity=0)
    assert titles(MATCH_ALL & PlainText("合同")) == set()


@pytest.mark.django_db
def test_results_behave_as_a_list_does(django_assert_num_queries):
    from django.db.models import Count

    pages = make_indexed(*(f"土地合同{number}" for number in range(30)))
    backend = get_search_backend()
    found = backend.search("合同", Page.objects.all())
    assert found.count() == 30
    assert len(found[5:15]) == 10
    assert {page.pk for page in found} == {page.pk for page in pages}
    assert found.facet("live") == {True: 30}
    assert found.annotate_score("score")[0].score is not None
    by_title = backend.search("合同", Page.objects.order_by("title"), order_by_relevance=False)
    assert [page.title for page in by_title] == sorted(page.title for page in pages)
    for queryset in (
        Page.objects.distinct(),
        Page.objects.annotate(links=Count("redirect")),
        Page.objects.filter(live=True).select_related("locale").specific(),
    ):
        assert len(backend.search("合同", queryset)) == 30
    assert len(backend.search("合同", Page.objects.annotate(links=Count("redirect"))).annotate_score("s")) == 30
    with django_assert_num_queries(1):
        list(backend.search("合同", Page.objects.all())[:20])


@pytest.mark.django_db
def test_a_question_is_cut_not_refused():
    make_indexed("长" * 200)
    assert titles("长" * 150) == {"长" * 200}
    assert titles("长" * MAX_QUERY_CHARACTERS * 4) == set()
