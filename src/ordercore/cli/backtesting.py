"""``backtest``: the past returns of a store under another policy."""

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from ordercore.cli.arguments import SELLER_HELP, STORE_HELP
from ordercore.cli.console import Answer, amounts, amounts_text, print_json, print_table
from ordercore.cli.naming import POLICY_EXAMPLE, named_policy, named_world
from ordercore.orders.backtesting import return_cases
from ordercore.orders.world import WORLD, World
from ordercore.ports import Store
from ordercore.returns.backtest import BackTest, Case, Made, back_test
from ordercore.service.looking import every_order


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "backtest",
        help="judge the past returns of a store under another policy",
        description="Judge the returns that a store knows of under two return policies, and show "
        "what differs in units, money and verdicts. Nothing is changed.",
    )
    command.add_argument("--store", required=True, metavar="URL", help=STORE_HELP)
    command.add_argument("--seller", default="", metavar="NAME", help=SELLER_HELP)
    command.add_argument(
        "--policy", required=True, metavar="MODULE:NAME", help=f"such as {POLICY_EXAMPLE}"
    )
    command.add_argument(
        "--against", metavar="MODULE:NAME", help="the other policy (default: the world's)"
    )
    command.add_argument(
        "--world", metavar="MODULE:NAME", help="whose zones and products hold (default: ours)"
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Answer:
    """Judge them all; whatever differs, nothing is wrong."""
    from ordercore.opening import open_store

    world = WORLD if arguments.world is None else named_world(arguments.world)
    new = named_policy(arguments.policy)
    old = world.returns
    if arguments.against is not None:
        old = named_policy(arguments.against, "against")
    store = open_store(arguments.store, must_exist=True, seller=arguments.seller)
    try:
        found = back_test(_cases(store, world), old, new)
    finally:
        store.close()

    def tell() -> None:
        if arguments.json:
            print_json(_as_json(found))
        else:
            _tell(found)

    return True, tell


def _cases(store: Store, world: World) -> Iterator[Case]:
    for order in every_order(store):
        yield from return_cases(order, world)


def _as_json(found: BackTest) -> dict[str, Any]:
    return {
        "policies": list(found.policies),
        "before": _made(found.before),
        "after": _made(found.after),
        "changed": found.changed,
        "moves": [
            {
                "before": move.before,
                "after": move.after,
                "cases": move.cases,
                "units": move.units,
                "more": amounts(move.more),
            }
            for move in found.moves
        ],
    }


def _made(made: Made) -> dict[str, Any]:
    return {
        "cases": made.cases,
        "units": made.units,
        "let_in": made.let_in,
        "units_let_in": made.units_let_in,
        "by_hand": made.by_hand,
        "refunds": amounts(made.refunds),
        "fees": amounts(made.fees),
        "labels": amounts(made.labels),
    }


def _tell(found: BackTest) -> None:
    counts = ("returns", "units", "let in", "units", "by hand")
    head = ("policy", *counts, "refunds", "fees", "labels")
    rows = [
        _row(name, made)
        for name, made in zip(found.policies, (found.before, found.after), strict=True)
    ]
    print_table("The same returns under two policies", head, rows)
    moved = [move for move in found.moves if move.before != move.after or _differs(move.more)]
    if not moved:
        print("They judge every return alike.")
        return
    print_table(
        f"Judged otherwise: {found.changed:,}",
        ("from", "to", "returns", "units", "refunds"),
        [
            (
                move.before,
                move.after,
                f"{move.cases:,}",
                f"{move.units:,}",
                _some(move.more),
            )
            for move in moved
        ],
    )


def _differs(more: Mapping[str, int]) -> bool:
    return any(more.values())


def _row(name: str, made: Made) -> tuple[str, ...]:
    return (
        name,
        f"{made.cases:,}",
        f"{made.units:,}",
        f"{made.let_in:,}",
        f"{made.units_let_in:,}",
        f"{made.by_hand:,}",
        amounts_text(made.refunds),
        _some(made.fees),
        _some(made.labels),
    )


def _some(money: Mapping[str, int]) -> str:
    return amounts_text({code: minor for code, minor in money.items() if minor})
