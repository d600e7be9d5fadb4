"""Programs that hold a server and then end in some way; run by the tests of the launcher."""

import sys
import time
from multiprocessing import get_context

from ordercore.testing.postgres import postgres


def hold(how: str) -> None:
    """Tell the URL, then end as asked."""
    with postgres() as url:
        if how == "leaving a child":
            get_context("fork").Process(target=time.sleep, args=(20,), daemon=True).start()
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        if how == "wait":
            time.sleep(60)


if __name__ == "__main__":
    hold(sys.argv[1])
