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


def test_contents_lead_to_each_of_two_headings_that_say_the_same(client):
    text = shown(client, published(("heading", "练习"), ("text", "<p>Words</p>"), ("heading", "练习")))
    led_to = re.findall(r'<li><a href="#([^"]+)">', text)
    assert led_to == re.findall(r'<h2 id="([^"]+)">练习</h2>', text) == ["练习", "练习-2"]
