"""The form behind "Copy" on a training class."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, SlugInput

from classes.models import TrainingClassPage


class RepeatClassForm(forms.Form):
    """When the next period begins, and what it is called."""

    starts_on = forms.DateField(
        label=_("First day"),
        widget=AdminDateInput,
        help_text=_("Every date of the class moves along, and keeps its time of day."),
    )
    period = forms.IntegerField(label=_("Period"), min_value=1, max_value=9999)
    title = forms.CharField(label=_("Title"), max_length=255)
    slug = forms.SlugField(label=_("Address"), allow_unicode=True, max_length=255)

    def __init__(self, *args: Any, source: TrainingClassPage, **kwargs: Any) -> None:
        self.source = source
        period = source.period + 1
        weeks = (source.ends_on - source.starts_on).days // 7 + 1
        initial = {
            "starts_on": source.starts_on + timedelta(weeks=weeks),
            "period": period,
            "title": _counted(source.title, source.period, period),
            "slug": free_slug(source, _counted(source.slug, source.period, period)),
        }
        super().__init__(*args, **{**kwargs, "initial": {**initial, **kwargs.get("initial", {})}})
        self.fields["slug"].widget = SlugInput(locale=source.locale)

    def clean_slug(self) -> str:
        """Refuse an address that another page here has."""
        slug: str = self.cleaned_data["slug"]
        if self.source.get_siblings().filter(slug=slug).exists():
            raise forms.ValidationError(_("Another page here has this address already."))
        return slug


def _counted(text: str, old: int, new: int) -> str:
    """Write the new period where ``text`` names the old one."""
    return re.sub(rf"(?<!\d){old}(?!\d)", str(new), text, count=1)


def free_slug(source: TrainingClassPage, wanted: str) -> str:
    """Return ``wanted``, with a number behind it where that is taken."""
    taken = set(source.get_siblings().values_list("slug", flat=True))
    base = slugify(wanted, allow_unicode=True) or "class"
    numbers = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbers if slug not in taken)
