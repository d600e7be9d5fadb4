"""The return policy: a named bundle of dated rows, which checks itself when it is made."""

from collections.abc import Iterable
from typing import Any

import attrs

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.checking import check_types, is_text, several
from ordercore.kernel.dated import ALWAYS, EVERYWHERE
from ordercore.returns.advances import Advance
from ordercore.returns.anchors import FALLBACK, Anchor
from ordercore.returns.approvals import Approval
from ordercore.returns.deadlines import Deadline
from ordercore.returns.exclusions import Exclusion
from ordercore.returns.fees import RestockingFee
from ordercore.returns.grace import Grace
from ordercore.returns.postage import POSTAGE, Postage, PrepaidLabel
from ordercore.returns.reasons import Fault, ReturnReason, reason_of, unheard
from ordercore.returns.remedies import REFUND_ONLY, RemedyOffer
from ordercore.returns.rows import Row, alike_on_one_day
from ordercore.returns.seasons import Season
from ordercore.returns.windows import Window


def _several(given: Iterable[Any]) -> tuple[Any, ...]:
    return several(given, "rows")


@attrs.frozen(kw_only=True, cache_hash=True)
class ReturnPolicy:
    """What may come back, until when, at whose cost, and for what.

    Only ``windows`` are needed. Without further rows everything may come back, is authorised at
    once and refunded without a fee; the buyer pays the way back of a change of mind, and the
    seller any other. ``fallback`` names what stands in for an anchor that is not known, in order;
    ``reasons`` are the host's own, before those of :data:`RETURN_REASONS`.

    A purchase is judged by the rows of the day on which it was made; ``labels`` and ``deadlines``
    are found by the day on which a return is asked for, scanned or received.

    Raises:
        InvalidValue: when a field is of another type, or the name is blank.
        InvalidTable: with everything that is wrong: no window at all, two rows alike that hold
            from one day, a fault for which nobody pays the way back, a reason under a word by
            which none is found, or in two rows.
    """

    name: str
    windows: tuple[Window, ...] = attrs.field(converter=_several)
    fallback: tuple[Anchor, ...] = attrs.field(default=FALLBACK, converter=_several)
    seasons: tuple[Season, ...] = attrs.field(default=(), converter=_several)
    exclusions: tuple[Exclusion, ...] = attrs.field(default=(), converter=_several)
    approvals: tuple[Approval, ...] = attrs.field(default=(), converter=_several)
    grace: tuple[Grace, ...] = attrs.field(default=(), converter=_several)
    postage: tuple[Postage, ...] = attrs.field(default=POSTAGE, converter=_several)
    labels: tuple[PrepaidLabel, ...] = attrs.field(default=(), converter=_several)
    fees: tuple[RestockingFee, ...] = attrs.field(default=(), converter=_several)
    remedies: tuple[RemedyOffer, ...] = attrs.field(default=REFUND_ONLY, converter=_several)
    advances: tuple[Advance, ...] = attrs.field(default=(), converter=_several)
    deadlines: tuple[Deadline, ...] = attrs.field(default=(), converter=_several)
    reasons: tuple[ReturnReason, ...] = attrs.field(default=(), converter=_several)

    def __attrs_post_init__(self) -> None:
        """Refuse a policy that contradicts itself."""
        check_types(self)
        if not is_text(self.name) or not self.name.strip():
            raise InvalidValue("name", self.name, "text that is not blank")
        problems = [
            f"{table}: {problem}"
            for table, rows in self.tables.items()
            for problem in alike_on_one_day(rows)
        ]
        if all(row.lengthens for row in self.windows):
            problems.insert(0, "windows: no row holds without a membership or a fault")
        problems += _unpaid(self.postage)
        problems += unheard(self.reasons)
        problems += _unanswered(self.remedies, self.reasons)
        if problems:
            raise InvalidTable(f"return policy {self.name}", tuple(problems))

    @property
    def tables(self) -> dict[str, tuple[Row, ...]]:
        """Its dated rows by the name of their field."""
        return {
            "windows": self.windows,
            "seasons": self.seasons,
            "exclusions": self.exclusions,
            "approvals": self.approvals,
            "grace": self.grace,
            "postage": self.postage,
            "labels": self.labels,
            "fees": self.fees,
            "remedies": self.remedies,
            "advances": self.advances,
            "deadlines": self.deadlines,
        }


def _unpaid(rows: Iterable[Postage]) -> list[str]:
    """Name the faults for which nobody pays the way back, always and everywhere, from day 0 on."""
    paid = {
        row.fault
        for row in rows
        if (row.marketplace, row.effective_from) == (EVERYWHERE, ALWAYS)
        and not any(row.particular)
        and row.from_day == 0
    }
    return [
        f"postage: nobody pays the way back at the fault of the {fault.value}"
        for fault in Fault
        if fault not in paid
    ]


def _unanswered(rows: Iterable[RemedyOffer], reasons: tuple[ReturnReason, ...]) -> list[str]:
    """Name the reasons of offers that no return comes for, since they are another word for one."""
    meant = {word: reason_of(word, reasons).code for row in rows for word in row.reasons}
    return [
        f"remedies: the reason {word!r} is written {code!r}"
        for word, code in sorted(meant.items())
        if word != code
    ]
