"""Uploading a file of questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User
from plugins.theory_tests.models import QuestionCategory
from plugins.theory_tests.models.question_import import FileKind
from plugins.theory_tests.queries.bank import categories_of


class QuestionFileForm(forms.Form):
    """The file, what it is, and where its questions go."""

    below = forms.ModelChoiceField(
        label=pgettext_lazy("questions", "Category"), queryset=QuestionCategory.objects.none()
    )
    file_kind = forms.ChoiceField(
        label=_("What the file is"),
        choices=[
            (FileKind.SHEET, _("A spreadsheet with a row for each question (.xlsx, .csv)")),
            (FileKind.WORD, _("A Word document with numbered questions (.docx)")),
            (FileKind.GIFT, _("GIFT")),
            (FileKind.MOODLE_XML, _("Moodle XML")),
        ],
        widget=forms.RadioSelect,
        initial=FileKind.SHEET,
    )
    file = forms.FileField(label=_("File"), allow_empty_file=True)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["below"].queryset = categories_of(by)  # type: ignore[attr-defined]
