"""Grades: in which condition a returned unit is, and what becomes of it.

What becomes of a unit is settled once, when it is graded; stock moves then, and only then.
"""

from collections.abc import Mapping
from enum import Enum

import attrs

from ordercore.errors import InvalidTable
from ordercore.kernel.checking import check_types
from ordercore.kernel.ids import checked
from ordercore.returns.wish import Wear


class Disposition(Enum):
    """What becomes of a unit that came back."""

    RESTOCK = "restock"
    """It goes back on hand, to be sold again."""
    QUARANTINE = "quarantine"
    """It goes into stock that cannot be sold, in the condition of its grade."""
    WRITE_OFF = "write_off"
    """It never gets back into the books."""
    DONATE = "donate"
    DESTROY = "destroy"
    SEND_BACK = "send_back"
    """It is rejected, and goes back to the buyer."""
    NOT_RETURNED = "not_returned"
    """It is rejected, and nothing goes back: an empty box, say. The unit is still the buyer's."""

    @property
    def rejects(self) -> bool:
        """Whether the unit is not taken back, and so not paid for."""
        return self in (Disposition.SEND_BACK, Disposition.NOT_RETURNED)


_KEPT = (Disposition.QUARANTINE, Disposition.WRITE_OFF, Disposition.DONATE, Disposition.DESTROY)

_NOT_OURS = (Disposition.SEND_BACK, Disposition.NOT_RETURNED, Disposition.WRITE_OFF)


@attrs.frozen(kw_only=True)
class Grade:
    """A condition in which units come back, and what may become of them.

    The first of ``dispositions`` is what becomes of them unless something else is said.
    ``condition`` is the word under which stock sets such units aside; blank where nobody has
    looked closely. ``amazon`` is its disposition in reports of returns, and ``wear`` what the buyer
    did to them, for which a return policy may keep a fee.

    Raises:
        InvalidValue: when a field is of another type, or the code is none.
        InvalidTable: when nothing may become of its units.
    """

    code: str
    dispositions: tuple[Disposition, ...]
    condition: str = ""
    amazon: str = ""
    wear: Wear = Wear.ORIGINAL

    def __attrs_post_init__(self) -> None:
        """Refuse a grade of which nothing could become."""
        check_types(self)
        checked(self.code, "code")
        if not self.dispositions:
            raise InvalidTable(f"grade {self.code}", ("nothing may become of its units",))


GRADES: Mapping[str, Grade] = {
    row.code: row
    for row in (
        # The first seven are the dispositions of FBA's reports (help.sellercloud.com "FBA returns
        # and reimbursements"; Seller Central JP 200453320; that of distributors in summaries of
        # stock, facts §6).
        Grade(code="sellable", dispositions=(Disposition.RESTOCK, *_KEPT), amazon="SELLABLE"),
        Grade(
            code="customer_damaged",
            dispositions=(*_KEPT, Disposition.SEND_BACK),
            condition="customer_damaged",
            amazon="CUSTOMER_DAMAGED",
            wear=Wear.DAMAGED,
        ),
        Grade(
            code="carrier_damaged",
            dispositions=_KEPT,
            condition="carrier_damaged",
            amazon="CARRIER_DAMAGED",
        ),
        Grade(
            code="warehouse_damaged",
            dispositions=_KEPT,
            condition="warehouse_damaged",
            amazon="DAMAGED",
        ),
        Grade(
            code="distributor_damaged",
            dispositions=_KEPT,
            condition="distributor_damaged",
            amazon="DISTRIBUTOR_DAMAGED",
        ),
        Grade(code="defective", dispositions=_KEPT, condition="defective", amazon="DEFECTIVE"),
        Grade(code="expired", dispositions=_KEPT, condition="expired", amazon="EXPIRED"),
        # Ours. A refund may be refused for what was posted after its window (Seller Central
        # JM9HNSV9FXU9MP3), and for what is not what was sold.
        Grade(code="sent_late", dispositions=(Disposition.RESTOCK, *_KEPT, Disposition.SEND_BACK)),
        Grade(code="wrong_item", dispositions=_NOT_OURS, wear=Wear.DIFFERENT),
        Grade(code="serial_mismatch", dispositions=_NOT_OURS, wear=Wear.DIFFERENT),
        Grade(
            code="empty_box",
            dispositions=(Disposition.NOT_RETURNED, Disposition.WRITE_OFF),
            wear=Wear.DIFFERENT,
        ),
    )
}
"""The grades that are known; a host may add rows."""
