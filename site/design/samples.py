"""What the styleguide shows: sample people, lessons and forms, in the language of whoever looks."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import get_template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .icons import ICONS
from .sample_texts import texts

#: Sample screens at ``/styleguide/<name>/``, with the place in the navigation that is current.
SCREENS = {"front": -1, "sign-in": -1, "today": 0, "lesson": 1, "thread": 2, "roll": 0, "feedback": 3}

#: The sections of the styleguide, in order: name of the template in ``styleguide/``, and title.
SECTIONS = [
    ("page", _("Page and columns")),
    ("colors", _("Two lights")),
    ("type", _("Typography")),
    ("buttons", _("Buttons, pills, avatars")),
    ("icons", _("Icons")),
    ("hero", _("Front door and video")),
    ("timeline", _("The line of a day")),
    ("cards", _("Cards and rows")),
    ("figures", _("Figures")),
    ("tables", _("Tables")),
    ("forms", _("Forms")),
    ("messages", _("Messages, empty places, dialogs")),
    ("navigation", _("Finding one's way")),
    ("lesson", _("A lesson")),
    ("forum", _("The evening forum")),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("We write to it only about your classes."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    county = forms.ChoiceField(label=_("County"), choices=[("", "—"), ("1", _("Qingshan")), ("2", _("Heshui"))])
    email = forms.EmailField(label=_("E-mail"))
    held = forms.ChoiceField(
        label=_("How would you like to take part?"),
        widget=forms.RadioSelect,
        choices=[("room", _("In the room")), ("online", _("Online"))],
    )
    rating = forms.ChoiceField(
        label=_("The class was clear"), widget=forms.RadioSelect, choices=[(n, n) for n in range(1, 6)]
    )
    remarks = forms.CharField(label=_("Remarks"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    roster = forms.FileField(label=_("Roster (.xlsx or .csv)"), required=False)
    agreed = forms.BooleanField(label=_("I have read how my data are used"))


def _sample_form() -> SampleForm:
    data = {"full_name": "周兰", "email": "zhou@", "county": "1", "held": "room", "rating": "4"}
    return SampleForm(data)


def _sections() -> list[dict[str, Any]]:
    sections = []
    for name, title in SECTIONS:
        template = f"styleguide/{name}.html"
        source = get_template(template).template.source  # type: ignore[attr-defined]
        sections.append({"name": name, "title": title, "template": template, "source": source.strip()})
    return sections


def styleguide_context() -> dict[str, Any]:
    """Return everything that the styleguide's templates show."""
    return {"sections": _sections(), **screen_context("today")}


def screen_context(screen: str) -> dict[str, Any]:
    """Return what a sample screen shows."""
    s = texts(get_language() or "en")
    places = [("home", s["nav_today"]), ("book", s["nav_lessons"]), ("chat", s["nav_forum"]), ("user", s["nav_mine"])]
    navigation = [
        {"label": label, "url": "/styleguide/" + name + "/", "icon": icon, "current": place == SCREENS[screen]}
        for place, ((icon, label), name) in enumerate(
            zip(places, ["today", "lesson", "thread", "feedback"], strict=True)
        )
    ]
    return {
        "s": s,
        "english": texts("en"),
        "chinese": texts("zh-hans"),
        "school_name": s["school"],
        "navigation": navigation,
        "icons": sorted(ICONS),
        "lesson_titles": [s["lesson"], s["live"], s["first_aid"], s["well"]],
        "form": _sample_form(),
        "page_obj": Paginator(range(60), 10).page(3),
        "crumbs": [{"label": s["class"], "url": "#navigation"}, {"label": s["evening"], "url": "#forum"}],
        "people": [
            {"name": s["learner"], "unit": s["village"], "group": s["group_1"], "state": s["present"], "kind": "ok",
             "points": "83.5"},
            {"name": s["post_author"], "unit": s["village"], "group": s["group_2"], "state": s["late"], "kind": "lamp",
             "points": "79.0"},
            {"name": s["guest"], "unit": s["village"], "group": s["group_2"], "state": s["missing"], "kind": "bad",
             "points": "64.5"},
        ],
        "answers": [
            {"label": s["q1"], "counts": [1, 2, 5, 17, 28], "mean": "4.7", "verdict": s["above"], "kind": "ok"},
            {"label": s["q2"], "counts": [1, 2, 6, 18, 26], "mean": "4.5", "verdict": s["similar"], "kind": ""},
            {"label": s["q3"], "counts": [4, 8, 15, 16, 10], "mean": "3.7", "verdict": s["below"], "kind": "lamp"},
        ],
        "grounds": ["paper", "card", "ink-2", "day", "lamp", "ok", "bad", "primary"],
    }  # fmt: skip
