import json
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lessons.models import LessonPage
from lessons.reading_time import estimated_minutes
from tests.factories.lessons import make_lesson

pytestmark = pytest.mark.django_db
BODY = [
    {"type": "heading", "value": "First", "id": "11111111-1111-4111-8111-111111111111"},
    {"type": "text", "value": "<p>Words</p>", "id": "22222222-2222-4222-8222-222222222222"},
    {
        "type": "steps",
        "value": [{"type": "item", "value": {"title": "One", "text": "<p>Do it</p>"}, "id": "3" * 8}],
        "id": "44444444-4444-4444-8444-444444444444",
    },
    {"type": "callout", "value": {"kind": "tip", "text": "<p>Rest</p>"}, "id": "5" * 8},
]


def raw(page: LessonPage) -> Any:
    return list(LessonPage.objects.get(pk=page.pk).body.raw_data)


def test_body_survives_a_save_inside_a_migration() -> None:
    page = make_lesson(body=json.dumps(BODY))
    before = raw(page)
    executor = MigrationExecutor(connection)
    historical = executor.loader.project_state(executor.loader.graph.leaf_nodes()).apps.get_model(
        "lessons", "LessonPage"
    )
    old = historical.objects.get(pk=page.pk)
    old.intro = "changed"
    old.save()
    assert raw(page) == before == BODY
    assert LessonPage.objects.get(pk=page.pk).intro == "changed"


def test_body_keeps_block_definitions_out_of_migrations() -> None:
    _name, _path, args, kwargs = LessonPage._meta.get_field("body").deconstruct()
    assert args == []
    assert not {"block_types", "block_lookup"} & kwargs.keys()


@pytest.mark.parametrize(
    ("text", "minutes"), [("", 0), ("word", 1), ("汉" * 300, 1), ("汉" * 301, 2), ("word " * 361, 3)]
)
def test_estimated_minutes_count_han_characters_and_words(text: str, minutes: int) -> None:
    body = LessonPage(body=json.dumps([{"type": "text", "value": f"<p>{text}</p>"}] if text else [])).body
    assert estimated_minutes(body) == minutes
