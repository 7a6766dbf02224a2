"""The signed addresses of guest instructors."""

import uuid

from django.core import signing

from evaluations.models import GuestLink

SALT = "evaluations.guest"


def token_of(link: GuestLink) -> str:
    """Return what stands in the address. Whether it still opens is asked of the row each time."""
    return signing.dumps(str(link.public_id), salt=SALT)


def link_of(token: str) -> GuestLink | None:
    """Return the link that a token is of, open or not; ``None`` for one that is forged or cut off. One query."""
    try:
        public_id = uuid.UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    return GuestLink.objects.select_related("training_class", "instructor").filter(public_id=public_id).first()
