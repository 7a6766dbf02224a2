"""Words of the admin that Wagtail leaves in English."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.widgets import AdminPageChooser

from classes.models import TrainingClassPage
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
        ("wagtailusers_users:index", [], {"是", "姓名"}, {"True", "False"}),
        ("wagtailadmin_workflows:index", [], {"名称"}, {"姓名"}),
        ("wagtailadmin_reports:site_history", [], {"名称", "操作"}, {"姓名"}),
        ("wagtaildocs:add_multiple", [], {"公用文件"}, {"Root"}),
    ],
)
def test_admin_says_in_chinese(read, name, args, ours, wagtails):
    words = read(name, *args)

    assert words >= ours
    assert not words & wagtails


def test_chooser_names_the_kind_of_page_in_the_reader_s_language():
    """Whoever opened the form first: it is made once in each process."""
    with override("zh-hans"):
        chooser = AdminPageChooser(target_models=[TrainingClassPage])
    with override("en"):
        assert str(chooser.choose_one_text) == "Choose a page (Training class)"
        assert "Choose a page (Training class)" in chooser.render("page", None, {"id": "page"})
    with override("zh-hans"):
        assert str(chooser.choose_one_text) == "选择一个页面 (培训班)"
        assert str(AdminPageChooser().choose_one_text) == "选择一个页面"


def test_search_counts_pages(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_school().root)

    page = client.get(reverse("wagtailadmin_pages:search"), {"q": "school"}).content.decode()

    assert "个页面中的第" in page
    assert "None中" not in page


def test_a_missing_page_of_the_admin_is_the_schools(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_school().root)

    page = client.get(reverse("wagtailadmin_pages:edit", args=[9999])).content.decode()

    assert "Wagtail" not in BeautifulSoup(page, "html.parser").title.text
