"""``check --words``: prove that catalogues of notices say what ours do."""

import argparse
from pathlib import Path

from ordercore.cli.console import Answer, print_json
from ordercore.errors import InvalidValue


def run(arguments: argparse.Namespace) -> Answer:
    """Prove them; all is well when nothing was found."""
    from ordercore.i18n.proving import word_faults

    folder = Path(arguments.words)
    files = sorted(file.name for file in folder.glob("*.po"))
    if not files:
        raise InvalidValue("words", arguments.words, "a folder of files such as sv.po")
    faults = word_faults(folder)

    def tell() -> None:
        if arguments.json:
            print_json({"well": not faults, "files": files, "findings": [*faults]})
            return
        for fault in faults:
            print(fault)
        if not faults:
            print(f"{', '.join(files)}: every notice has its words.")

    return not faults, tell
