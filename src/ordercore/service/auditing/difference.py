"""A difference between what a store keeps and what its events tell."""

import attrs

from ordercore.ports.records import Key


@attrs.frozen
class Difference:
    """Something that is kept in one way, and ought to be another by what happened.

    ``code`` is stable; ``kept`` and ``told`` are both sides of it as text.
    """

    code: str
    record: Key
    kept: str
    told: str

    def __str__(self) -> str:
        """Write it on one line."""
        return f"{self.record}: {self.code}: kept {self.kept}, told {self.told}"


CODES = {
    "state_differs": "the order or dossier that is kept is not the one that its events tell",
    "events_missing": "a stream has not just the events 1, 2, 3 … up to its version",
    "figures_differ": "stock that is kept is not the sum of its ledger",
    "reservation_differs": "a reservation that is kept is not the sum of its entries",
    "totals_differ": "the totals of a stock are not the sums of its reservations",
    "held_too_little": "an order that is paid is promised less than it still waits for",
    "held_without_need": "an order holds more units than it still waits for",
    "cause_unknown": "an event reacts to one that is not there",
    "caused_twice": "one event brought about the same thing twice",
    "notice_missing": "what was to be told is neither waiting, nor put aside, nor delivered",
    "notice_unfounded": "something is to be told that no event calls for",
    "claim_not_heard": "an order does not know a claim about it as it stands",
    "record_missing": "events tell of an order, a dossier or a stock that is not kept",
    "reservation_unfounded": "a reservation is kept of stock that nobody has ever heard of",
    "cause_missing": "an event came of a cause of the host's that is not kept",
    "cause_unfounded": "a cause is kept of which no event tells, though its command leaves one",
    "rows_differ": "derived rows of an order that is counted are not those that it makes",
    "answer_missing": "an event came of a command id that is not known",
}
"""What an audit may find, by code."""
