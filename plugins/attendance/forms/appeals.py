"""Appealing a state, and answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.attendance.forms.corrections import CorrectionForm


class AppealForm(forms.Form):
    """What a learner says."""

    text = forms.CharField(
        label=_("What was so?"),
        help_text=_("Say when you came and who saw you."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(CorrectionForm):
    """What the teacher answers: what was so, or why not."""

    verdict = forms.ChoiceField(choices=[("grant", ""), ("refuse", "")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].required = False
        self.fields["reason"].label = pgettext_lazy("appeal", "Answer")
        self.fields["reason"].required = False
        self.fields["reason"].max_length = 500  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what was so where the appeal is granted; a refusal needs words."""
        data = super().clean()
        if data.get("verdict") == "grant" and not data.get("word"):
            self.add_error("word", _("Say what was so."))
        if data.get("verdict") == "refuse" and not data.get("reason"):
            self.add_error("reason", _("Say why not."))
        return data
