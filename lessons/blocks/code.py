"""Program code, highlighted on the server by Pygments with classes: the site's policy allows no inline styles."""

from functools import cache
from typing import Any

from django.forms import Field, Textarea
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from wagtail import blocks

from lessons.blocks.examples import example
from schoolhouse.content import StructBlock

SECONDS_A_LINE = 3
LONGEST = 20_000
LANGUAGES = [
    ("text", _("Plain text")),
    ("bash", "Bash"),
    ("bat", "Batch (Windows)"),
    ("c", "C"),
    ("cpp", "C++"),
    ("csharp", "C#"),
    ("css", "CSS"),
    ("diff", "Diff"),
    ("go", "Go"),
    ("html", "HTML"),
    ("ini", "INI"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("json", "JSON"),
    ("php", "PHP"),
    ("powershell", "PowerShell"),
    ("python", "Python"),
    ("rust", "Rust"),
    ("sql", "SQL"),
    ("toml", "TOML"),
    ("typescript", "TypeScript"),
    ("vbnet", "Visual Basic"),
    ("xml", "XML"),
    ("yaml", "YAML"),
]
"""Names that Pygments knows, with what people call them."""


class SourceBlock(blocks.TextBlock):
    """Text whose spaces and empty lines are meant."""

    @cached_property
    def field(self) -> Field:
        """A field that strips nothing."""
        field: Any = super().field
        field.strip = False
        field.widget = Textarea(attrs={"rows": 10, "class": "code-field", "spellcheck": "false", "wrap": "off"})
        return field

    def clean(self, value: Any) -> str:
        """Write ends of lines in one way, and drop empty lines around the whole."""
        text: str = super().clean(value)
        return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


class CodeBlock(StructBlock):
    """Code of a program, a settings file or a command."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES, default="text")
    code = SourceBlock(label=pgettext_lazy("of a program", "Code"), max_length=LONGEST)
    caption = blocks.CharBlock(
        label=_("Name of the file, or what it does"), required=False, max_length=150, search_index=True
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the template the code as HTML."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["html"] = highlighted(value["code"], value["language"])
        context["language_name"] = dict(LANGUAGES).get(value["language"], "")
        return context

    def reading_seconds(self, value: Any) -> float:
        """Return how long one reads the lines that are not empty."""
        return SECONDS_A_LINE * sum(bool(line.strip()) for line in value["code"].splitlines())

    class Meta:
        icon = "code"
        label = pgettext_lazy("of a program", "Code")
        description = _("Code of a program or a command, in color, with a button that copies it.")
        template = "lessons/blocks/code.html"
        preview_value = example(
            {
                "language": "python",
                "code": 'def greet(name):\n    """Say hello."""\n    return f"Hello, {name}!"',
                "caption": "greet.py",
            }
        )
        place = "lessons.code"


def highlighted(code: str, language: str) -> SafeString:
    """Return ``code`` as HTML, its parts in spans with classes such as ``hl-k``; as it is in an unknown language."""
    name = language if language in dict(LANGUAGES) else "text"
    return mark_safe(highlight(code, get_lexer_by_name(name, stripnl=False), _formatter()).rstrip("\n"))


@cache
def _formatter() -> HtmlFormatter:
    return HtmlFormatter(nowrap=True, classprefix="hl-")
