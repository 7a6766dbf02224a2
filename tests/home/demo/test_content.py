"""The demo school's matter is whole, in both languages, and the same for the same seed."""

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from home.demo import content, names
from home.demo import posts as demo_posts

HAN = re.compile(r"[\u4e00-\u9fff]")
GLUED = re.compile(r"[\u4e00-\u9fff][,.;:?!()\"'][\u4e00-\u9fff]|[\u4e00-\u9fff][,;?!](?!\d)")
CATEGORIES = {"theory", "conduct", "policy", "skills", "knowledge", "local"}
TAGS = {"p", "h3", "ul", "ol", "li", "b", "a"}
LESSONS = {lesson.slug: lesson for lesson in content.lessons()}


class TagReader(HTMLParser):
    """Collects tags and complains about ones left open."""

    def __init__(self):
        super().__init__()
        self.seen, self.open = set(), []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def words_of(text) -> str:
    """All words of a lesson in one language, without tags."""
    parts = [text.title, text.intro, *text.tags]
    for block in text.body:
        parts += [block.html, block.text, block.source]
        parts += strings_in({**block.check, "check": ""})
        parts += [part for step in block.steps for part in step] + [cell for row in block.rows for cell in row]
    return re.sub(r"<[^>]+>", " ", " ".join(parts))


def strings_in(data) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings_in(value)


def all_strings() -> list[str]:
    files = sorted(content.CONTENT.rglob("*.toml"))
    return [row for file in files for row in strings_in(content.read(str(file.relative_to(content.CONTENT))[:-5]))]


def test_lessons_are_28_micro_and_12_full():
    assert Counter(lesson.is_micro for lesson in LESSONS.values()) == {True: 28, False: 12}


def test_lessons_use_every_category():
    assert {lesson.category for lesson in LESSONS.values()} == CATEGORIES


def test_lesson_titles_are_distinct():
    for language in content.LANGUAGES:
        assert len({lesson.texts[language].title for lesson in LESSONS.values()}) == 40


@pytest.mark.parametrize("slug", LESSONS)
def test_lesson_has_both_languages_in_full(slug):
    lesson = LESSONS[slug]
    chinese, english = words_of(lesson.texts["zh-hans"]), words_of(lesson.texts["en"])
    least, most = (250, 500) if lesson.is_micro else (800, 1600)
    assert least <= len(HAN.findall(chinese)) <= most
    assert len(english.split()) >= (150 if lesson.is_micro else 450)
    assert not HAN.search(english)
    assert lesson.minutes <= 10 if lesson.is_micro else lesson.minutes > 10


@pytest.mark.parametrize("slug", LESSONS)
def test_lesson_blocks_are_well_formed(slug):
    for text in LESSONS[slug].texts.values():
        for block in text.body:
            reader = TagReader()
            reader.feed(block.html)
            assert reader.seen <= TAGS
            assert reader.open == []
            assert block.kind != "callout" or block.tone in {"tip", "warning", "note"}
            assert len({len(row) for row in block.rows}) <= 1


def test_classes_name_lessons_that_exist():
    templates = content.class_templates()
    assert len({template.slug for template in templates}) == len({template.title.zh for template in templates}) == 12
    assert all(set(template.lessons) <= set(LESSONS) for template in templates)


def test_live_classes_are_40_and_name_lessons_that_exist():
    rows = content.live_class_titles()
    assert len({row.title.zh for row in rows}) == len({row.title.en for row in rows}) == len(rows) == 40
    assert {row.lesson for row in rows} <= set(LESSONS)


@pytest.mark.parametrize("days", [3, 5])
def test_timetable_fills_its_days_in_order_without_overlap(days):
    rows = content.timetable(days)
    assert {row.day for row in rows} == set(range(1, days + 1))
    assert all(row.starts < row.ends for row in rows)
    for before, after in itertools.pairwise(rows):
        assert (before.day, before.ends) <= (after.day, after.starts)
    assert {row.kind for row in rows} == {
        "ceremony", "lesson", "live_class", "group_discussion", "field_visit", "self_study", "forum"
    }  # fmt: skip


def test_prompts_are_24_with_study_lists_that_resolve():
    prompts = content.prompts()
    assert len({prompt.slug for prompt in prompts}) == len({prompt.title.zh for prompt in prompts}) == 24
    assert all(prompt.lessons and set(prompt.lessons) <= set(LESSONS) for prompt in prompts)
    assert {prompt.answer_first for prompt in prompts} == {True, False}


def test_forum_titles_are_20_and_distinct():
    titles = content.forum_titles()
    assert len({title.zh for title in titles}) == len({title.en for title in titles}) == len(titles) == 20


def test_own_threads_are_not_called_as_prompts_are():
    titles = {title.zh for title in content.own_thread_titles()}
    assert len(titles) == 12
    assert not titles & {prompt.title.zh for prompt in content.prompts()}


def test_feedback_form_has_seven_scales_and_one_text():
    questions = content.feedback_form().questions
    assert Counter(question.kind for question in questions) == {"scale": 7, "text": 1}
    assert all(question.low.zh and question.high.en for question in questions if question.kind == "scale")


def test_scheme_has_twelve_components_and_sums_to_100():
    components = content.scheme().components
    assert len({component.slug for component in components}) == 12
    assert sum(component.weight for component in components) == 100


@pytest.mark.parametrize(("language", "comments", "reasons"), [("zh-hans", 80, 30), ("en", 40, 20)])
def test_comments_and_reasons_are_distinct(language, comments, reasons):
    assert len(set(content.feedback_comments(language))) == comments
    assert len(set(content.point_reasons(language))) == reasons


def test_points_of_discussion_are_distinct_for_every_prompt():
    for key, least in (("zh", 150), ("en", 100)):
        points = content.read(f"posts_{key}")["points"]
        assert set(points) == {prompt.slug for prompt in content.prompts()}
        assert len({row for rows in points.values() for row in rows}) >= least


def test_organizations_at_scale_one_have_the_size_of_a_city():
    tree = names.organizations(random.Random(7))
    kinds = Counter(node.kind for node in tree)
    assert (kinds["city"], kinds["county"], kinds["township"]) == (1, 7, 128)
    assert kinds["school"] + kinds["hall"] + kinds["learning_point"] == 19
    assert sum(kinds.values()) == 155


@pytest.mark.parametrize("scale", [0.05, 1, 10])
def test_organizations_are_distinct_and_stand_below_their_parents(scale):
    tree = names.organizations(random.Random(7), scale)
    for each in ([node.code for node in tree], [node.name.zh for node in tree], [node.name.en for node in tree]):
        assert len(set(each)) == len(tree)
    seen = {None}
    for node in tree:
        assert node.parent_code in seen
        seen.add(node.code)


def test_names_are_the_same_for_the_same_seed_and_others_for_another():
    assert names.organizations(random.Random(1)) == names.organizations(random.Random(1))
    assert names.people_names(random.Random(1), 50) == names.people_names(random.Random(1), 50)
    assert names.people_names(random.Random(1), 50) != names.people_names(random.Random(2), 50)


def test_people_names_are_many_and_distinct():
    people = names.people_names(random.Random(1), 7000)
    assert len(set(people)) == 7000
    assert all(2 <= len(name) <= 4 for name in people)


def test_ten_thousand_posts_are_the_same_for_the_same_seed_and_differ_from_one_another():
    made = list(demo_posts.posts(random.Random(1), 10_000))
    assert made[:500] == list(demo_posts.posts(random.Random(1), 500))
    assert len({post.body for post in made}) >= 9_500
    assert {post.prompt for post in made} == {prompt.slug for prompt in content.prompts()}
    assert not any("{" in post.body for post in made)


def test_replies_answer_an_earlier_post_of_the_same_prompt_and_language():
    made = list(demo_posts.posts(random.Random(1), 2_000))
    replies = [(number, post) for number, post in enumerate(made) if post.reply_to is not None]
    assert len(replies) > 500
    for number, post in replies:
        target = made[post.reply_to]
        assert post.reply_to < number
        assert (target.prompt, target.language) == (post.prompt, post.language)


def test_chinese_has_no_western_punctuation():
    assert [row for row in all_strings() if GLUED.search(re.sub(r"<[^>]+>", "", row))] == []


def test_nothing_is_called_propaganda():
    assert [row for row in all_strings() if "propaganda" in row.lower()] == []
