"""What the front door has done by itself."""

from datetime import timedelta

from django.core.management import call_command

from foundation.jobs.registry import job, schedule


@schedule("home.publish_scheduled", every=timedelta(minutes=1))
@job("home.publish_scheduled")
def publish_scheduled() -> None:
    """Publish and unpublish what editors have planned for a time that has come."""
    call_command("publish_scheduled", verbosity=0)
