"""The findings: what the tables say and the sweeps did not meet, and the other way round."""

from collections.abc import Iterator, Sequence
from enum import Enum

from ordercore.flows import ORDER_REACTIONS, REACTIONS
from ordercore.notices import NOTICES
from ordercore.orders.decider import EVENTS, decisions_of
from ordercore.orders.erasing import BuyerErased
from ordercore.orders.filling import RecordUnfillable
from ordercore.orders.returning import unit_is_returnable
from ordercore.orders.shortage import FillShortage, ShortageFilled
from ordercore.orders.sourcing import ReallocateUnits, UnitsReallocated
from ordercore.orders.world import World
from ordercore.testing.sweep.claims import Claim
from ordercore.testing.sweep.endings import dead_ends
from ordercore.testing.sweep.explore import Explored
from ordercore.testing.sweep.report import Finding
from ordercore.testing.sweep.tally import Tally


def faults(tally: Tally) -> Iterator[Finding]:
    """Find whatever was raised, every law that was broken, and refusals without explanation."""
    for (code, what), example in tally.faults.items():
        yield Finding(code, what, example)


def undeclared_moves(tally: Tally) -> Iterator[Finding]:
    """Find moves that were made, and that no lifecycle declares for that command."""
    tables = {claim.lifecycle.name: claim.lifecycle for claim in tally.claims}
    for (name, was, now, command), before in tally.moves.items():
        table = tables[name]
        fine = now in table.starts if was is None else command in table.edges[was].get(now, ())
        if not fine:
            what = f"{command} moves the {name} from {_word(was)} to {_word(now)}"
            yield Finding("undeclared", what, str(before))


def unmade_moves(tally: Tally) -> Iterator[Finding]:
    """Find moves that a lifecycle declares, and that were never made by that command."""
    for claim in tally.claims:
        table = claim.lifecycle
        for was, row in table.edges.items():
            for now, commands in row.items():
                for command in commands:
                    if (table.name, was, now, command) not in tally.moves:
                        move = f"the {table.name} from {_word(was)} to {_word(now)}"
                        yield Finding("never_made", f"{command} never moves {move}")
        begun = {now for name, was, now, _ in tally.moves if name == table.name and was is None}
        for start in sorted(table.starts - begun, key=_word):
            yield Finding("never_made", f"the {table.name} never starts as {_word(start)}")


def unspoken_words(tally: Tally) -> Iterator[Finding]:
    """Find words of an axis that no situation has."""
    spoken = tally.words | {now for _, _, now, _ in tally.moves}
    for claim in tally.claims:
        for word in claim.lifecycle.edges:
            if word not in spoken:
                yield Finding("never_happens", f"the {claim.lifecycle.name} is never {_word(word)}")


def unused_commands(tally: Tally, world: World, *, called_for: bool) -> Iterator[Finding]:
    """Find commands that are accepted nowhere, those that a refusal names as its way out too.

    Either those that the channels of the world call for, or those that none of them does.
    Where no channel has several pools, nothing can go from one to another, and where it has none,
    nothing that is short can be filled: then nothing is missing.
    """
    fills = any(channel.fill for channel in world.channels.values())
    for command in decisions_of(world).rows:
        if command is ReallocateUnits and not _has_choice(world):
            continue
        if command is FillShortage and not world.pools:
            continue
        called = fills or command is not RecordUnfillable
        if called is called_for and command.__name__ not in tally.accepted:
            yield Finding("never_accepted", f"{command.__name__} is never accepted")


def unreached_rules(tally: Tally, world: World, *, added: bool) -> Iterator[Finding]:
    """Find rules, either those that the host has added or ours, that refuse nothing.

    What no sweep sells, since only a host's products say what it is, nothing is refused for.
    """
    hosts = {(command.__name__, rule.code) for command, rule in world.rules}
    for command, row in decisions_of(world).rows.items():
        for rule in row.rules:
            if rule is unit_is_returnable:
                continue
            name = (command.__name__, rule.code)
            if name not in tally.codes and (name in hosts) is added:
                what = f"{command.__name__} is never refused as {rule.code}"
                yield Finding("never_refused", what)


def unheard_events(tally: Tally, world: World) -> Iterator[Finding]:
    """Find events that never happen: of the order, and those that notices and reactions await."""
    for event in dict.fromkeys((*EVENTS, *NOTICES, *REACTIONS, *ORDER_REACTIONS)):
        if event is BuyerErased:  # a desk erases; no command of the table does
            continue
        if event is UnitsReallocated and not _has_choice(world):
            continue
        if event is ShortageFilled and not world.pools:
            continue
        if event not in tally.events:
            yield Finding("never_happens", f"{event.__name__} never happens")


def unused_rows(tally: Tally, world: World) -> Iterator[Finding]:
    """Find rows of the world's tables that nothing ever uses."""
    tables = {
        "channel": world.channels,
        "hold kind": world.hold_kinds,
        "cancel reason": world.cancel_reasons,
        "refund reason": world.refund_reasons,
        "sub-status": {row.name: row for row in world.substatuses},
    }
    for table, rows in tables.items():
        for row in rows:
            if (table, row) not in tally.used:
                yield Finding("never_used", f"the {table} {row} is never used")


def endings(explored: Sequence[Explored], claims: Sequence[Claim]) -> Iterator[Finding]:
    """Find dead ends."""
    for found in explored:
        for end in dead_ends(found, claims):
            name, of = found.sweep.name, len(found.situations)
            what = f"{name}: in {end.count} of {of} situations, {end.what} stays so for ever"
            yield Finding("dead_end", what, " > ".join(found.way_to(end.place)))


def _has_choice(world: World) -> bool:
    return any(len(world.pools_of(channel)) > 1 for channel in world.pools)


def _word(status: Enum | None) -> str:
    return "nothing" if status is None else str(status.value)
