"""Kinds of things that people are told of mending, and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from classes.permissions import INSIDE_STATES
from evaluations.events import action_item_opened, action_item_settled
from evaluations.models import ActionItem, ActionItemState
from evaluations.permissions.mending import may_see_item
from evaluations.queries.survey import class_asked, place_of
from people.models import User
from people.notifications import tell
from people.queries.ownership import organization_of
from schoolhouse.events import ReceivedEvent
from schoolhouse.extension_points import notification_kinds
from schoolhouse.notifications import NotificationKind, Way, Words, keys_named, visible_among

OPENED, OVERDUE, MENDED = "evaluations.action_item", "evaluations.overdue", "evaluations.mended"
GROUP = pgettext_lazy("notifications", "Feedback")


def item_data(item: ActionItem) -> dict[str, Any]:
    """Return what a kind about an item is told with. What learners said stands on its page alone."""
    about = item.survey.page.title
    return {"item": str(item.public_id), "about": about, "question": item.question, "answer": item.answer}


def _item(key: str) -> ActionItem | None:
    rows = ActionItem.objects.select_related("survey__training_class", "survey__page", "survey__form", "owner")
    return rows.filter(public_id=key).first()


@action_item_opened.handler("evaluations.tell_owner")
def tell_owner(event: ReceivedEvent) -> None:
    """Tell whoever has to mend something that they do."""
    item = _item(event.data["item"])
    if item is None or item.owner is None or not item.is_open:
        return
    url = reverse("evaluations:action_item", args=[item.public_id])
    key = f"{item.public_id}:{item.owner_id}"
    organization = organization_of(place_of(item.survey))
    tell(OPENED, key=key, people=[item.owner], data=item_data(item), url=url, organization=organization)


@action_item_settled.handler("evaluations.tell_learners")
def tell_learners(event: ReceivedEvent) -> None:
    """Tell the learners of the class what became of what they said."""
    item = _item(event.data["item"])
    if item is None or item.state != ActionItemState.DONE:
        return
    training_class = class_asked(item.survey)
    if training_class is None:
        return
    learners = training_class.enrollments.filter(state__in=INSIDE_STATES).values_list("learner_id", flat=True)
    url, organization = item.survey.page.get_url() or "/", organization_of(place_of(item.survey))
    tell(MENDED, key=str(item.public_id), people=learners, data=item_data(item), url=url, organization=organization)


def _said(subject: str | Promise) -> Any:
    def words(data: Mapping[str, Any]) -> Words:
        return Words(str(subject) % data, str(data.get("answer", "")))

    return words


def items_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each item whether ``person`` may see it now."""
    assert isinstance(person, User)
    found = ActionItem.objects.select_related("survey__training_class", "survey__page").filter(
        public_id__in=keys_named(rows, "item")
    )
    return visible_among(rows, "item", [item.public_id for item in found if may_see_item(person, item)])


def mended_visible(person: AbstractBaseUser, rows: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Say of each item whether it still counts as mended: what is taken up again is not told."""
    found = ActionItem.objects.filter(public_id__in=keys_named(rows, "item"), state=ActionItemState.DONE)
    return visible_among(rows, "item", found.values_list("public_id", flat=True))


def register_kinds() -> None:
    """Called once, when the room is ready."""
    kinds = {
        OPENED: NotificationKind(
            gettext_lazy("Feedback asks me to mend something"),
            GROUP,
            _said(gettext_lazy("To be mended after “%(about)s”: %(question)s")),
            items_visible,
            Way.MAIL,
        ),
        OVERDUE: NotificationKind(
            gettext_lazy("What should have been mended is overdue"),
            GROUP,
            _said(gettext_lazy("Overdue after “%(about)s”: %(question)s")),
            items_visible,
            Way.MAIL,
        ),
        MENDED: NotificationKind(
            gettext_lazy("Something was done about our feedback"),
            GROUP,
            _said(gettext_lazy("You said, we did: %(question)s (“%(about)s”)")),
            mended_visible,
            Way.DIGEST,
        ),
    }
    for order, (name, kind) in enumerate(kinds.items()):
        notification_kinds.register("evaluations", name, kind, order=60 + order)
