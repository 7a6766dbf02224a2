"""The other process: a school with the plugin or without it, which does one step after another as it is told."""

import json
import os
import sys
import traceback


def main():
    """Read ``[step, arguments]`` from each line of the input and write ``[result, error]`` for each."""
    answers, sys.stdout = sys.stdout, sys.stderr
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    from tests.schoolhouse.leftovers import steps

    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            answer = [getattr(steps, name)(**arguments), ""]
        except BaseException:
            answer = [None, traceback.format_exc()]
        answers.write(json.dumps(answer, default=str) + "\n")
        answers.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
