"""The admin's form of a paper."""

from typing import Any

from people.forms.scoped import ScopedModelForm


class PaperForm(ScopedModelForm):
    """Refuses a paper that is said to be ready and cannot be sat: questions and rules are looked at together."""

    def clean(self) -> dict[str, Any]:
        """Say what speaks against setting it."""
        from plugins.theory_tests.queries.papers import problems_of_paper  # models import this form

        data = super().clean()
        fixed, rules = (self._sent(name) for name in ("questions", "rules"))
        if fixed is None or rules is None or self.errors:
            return data
        if data.get("is_ready"):
            for problem in problems_of_paper(fixed, rules):
                self.add_error(None, problem)
        return data

    def _sent(self, name: str) -> list[Any] | None:
        formset = self.formsets.get(name)
        if formset is None or not formset.is_valid():
            return None
        said = [form.instance for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        # A preview asks before everything is filled in.
        return [one for one in said if getattr(one, "question_id", None) or getattr(one, "category_id", None)]
