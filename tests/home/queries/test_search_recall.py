"""300 questions to the demo's own Chinese texts, as pages and as posts, against the plain truth: is it written there?

The truth is a substring after normalization: width, case and invisible characters do not count, and of a question of
several parts (words, or Chinese beside letters and digits) each must be there. A Latin word counts whole; plain English
and bare numbers are not asked for: databases differ in what is too common, and in how they read 15-15-15.
"""

import itertools
import random
import re
import unicodedata
import uuid

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.html import strip_tags

from forums.actions.search import file_posts
from forums.models import Post
from forums.writing.rendering import RENDERER_VERSION, render_post, text_of
from foundation.search.matching import matching
from home.demo import content
from home.demo.names import people_names
from home.demo.posts import PostWriter
from home.queries.search.sources import SOURCES
from lessons.models import LessonIndexPage, LessonPage
from tests.factories.classes import make_training_class
from tests.factories.forums import make_forum, make_thread
from tests.factories.people import make_organization, make_place, make_superuser

SEED = 20261129
QUESTIONS, POSTS = 300, 900
HAN = re.compile(r"[\u3400-\u9fff]+")
PART = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
LATIN = re.compile(r"(?<![\w.:/@%-])[A-Za-z0-9]+(?![\w.:/@%-])", re.ASCII)
OWN = """
张桂兰用WPS表格登记了3户的化肥，二维码贴在村委会门口，扫码就能看到账目。
5G网络开通以后，李建国在家里办医保；他说：“先挂断，再核实。”AED放在卫生院，120和119都记在墙上。
调解员先听，后问；把争执写成三句话。土地、合同、四至，一样一样地对。
"""


def normalized(text):
    kept = (one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) not in ("Cf", "Mn"))
    return "".join(kept).casefold()


def holds(text, question):
    def is_there(part):
        return part in text if HAN.fullmatch(part) else re.search(rf"(?<![a-z0-9]){part}(?![a-z0-9])", text)

    return all(is_there(part) for part in PART.findall(normalized(question)))


def lesson_texts():
    texts = [lesson.texts["zh-hans"] for lesson in content.lessons()]
    rows = [strip_tags(f"{text.intro}\n{' '.join(strings_of(text.body))}".replace("<", " <")) for text in texts]
    return [*rows, *OWN.strip().splitlines()]


def strings_of(value):
    """Collect every text in a lesson's blocks."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings_of(one)]
    if isinstance(value, (list, tuple)):
        return [text for one in value for text in strings_of(one)]
    return [text for one in vars(value).values() for text in strings_of(one)] if hasattr(value, "__dict__") else []


def post_texts():
    writer, source = PostWriter(random.Random(SEED)), random.Random(SEED)
    names = people_names(source, 60)
    slugs = itertools.cycle(prompt.slug for prompt in content.prompts())
    return [f"{source.choice(names)}：{writer.post(slug, 'zh-hans')}" for slug in itertools.islice(slugs, POSTS)]


def make_questions(texts):
    """Yield questions of each kind in turn; one in six stands nowhere, or not as a whole."""
    source = random.Random(SEED)
    whole = "\n".join(texts)
    words = {word for word in LATIN.findall(whole) if len(word) > 1}
    latin = sorted(word for word in words if not word.islower() and not word.isdigit())
    names = people_names(random.Random(SEED), 60)

    def piece(length):
        run = source.choice([run for run in HAN.findall(source.choice(texts)) if len(run) >= length] or ["村民" * 4])
        start = source.randint(0, len(run) - length)
        return run[start : start + length]

    kinds = [
        lambda: piece(2),
        lambda: piece(source.randint(3, 6)),
        lambda: source.choice(names)[: source.choice([1, 2, 3])],
        lambda: piece(1),
        lambda: re.sub(r"\s+", "，", across()),
        lambda: source.choice(latin).swapcase(),
        lambda: f"{source.choice(latin)}{piece(2)}",
        lambda: f"{piece(2)} {piece(2)}",
        lambda: "".join(chr(ord(one) + 0xFEE0) for one in source.choice(latin)),
        lambda: piece(1) + piece(1) + piece(1),
    ]

    def across():
        found = re.findall(r"[\u3400-\u9fff]{1,3}[，。；：、“”]+[\u3400-\u9fff]{1,3}", source.choice(texts))
        return source.choice(found) if found else piece(2)

    return [kind() for kind in itertools.islice(itertools.cycle(kinds), QUESTIONS)]


@pytest.fixture(scope="module")
def _written(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        index = make_place(make_organization()).add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
        for number, text in enumerate(lesson_texts()):
            index.add_child(instance=LessonPage(title=f"{text[:9]}", slug=f"lesson-{number}", intro=text))
        user = make_superuser()
        thread = make_thread(make_forum(make_training_class()), title="T")
        rows = [
            Post(thread=thread, number=number + 1, author=user, body=body, body_html=render_post(body),
                 renderer_version=RENDERER_VERSION, client_key=uuid.uuid4(), created_at=timezone.now())
            for number, body in enumerate(post_texts())
        ]  # fmt: skip
        Post.objects.bulk_create(rows)
        file_posts(Post.objects.all())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield user
        transaction.set_rollback(True)


@pytest.fixture
def written(_written, db):
    """Give who may read everything."""
    return _written


def readable(kind, user):
    return next(source for source in SOURCES if source.kind == kind).readable(user)


def texts_by_key(kind):
    if kind == "lesson":
        return {page.pk: normalized(f"{page.title}\n{page.intro}") for page in LessonPage.objects.all()}
    return {post.pk: normalized(text_of(post.body_html)) for post in Post.objects.all()}


@pytest.mark.parametrize("kind", ["lesson", "post"])
def test_search_finds_all_that_is_written_and_nothing_else(written, kind):
    key = "pk" if kind == "lesson" else "post_id"
    texts, wrong, answers = texts_by_key(kind), {}, 0
    for question in make_questions([*lesson_texts(), *post_texts()]):
        expected = {pk for pk, text in texts.items() if holds(text, question)}
        rows = matching(readable(kind, written), question)
        found = set(rows.exclude(**{key: None}).values_list(key, flat=True))
        answers += len(expected)
        if found != expected:
            wrong[question] = (len(found - expected), len(expected - found))
    assert wrong == {}, f"(too many, missing) with seed {SEED}"
    assert answers > QUESTIONS


def test_autocompletion_finds_all_titles_and_posts_that_hold_chinese(written):
    titles = {page.pk: normalized(page.title) for page in LessonPage.objects.all()}
    posts = texts_by_key("post")
    wrong = {}
    for question in make_questions([*lesson_texts(), *post_texts()]):
        if not HAN.search(question[-1]):
            continue  # An unfinished Latin word completes to others, as it should.
        for kind, key, texts in (("lesson", "pk", titles), ("post", "post_id", posts)):
            expected = {pk for pk, text in texts.items() if holds(text, question)}
            rows = matching(readable(kind, written), question, autocomplete=True)
            found = set(rows.exclude(**{key: None}).values_list(key, flat=True))
            if found != expected:
                wrong[kind, question] = (len(found - expected), len(expected - found))
    assert wrong == {}, f"(too many, missing) with seed {SEED}"


def test_the_questions_are_of_every_kind():
    texts = [*lesson_texts(), *post_texts()]
    questions = make_questions(texts)
    assert len(questions) == QUESTIONS
    assert questions == make_questions(texts)
    whole = normalized("\n".join(texts))
    nowhere = [one for one in questions if not holds(whole, one)]
    assert 3 < len(nowhere) < QUESTIONS / 2
    assert {len(one) for one in questions} >= {1, 2, 3, 4, 5, 6}
    assert sum(1 for one in questions if re.search("[a-zA-Z0-9]", one)) > 30
