"""The clauses of a verdict: each a code with its facts, in the order in which they are given."""

from collections.abc import Mapping

_WINDOW = ("days", "anchor", "opened", "until")

RETURN_CLAUSES: Mapping[str, tuple[str, ...]] = {
    "reason_counts": ("reason", "fault"),
    "reason_unknown": ("reason",),
    "units_exceed": ("asked", "left"),
    "no_window": ("marketplace", "day"),
    "window_not_begun": ("anchor",),
    "anchor_missing": ("anchor", "instead"),
    "membership_lengthens": ("membership", "days", "until"),
    "fault_lengthens": ("fault", "days", "until"),
    "season_extends": ("season", "return_by", "until"),
    "inside_window": _WINDOW,
    "window_closed": _WINDOW,
    "not_returnable": ("what",),
    "fault_lets_in": ("what", "fault"),
    "let_in_by_staff": ("by", "why"),
    "authorised_at_once": (),
    "authorised_by_hand": ("what",),
    "asked_late": ("days",),
    "back_by": ("until", "judged_by"),
    "back_late": ("days",),
    "label_paid_by": ("payer", "fault", "day"),
    "label_prepaid": (),
    "label_not_prepaid": (),
    "label_exempt": ("what",),
    "outbound_comes_back": ("fault", "day"),
    "outbound_stays": ("fault", "day"),
    "remedies_offered": ("remedies",),
    "nothing_offered": (),
    "remedy_not_offered": ("remedy",),
    "refunded_as_it_came_back": ("remedy",),
    "not_graded": (),
    "fee_taken": ("situation", "rate", "price", "fee", "photos"),
    "fee_waived": ("situation", "rate", "fault"),
    "label_deducted": ("cost", "deducted"),
    "part_refunded": ("share",),
    "refund_comes_to": ("refund", "units"),
    "no_money_back": ("remedy",),
}
"""Code → the facts that it gives."""

REFUSING = frozenset(
    {"units_exceed", "no_window", "window_not_begun", "window_closed", "not_returnable"}
)
"""Those that refuse a return."""

FINAL = frozenset({"units_exceed"})
"""Those that staff cannot overrule: nobody sends back what he has not got."""
