"""What a moderator types to do something with a thread."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.actions.moderation.threads import TITLE_LENGTH
from forums.models import ForumPage, Thread
from forums.models.moderation import REASON_LENGTH
from forums.queries.moderation import CHOICES_SHOWN, forums_to_move_to, threads_to_merge_into
from people.models import User

MOST_NUMBERS = 2000
_RANGE = re.compile(r"(\d{1,9})(?:[-–—~～至](\d{1,9}))?", re.ASCII)


class OrderForm(forms.Form):
    """Why a moderator acts; the acts that need more have a form of their own."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, help_text=_("Whom it concerns reads it, and it stays in the log.")
    )

    def __init__(self, *args: Any, thread: Thread, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thread, self.user = thread, user

    def asked(self) -> dict[str, Any]:
        """Return what the action takes beside the thread and who asks."""
        return dict(self.cleaned_data)


class RenameForm(OrderForm):
    """Another title."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    field_order = ["title", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = self.thread.title


class ChoiceForm(OrderForm):
    """One thing to choose; ``choices`` gives those there are, by their public ids."""

    what = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.public_id): one for one in self.choices()}
        rows = [("", "---------"), *((key, self.name_of(one)) for key, one in self.found.items())]
        self.fields[self.what].choices = rows  # type: ignore[attr-defined]

    def choices(self) -> list[Any]:
        """Return what can be chosen."""
        raise forms.ValidationError(_("Nothing can be chosen here."))

    def name_of(self, one: Any) -> str:
        """Return how ``one`` stands in the list."""
        return str(one)

    def asked(self) -> dict[str, Any]:
        """Give the action the thing itself."""
        return {**super().asked(), self.what: self.found[self.cleaned_data[self.what]]}


class MoveForm(ChoiceForm):
    """Another forum of the same readers."""

    what = "forum"
    forum = forms.ChoiceField(label=_("Forum"), help_text=_("Those that the same people read."))
    field_order = ["forum", "reason"]

    def choices(self) -> list[ForumPage]:
        """Return the forums beside this one."""
        return forums_to_move_to(self.thread, self.user)


class MergeForm(ChoiceForm):
    """Another thread of the same forum."""

    what = "into"
    into = forms.ChoiceField(
        label=_("Into which thread"),
        help_text=_("The posts go behind those that stand there. Old addresses lead to them."),
    )
    field_order = ["into", "reason"]

    def choices(self) -> list[Thread]:
        """Return the threads that were spoken in last."""
        return list(threads_to_merge_into(self.thread)[:CHOICES_SHOWN])

    def name_of(self, one: Thread) -> str:
        """Name the thread with how much was said in it."""
        return f"{one.title} ({one.post_count})"


class SplitForm(OrderForm):
    """Which posts get a thread of their own, and its title."""

    title = forms.CharField(label=_("Title of the new thread"), max_length=TITLE_LENGTH)
    numbers = forms.CharField(
        label=_("Numbers of the posts"),
        max_length=1000,
        help_text=_("For example: 12, 14-18. Old addresses lead there."),
    )
    field_order = ["numbers", "title", "reason"]

    def clean_numbers(self) -> list[int]:
        """Read numbers and ranges, with commas or spaces between."""
        found: set[int] = set()
        text = self.cleaned_data["numbers"].replace("#", "")
        for part in re.split(r"[\s,，、;；]+", text.strip()):
            match = _RANGE.fullmatch(part)
            if match is None:
                raise forms.ValidationError(_("“%(part)s” is no number of a post.") % {"part": part[:20]})
            first, last = int(match[1]), int(match[2] or match[1])
            if last < first or last - first >= MOST_NUMBERS or len(found) >= MOST_NUMBERS:
                raise forms.ValidationError(_("“%(part)s” is too much at once.") % {"part": part[:20]})
            found.update(range(first, last + 1))
        return sorted(found)
