"""The command line: ``python -m tools.messages update | compile | check [FOLDER …]``."""

import argparse
import sys
from pathlib import Path

from . import check_catalogs, check_corrections, check_literals, check_parts, check_words, compile_all, update_all


def main() -> int:
    """Run one of the three commands; 1 when ``check`` found something."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.messages", description="Extract, compile and check translations."
    )
    parser.add_argument("command", choices=["update", "compile", "check"])
    parser.add_argument("folders", nargs="*", type=Path, help="packages of plugins (default: the whole house)")
    arguments = parser.parse_args()
    command, folders = arguments.command, [folder.resolve() for folder in arguments.folders]
    if command == "update":
        for path, added, dropped in update_all(folders):
            print(f"{path}: {added} new, {dropped} dropped")
    elif command == "compile":
        print(f"{len(compile_all(folders))} catalogs compiled")
    else:
        whole = [check_catalogs, check_literals, check_parts, check_corrections, check_words]
        problems = list(check_catalogs(folders)) if folders else [line for check in whole for line in check()]
        print(*problems, sep="\n", end="\n" if problems else "")
        print(f"Translations: {len(problems)} problems" if problems else "Translations: all there")
        return bool(problems)
    return 0


if __name__ == "__main__":
    sys.exit(main())
