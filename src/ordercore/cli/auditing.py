"""``check --store``: work out every figure of a store again, and list what differs."""

import argparse

from ordercore.cli.console import Answer, print_json, print_table, progress
from ordercore.service.auditing import Audit, audit

SHOWN = 50
"""Differences printed for a person; ``--json`` gives all."""


def run(arguments: argparse.Namespace) -> Answer:
    """Audit; all is well when nothing differs."""
    from ordercore.opening import open_store

    store = open_store(arguments.store, must_exist=True, seller=arguments.seller)
    try:
        with progress("records") as advance:
            result = audit(store, advance, forgotten_before=arguments.forgotten_before)
    finally:
        store.close()

    def tell() -> None:
        if arguments.json:
            print_json(_as_json(result))
        else:
            _tell(result, arguments.seller)

    return result.is_well, tell


def _as_json(result: Audit) -> dict[str, object]:
    return {
        "well": result.is_well,
        "orders": result.orders,
        "dossiers": result.dossiers,
        "stocks": result.stocks,
        "events": result.events,
        "differences": [
            {"code": some.code, "record": str(some.record), "kept": some.kept, "told": some.told}
            for some in result.differences
        ],
    }


def _tell(result: Audit, seller: str) -> None:
    counts = (
        result.orders,
        result.dossiers,
        result.stocks,
        result.events,
        len(result.differences),
    )
    head = ("audited", "orders", "dossiers", "stocks", "events", "differences")
    print_table("The store", head, [("all", *[f"{count:,}" for count in counts])])
    for some in result.differences[:SHOWN]:
        print(f"  {some}")
    if len(result.differences) > SHOWN:
        print(f"  … and {len(result.differences) - SHOWN} more (--json lists all)")
    if not result.events:
        print(f"Nothing is kept there of the seller {seller!r} (--seller names another).")
    elif result.is_well:
        print("Every figure is what its events tell.")
