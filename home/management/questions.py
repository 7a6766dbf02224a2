"""Questions that a command asks on the terminal, each again until its answer will do."""

import getpass
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import gettext

Check = Callable[[str], str]


class Questions:
    """Answers from flags or, where ``asks`` and no flag gives one, from the person at the terminal.

    A flag's wrong value raises ``CommandError``, which names the flag; a typed one is asked for again.
    """

    def __init__(self, *, asks: bool, problems: OutputWrapper) -> None:
        self.asks = asks
        self.problems = problems

    def answer(self, given: str | None, flag: str, question: str, *, check: Check, default: str = "") -> str:
        """Return what ``check`` makes of the answer; an empty one is the ``default``, if there is one."""
        if given is not None or not self.asks:
            return self._of_flag(given, flag, check, default)
        prompt = f"{question} [{default}]: " if default else f"{question}: "
        return self._typed(lambda: input(prompt), check, default)

    def secret(self, given: str | None, flag: str, question: str, again: str, *, check: Check) -> str:
        """Return an answer that is typed twice, unseen."""
        if given is not None or not self.asks:
            return self._of_flag(given, flag, check, "")

        def twice() -> str:
            first = getpass.getpass(f"{question}: ")
            check(first)
            if getpass.getpass(f"{again}: ") != first:
                raise ValidationError(gettext("The two differ; please try again."))
            return first

        return self._typed(twice, check, "")

    def _of_flag(self, given: str | None, flag: str, check: Check, default: str) -> str:
        value = (given or "").strip() or default
        if not value:
            raise CommandError(gettext("%(flag)s is missing.") % {"flag": flag})
        try:
            return check(value)
        except ValidationError as error:
            raise CommandError(f"{flag}: {' '.join(error.messages)}") from error

    def _typed(self, ask: Callable[[], str], check: Check, default: str) -> str:
        while True:
            try:
                value = ask().strip() or default
                if not value:
                    raise ValidationError(gettext("Please type something."))
                return check(value)
            except ValidationError as error:
                self.problems.write(" ".join(error.messages))
            except (EOFError, KeyboardInterrupt) as stopped:
                raise CommandError(gettext("Stopped; nothing was made.")) from stopped
