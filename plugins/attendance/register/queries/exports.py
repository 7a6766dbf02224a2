"""What is being made, or was made, for somebody."""

from django.db.models import QuerySet

from people.models import User
from plugins.attendance.register.models import RegisterExport

SHOWN = 5


def exports_of(user: object) -> QuerySet[RegisterExport]:
    """Return the registers that were last made for ``user``, the latest first."""
    if not isinstance(user, User):
        return RegisterExport.objects.none()
    return RegisterExport.objects.filter(by=user)[:SHOWN]
