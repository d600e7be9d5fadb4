"""Serving: the rules that a quote must meet before it is ranked at all."""

from ordercore.kernel.rules import Facts, Rule, rule
from ordercore.shipping.choosing.quote import Consignment, Quote

Serving = Rule[Quote, Consignment, None]


@rule("quote_expired")
def quote_is_still_valid(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """It can still be bought at its price."""
    until = quote.valid_until
    return None if until is None or parcel.at < until else {"until": until}


@rule("carrier_not_allowed")
def carrier_is_allowed(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """The channel lets the seller choose this carrier."""
    if parcel.carriers is None or quote.carrier in parcel.carriers:
        return None
    return {"carriers": tuple(sorted(parcel.carriers))}


@rule("label_not_protected")
def label_is_protected(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """Its label protects the seller, where the channel asks for that."""
    return {} if parcel.protected and not quote.protected else None


@rule("not_tracked")
def parcel_is_tracked(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """It has a tracking number, where one is asked for."""
    return {} if parcel.tracked and not quote.tracked else None


@rule("not_signed_for")
def parcel_is_signed_for(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """Somebody signs for it, where that is asked for."""
    return {} if parcel.signed and not quote.signed else None


@rule("place_refused")
def service_goes_there(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """It goes to such places."""
    refused = parcel.places & quote.refuses
    return {"places": tuple(sorted(place.value for place in refused))} if refused else None


@rule("class_refused")
def service_takes_the_classes(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """It takes the classes of dangerous goods that are in the parcel."""
    refused = parcel.dangerous - quote.dangerous
    return {"classes": tuple(sorted(refused))} if refused else None


@rule("over_weight")
def parcel_is_light_enough(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """The parcel weighs no more than it takes."""
    most = quote.most_weight
    return (
        None if most is None or parcel.weight <= most else {"weight": parcel.weight, "most": most}
    )


@rule("over_size")
def parcel_is_small_enough(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """The parcel is no larger than it takes, its sides sorted."""
    most = quote.most_sides
    return None if most is None or parcel.size.within(most) else {"size": parcel.size, "most": most}


@rule("over_length")
def parcel_is_short_enough(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """The parcel's longest side is no longer than it takes."""
    most = quote.most_longest
    if most is None or parcel.size.longest <= most:
        return None
    return {"length": parcel.size.longest, "most": most}


@rule("over_girth")
def parcel_is_slim_enough(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """The parcel's length and girth together are no more than it takes."""
    most = quote.most_length_plus_girth
    if most is None or parcel.size.length_plus_girth <= most:
        return None
    return {"length": parcel.size.length_plus_girth, "most": most}


@rule("delivery_unknown")
def delivery_is_promised(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """It promises a delivery, where one is due."""
    if parcel.deliver_by is None or quote.deliver_by is not None:
        return None
    return {"due": parcel.deliver_by}


@rule("delivery_too_late")
def delivery_is_in_time(quote: Quote, parcel: Consignment, _: None) -> Facts | None:
    """It promises to deliver by when that is due; exactly then is in time."""
    due, promised = parcel.deliver_by, quote.deliver_by
    if due is None or promised is None or promised <= due:
        return None
    return {"promised": promised, "due": due}


SERVING_RULES: tuple[Serving, ...] = (
    quote_is_still_valid,
    carrier_is_allowed,
    label_is_protected,
    parcel_is_tracked,
    parcel_is_signed_for,
    service_goes_there,
    service_takes_the_classes,
    parcel_is_light_enough,
    parcel_is_small_enough,
    parcel_is_short_enough,
    parcel_is_slim_enough,
    delivery_is_promised,
    delivery_is_in_time,
)
"""What is asked of every quote, in order; each that does not hold is told."""
