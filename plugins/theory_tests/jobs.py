"""What the plugin does by itself: forgotten attempts are closed, tests that are over settled, figures computed."""

import datetime

from plugins.theory_tests.actions.figures import count_figures
from plugins.theory_tests.actions.results import close_overdue, close_tests
from plugins.theory_tests.models import Sitting
from schoolhouse.jobs import job, schedule


@schedule("theory_tests.close", every=datetime.timedelta(minutes=1))
@job("theory_tests.close")
def close() -> None:
    """Close attempts whose time is over, then tests that are over for everybody."""
    close_overdue()
    close_tests()


@job("theory_tests.count")
def count(*, sitting: int) -> None:
    """Compute the figures of a test."""
    found = Sitting.objects.select_related("version").filter(pk=sitting).first()
    if found is not None:
        count_figures(sitting=found)
