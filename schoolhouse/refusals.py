"""How an action says no."""

from django.utils.functional import Promise


class Refusal(Exception):
    """An action refused; nothing was changed.

    ``message`` is a translated sentence for the person who asked, ``code`` a stable word for programs and
    ``status`` the HTTP status that a view or the API answers with.
    """

    def __init__(self, message: str | Promise, *, code: str = "refused", status: int = 409) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status

    def __str__(self) -> str:
        return str(self.message)
