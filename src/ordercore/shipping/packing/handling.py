"""Handling: what has to be done to a packed parcel, guideline by guideline."""

from collections.abc import Iterator

from ordercore.kernel.clauses import Clause
from ordercore.shipping.measures.quantities import Length, Weight
from ordercore.shipping.packing.goods import Goods
from ordercore.shipping.packing.terms import HARMLESS, PackingTerms


def handling(
    number: int, contents: tuple[Goods, ...], weight: Weight, terms: PackingTerms
) -> tuple[Clause, ...]:
    """Give what is to be done to a parcel: to each kind of unit, and to the whole.

    ``contents`` are the goods in it, each once.
    """
    return (
        *(clause for goods in contents for clause in _of_goods(number, goods, terms)),
        *_of_parcel(number, contents, weight, terms),
    )


def _of_goods(number: int, goods: Goods, terms: PackingTerms) -> Iterator[Clause]:
    facts = {"parcel": number, "line": goods.line, "sku": goods.sku}
    asked = terms.guidelines
    if goods.poly_bag:
        yield Clause("needs_poly_bag", {**facts, "thickness": asked.bag_thickness})
        opening = least_opening(goods)
        if asked.warning_opening is not None and opening >= asked.warning_opening:
            yield Clause("needs_suffocation_warning", {**facts, "opening": opening})
    if goods.fragile:
        yield Clause("is_fragile", facts)
        if goods.own_box:
            yield Clause("needs_overbox", facts)
    if goods.upright:
        yield Clause("keep_upright", facts)


def _of_parcel(
    number: int, contents: tuple[Goods, ...], weight: Weight, terms: PackingTerms
) -> Iterator[Clause]:
    asked, facts = terms.guidelines, {"parcel": number}
    if asked.mech_lift is not None and weight > asked.mech_lift:
        yield Clause("needs_mech_lift", {**facts, "weight": weight, "above": asked.mech_lift})
    elif asked.team_lift is not None and weight > asked.team_lift:
        yield Clause("needs_team_lift", {**facts, "weight": weight, "above": asked.team_lift})
    classes = tuple(sorted({goods.dangerous for goods in contents} - {HARMLESS}))
    if classes:
        yield Clause("needs_class_marks", {**facts, "classes": classes})
    if asked.packing_slip:
        yield Clause("needs_packing_slip", facts)
    if asked.branding_insert is not None:
        allowed = "branding_insert_allowed" if asked.branding_insert else "no_branding_insert"
        yield Clause(allowed, facts)


def least_opening(goods: Goods) -> Length:
    """Give how wide a flat bag opens at least to take a unit: half of what is around it."""
    _, median, shortest = goods.size.sides
    return median + shortest
