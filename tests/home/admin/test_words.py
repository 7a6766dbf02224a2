"""Words of the admin that Wagtail leaves in English."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.school import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, settings, tmp_path):
    """Give the words of an admin page in Chinese, and the names of its parts that nobody sees."""
    settings.MEDIA_ROOT = tmp_path
    school = make_school()
    client.force_login(school.root)

    def read(name, *args):
        page = BeautifulSoup(client.get(reverse(name, args=args)).content, "html.parser")
        names = [one["aria-label"] for one in page.select("[aria-label]")]
        return {text.strip() for text in page.stripped_strings} | set(names)

    return read


@pytest.mark.parametrize(
    ("name", "args", "ours", "wagtails"),
    [
        ("wagtailadmin_explore", [1], {"全部页面", "操作"}, {"Root", "Actions", "None"}),
        ("wagtailadmin_pages:search", [], set(), {"None", "Root"}),
        ("wagtailimages:add", [], {"图片"}, {"School image"}),
        ("wagtailsites:index", [], {"端口", "站点名称", "站点首页"}, {"Port", "Site name", "Root page"}),
        ("wagtailusers_users:index", [], {"是"}, {"True", "False"}),
    ],
)
def test_admin_says_in_chinese(read, name, args, ours, wagtails):
    words = read(name, *args)

    assert words >= ours
    assert not words & wagtails
