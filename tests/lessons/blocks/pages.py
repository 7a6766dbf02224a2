"""A lesson made of given blocks, as a reader gets it."""

import json
from typing import Any

from wagtail.models import Site

from lessons.models import LessonPage
from tests.factories.lessons import make_lesson


def published(*body: tuple[str, Any], **fields: Any) -> LessonPage:
    """Publish a lesson of these blocks (type and value as stored), for everybody unless told otherwise."""
    rows = [{"type": kind, "value": value, "id": str(number)} for number, (kind, value) in enumerate(body, start=1)]
    page = make_lesson(body=json.dumps(rows), **{"audience": "public", **fields})
    Site.objects.all().delete()
    Site.objects.create(is_default_site=True, root_page=page.get_parent(), hostname="localhost")
    return page


def shown(client: Any, page: LessonPage, language: str = "en") -> str:
    """Return what a reader gets."""
    answer = client.get(page.get_url(), headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def item(value: Any) -> dict[str, Any]:
    """Return an item of a list as it is stored."""
    return {"type": "item", "value": value, "id": "1"}
