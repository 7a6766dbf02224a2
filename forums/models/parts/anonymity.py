"""Who is said to have written something."""

from django.utils.translation import gettext


def shown_name(full_name: str, *, is_anonymous: bool) -> str:
    """Return the name under which peers read what somebody wrote."""
    return gettext("Anonymous learner") if is_anonymous else full_name
