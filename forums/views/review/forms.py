"""What people type about reported and held posts."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.actions.moderation.reports import WORDS_LENGTH
from forums.actions.post import BODY_LENGTH
from forums.models import ReportReason
from forums.models.moderation import REASON_LENGTH


class ReportForm(forms.Form):
    """What is wrong with a post."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea"}),
        help_text=gettext_lazy("Moderators alone read it. The author never learns who reported the post."),
    )


class RevisionForm(forms.Form):
    """A post that came back, revised."""

    # Its length is checked by the action: a browser sends two characters for each line break.
    body = forms.CharField(
        label=gettext_lazy("Your post"),
        widget=forms.Textarea(
            attrs={"rows": 8, "class": "textarea", "maxlength": BODY_LENGTH, "data-draft-target": "text"}
        ),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )


class VerdictForm(forms.Form):
    """What a moderator decides. Whoever lets a post stand need not say more than that."""

    verdict = forms.ChoiceField(
        choices=[(name, name) for name in ("approve", "keep", "hide", "return", "refuse", "warn", "show")]
    )
    reason = forms.CharField(max_length=REASON_LENGTH, required=False)

    def clean(self) -> dict[str, Any]:
        """Give acts that take nothing from anybody a reason where none is typed."""
        data = super().clean() or {}
        if not data.get("reason", "").strip() and data.get("verdict") in ("approve", "keep"):
            data["reason"] = _("Nothing speaks against it.")
        return data
