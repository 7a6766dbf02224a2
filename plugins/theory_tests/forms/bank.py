"""The admin's form of a question."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from plugins.theory_tests.content import make_content, problems_of


class QuestionForm(WagtailAdminModelForm):
    """Refuses what cannot be asked: its answers are looked at together."""

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the answers as a whole."""
        cleaned = super().clean()
        formset = self.formsets.get("answers")
        if formset is None or not formset.is_valid() or self.errors:
            return cleaned
        answers = [form.cleaned_data for form in formset.forms if form.cleaned_data and not self._is_deleted(form)]
        said = {name: cleaned.get(name, "") for name in ("kind", "text", "format", "rubric")}
        content = make_content(answers=answers, **said)
        for problem in problems_of(content):
            self.add_error(None, problem)
        return cleaned

    @staticmethod
    def _is_deleted(form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))
