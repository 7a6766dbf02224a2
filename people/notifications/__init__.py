"""Telling people: what stands on the site, what is brought to them by mail or another channel, and when.

    from people.notifications import tell

    tell("leave.decided", key=str(leave.public_id), people=[learner], data={"class": title}, url=url, by=approver)

The kind is registered at ``schoolhouse.extension_points.notification_kinds``. ``tell`` stands in the handler of an
event, so that whoever does something does not wait for those who are told, and bears being called twice.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from people.models import Organization, User

__all__ = ["tell"]


def tell(
    kind: str,
    *,
    key: str,
    people: "Iterable[User | int]",
    data: Mapping[str, Any],
    url: str,
    by: "User | None" = None,
    organization: "Organization | None" = None,
) -> int:
    """See ``people.notifications.telling.tell``; its models are not there yet while rooms are loaded."""
    from people.notifications import telling

    return telling.tell(kind, key=key, people=people, data=data, url=url, by=by, organization=organization)
