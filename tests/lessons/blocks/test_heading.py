"""Headings are where the contents of a lesson lead."""

import re

import pytest

from tests.lessons.blocks.pages import published, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("title", ["What you need", "准备工具", "第 1 步：看", "？！"])
def test_contents_lead_to_the_heading_in_every_script(client, title):
    text = shown(client, published(("heading", title), ("text", "<p>Words</p>")))
    led_to = re.search(r'<li><a href="#([^"]+)">', text)
    assert led_to
    assert f'<h2 id="{led_to[1]}">{title}</h2>' in text
