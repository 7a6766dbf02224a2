"""Models of the people room.

Only ``User`` and ``Organization`` may appear in ``people.0001``: everything that touches Wagtail comes in later
migrations, or ``migrate`` ends in a circle.
"""

from people.models.organization import Organization, OrganizationKind
from people.models.user import User

__all__ = ["Organization", "OrganizationKind", "User"]
