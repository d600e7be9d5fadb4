"""The views that are there from the start: one row each; a seller may keep others in their place.

They name no days, so they mean the same in every zone, and no other views.
"""

from collections.abc import Mapping

from ordercore.queries.filtering.viewing import SavedView

SHIPPED: Mapping[str, SavedView] = {
    view.name: view
    for view in (
        SavedView(
            name="to-ship",
            filter="status:unshipped,partially_shipped -is:held,short",
            says="paid, there, and held by nothing",
        ),
        SavedView(name="late", filter="is:late", says="waits after its ship-by"),
        SavedView(name="late-prime", filter="is:late channel:SFP", says="and of Prime"),
        SavedView(name="at-risk", filter="is:at_risk", says="will be late if nobody acts"),
        SavedView(name="held", filter="is:held", says="kept back until somebody looks into it"),
        SavedView(name="short", filter="is:short", says="lacks units that still wait"),
        SavedView(
            name="cancellations-to-answer",
            filter="is:cancel_requested",
            says="a buyer waits for a yes or a no",
        ),
        SavedView(
            name="parcels-to-chase",
            filter="exception:parcel_stalled,parcel_late,parcel_lost",
            says="late, silent or lost on the way",
        ),
        SavedView(
            name="returns-to-inspect",
            filter="return:inspecting",
            says="came back, and nobody has looked at it",
        ),
        SavedView(name="refunds-due", filter="is:refund_due", says="money is owed to the buyer"),
        SavedView(name="claims-open", filter="is:claim_open", says="somebody has still to decide"),
    )
}
"""Name → view."""
