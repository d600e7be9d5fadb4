"""What can be asked for at the desk: one method per command, a file per theme.

Every method makes a command of plain values and has it decided.
A command that repeats what a marketplace reports is marked as ``imported``; beside those of
``TellingReports`` such commands are handed in as they are, by ``handle``.
"""

from ordercore.service.asking.addressing import AskingAddresses
from ordercore.service.asking.authorising import AskingAnswers
from ordercore.service.asking.cancelling import AskingCancellations
from ordercore.service.asking.claiming import HearingClaims
from ordercore.service.asking.correcting import AskingCorrections
from ordercore.service.asking.editing import AskingChanges
from ordercore.service.asking.giving import OrderAnswer, StockAnswer
from ordercore.service.asking.grading import AskingGrades
from ordercore.service.asking.hearing import AskingTracking
from ordercore.service.asking.holding import AskingHolds
from ordercore.service.asking.labels import AskingLabels
from ordercore.service.asking.paying import AskingPayments
from ordercore.service.asking.placing import AskingOrders
from ordercore.service.asking.refunding import AskingRefunds
from ordercore.service.asking.replacing import AskingReplacements
from ordercore.service.asking.reporting import TellingReports
from ordercore.service.asking.reserving import AskingReservations
from ordercore.service.asking.returning import AskingReturns
from ordercore.service.asking.shipping import AskingParcels
from ordercore.service.asking.sourcing import AskingPools
from ordercore.service.asking.tagging import AskingTags

__all__ = ["Asking"]


class Asking(
    AskingCorrections[OrderAnswer, StockAnswer],
    AskingReservations[OrderAnswer, StockAnswer],
    AskingOrders[OrderAnswer, StockAnswer],
    AskingPools[OrderAnswer, StockAnswer],
    AskingPayments[OrderAnswer, StockAnswer],
    AskingHolds[OrderAnswer, StockAnswer],
    AskingAddresses[OrderAnswer, StockAnswer],
    AskingChanges[OrderAnswer, StockAnswer],
    AskingCancellations[OrderAnswer, StockAnswer],
    AskingParcels[OrderAnswer, StockAnswer],
    AskingTracking[OrderAnswer, StockAnswer],
    AskingReturns[OrderAnswer, StockAnswer],
    AskingReplacements[OrderAnswer, StockAnswer],
    AskingAnswers[OrderAnswer, StockAnswer],
    AskingLabels[OrderAnswer, StockAnswer],
    AskingGrades[OrderAnswer, StockAnswer],
    AskingRefunds[OrderAnswer, StockAnswer],
    AskingTags[OrderAnswer, StockAnswer],
    HearingClaims[OrderAnswer, StockAnswer],
    TellingReports[OrderAnswer, StockAnswer],
):
    """Everything that can be asked for.

    ``at`` is the moment it happened, for which the clock is asked where it is left out; ``by`` is
    who asks; ``command_id`` makes twice once.
    """
