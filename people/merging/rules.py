"""What happens to this room's own records, and to those of the parts we stand on, when two accounts become one."""

from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import APIToken, PageSubscription
from wagtail.users.models import UserProfile

from people import merging
from people.models import MediaUpload, RoleAssignment, User


def end_sessions(model: type[Model], keep: User, duplicate: User) -> None:
    """Sign the duplicate out everywhere."""
    for session in merging.rows(model, user=duplicate):
        cast(UserSession, session).end()


def register_rules() -> None:
    """Called once, when the room is ready."""
    merging.register(RoleAssignment, merging.drop_colliding("user", "role", "organization"))
    merging.register(User.groups.through, merging.drop_colliding("user", "group"))
    merging.register(User.user_permissions.through, merging.drop_colliding("user", "permission"))
    merging.register(UserSession, end_sessions)
    # What opens the duplicate's account must not open the other one.
    merging.register(Authenticator, merging.drop_all("user"))
    merging.register(EmailAddress, merging.drop_all("user"))
    merging.register(UserProfile, merging.drop_all("user"))
    merging.register(EditingSession, merging.drop_all("user"))
    merging.register(FormState, merging.drop_all("user"))
    merging.register(APIToken, merging.drop_all("user"))
    merging.register(PageSubscription, merging.drop_colliding("user", "page"))
    merging.register(MediaUpload, merging.drop_colliding("by", "key"))
