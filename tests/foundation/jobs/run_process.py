"""Run ``manage.py worker`` or ``scheduler`` with the jobs of these tests declared."""

import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    import tests.foundation.jobs.worker_jobs  # noqa: F401

    call_command(*sys.argv[1:])
