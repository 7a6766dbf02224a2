"""The translation tools: what they find and what they leave alone."""

import polib
import pytest

from tools.messages import check_corrections
from tools.messages.catalogs import compile_all, entry_problems
from tools.messages.literals import python_problems, template_problems


def words(source, *, html=True):
    return [found for _line, found in template_problems(source, html=html)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ("<p>{% translate 'Hello there' %}</p>", []),
        ("<p>{% blocktranslate trimmed %}Hello there{% endblocktranslate %}</p>", []),
        ("<p>{# Hello #}{% comment %}Hello{% endcomment %}</p>", []),
        ('<img alt="A school">', ['alt="A school"']),
        ('<input type="submit" value="Send">', ['value="Send"']),
        ('<a title="{% translate "Back" %}" href="/x">→</a>', []),
        ('<p translate="no">English</p>', []),
        ("<script>let words = 1</script>", []),
        ("{{ person|default:'nobody' }}", ["nobody"]),
        ('{% include "x.html" with label="Send" %}', ["Send"]),
        ("<p>中文</p>", ["中文"]),
        ("{% block body_class %}is-evening{% endblock %}", []),
    ],
)
def test_template_words_are_found_where_nobody_marked_them(source, found):
    assert words(source) == found


def test_mail_words_are_found_where_nobody_marked_them():
    assert words("{% translate 'Dear' %} {{ name }}\nSee you soon", html=False) == ["See you soon"]


@pytest.mark.parametrize(
    "source",
    [
        'models.CharField("full name")',
        'forms.CharField(label="Name")',
        'messages.success(request, f"Saved {x}")',
        'raise Refusal("Not now")',
        'label = f"{_("Saved")} {count}"'.replace('"Saved"', "'Saved'"),
        'class Kind(TextChoices):\n    A = "a", "Letter"',
        'class Meta:\n    verbose_name = "thing"',
    ],
)
def test_python_words_are_found_where_nobody_marked_them(source):
    assert len(list(python_problems(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'models.CharField(_("full name"), max_length=5)',
        'models.ForeignKey("people.User", on_delete=models.CASCADE)',
        'messages.success(request, _("Saved"))',
        'class Jobs(AppConfig):\n    label = "jobs"',
        'class Kind(TextChoices):\n    A = "a", _("Letter")',
    ],
)
def test_marked_python_words_are_left_alone(source):
    assert list(python_problems(source)) == []


@pytest.mark.parametrize(
    ("english", "chinese", "problems"),
    [
        ("%(count)s learners", "%(count)s 名学员", []),
        ("%(count)s learners", "几名学员", ["placeholders differ"]),
        ("Yes, please", "好,请", ["half-width punctuation in Chinese"]),
        ("Not yet", "", ["not translated"]),
        ("Never said in Chinese", "Never said in Chinese", ["left in English"]),
    ],
)
def test_translation_is_held_to_its_source(english, chinese, problems):
    assert list(entry_problems(polib.POEntry(msgid=english, msgstr=chinese))) == problems


def test_compiling_again_does_nothing():
    compile_all()

    assert compile_all() == []


def test_supplement_reaches_the_screen(settings):
    from django.utils import translation

    with translation.override("zh-hans"):
        assert translation.gettext("View latest version") == "查看最新版本"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("live", "已发布"),
        ("Promote", "网址与搜索"),
        ("Workflows", "审核流程"),
        ("Name", "名称"),
        ("Page '%(page_title)s' has been published.", "页面“%(page_title)s”已经发布。"),
    ],
)
def test_correction_reaches_the_screen(english, chinese):
    from django.utils import translation

    with translation.override("zh-hans"):
        assert translation.gettext(english) == chinese


def test_corrections_correct_something_and_drown_nothing():
    assert list(check_corrections()) == []
