"""The command line: ``python -m tools.messages update | compile | check``."""

import argparse
import sys

from . import check_catalogs, check_literals, check_parts, compile_all, update_all


def main() -> int:
    """Run one of the three commands; 1 when ``check`` found something."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.messages", description="Extract, compile and check translations."
    )
    parser.add_argument("command", choices=["update", "compile", "check"])
    command = parser.parse_args().command
    if command == "update":
        for path, added, dropped in update_all():
            print(f"{path}: {added} new, {dropped} dropped")
    elif command == "compile":
        print(f"{len(compile_all())} catalogs compiled")
    else:
        problems = [*check_catalogs(), *check_literals(), *check_parts()]
        print(*problems, sep="\n", end="\n" if problems else "")
        print(f"Translations: {len(problems)} problems" if problems else "Translations: all there")
        return bool(problems)
    return 0


if __name__ == "__main__":
    sys.exit(main())
