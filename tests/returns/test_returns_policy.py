"""A policy is a few rows, checks itself, and says who may come in, and who pays the way."""

import datetime as dt
from typing import Any

import pytest
from return_stories import CHARGES, DELIVERED, SOON, bought, clause, codes, judged

from ordercore.errors import InvalidTable, InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.kernel.replace import replace
from ordercore.kernel.time import instant
from ordercore.returns import (
    POLICIES,
    RECEIPT,
    RETURN_CLAUSES,
    RETURN_REASONS,
    Anchor,
    Approval,
    Exclusion,
    Fault,
    Grace,
    Judged,
    Override,
    Postage,
    PrepaidLabel,
    Product,
    Purchase,
    Remedy,
    RemedyOffer,
    ReturnPolicy,
    ReturnReason,
    Since,
    Window,
    Wish,
    reason_of,
    verdict,
)

THIRTY = (Window(days=30),)


# What a host writes


def test_a_policy_is_a_few_rows() -> None:
    """Sixty days, a hundred for members, no returns of what is engraved, shoes within ten."""
    policy = ReturnPolicy(
        name="ours",
        windows=(
            Window(days=60),
            Window(category="shoes", days=10),
            Window(membership="club", days=100),
        ),
        exclusions=(Exclusion(trait="engraved"),),
    )

    assert judged(bought(), policy=policy).because[1].facts["days"] == 60
    assert judged(bought(category="shoes"), policy=policy).until == instant("2026-07-15T00:00:00Z")
    assert not judged(bought(traits={"engraved"}), policy=policy).eligible


def test_rows_stand_in_any_brackets() -> None:
    """Lists of rows, sets of words and faults: what is kept cannot be changed."""
    rows = [Window(days=30)]
    policy = ReturnPolicy(
        name="ours",
        windows=rows,
        exclusions=[Exclusion(trait="engraved", let_in_for={Fault.SELLER})],
        remedies=[RemedyOffer(remedy=Remedy.REFUND, reasons=["DEFECTIVE"], faults=[Fault.SELLER])],
    )
    rows.clear()

    assert policy.windows == THIRTY
    assert policy.exclusions[0].let_in_for == frozenset({Fault.SELLER})
    assert hash(policy) == hash(replace(policy))
    for wrong in ({"windows": 5}, {"windows": THIRTY[0]}, {"windows": "30"}):
        with pytest.raises(InvalidValue):
            ReturnPolicy(**{"name": "ours", **wrong})  # type: ignore[arg-type]


def test_a_policy_of_windows_alone_is_a_whole_one() -> None:
    """Authorised at once, refunded without a fee, and the buyer pays for a change of mind."""
    answer = judged(bought(), policy=ReturnPolicy(name="bare", windows=THIRTY))

    assert (answer.eligible, answer.automatic) == (True, True)
    assert answer.remedies == (Remedy.REFUND,)
    assert (answer.label_paid_by, answer.label_prepaid) == (Actor.BUYER, False)
    assert (answer.outbound, answer.back_by, answer.settlement) == (False, None, None)
    assert codes(answer) == [
        "reason_counts",
        "inside_window",
        "authorised_at_once",
        "label_paid_by",
        "label_not_prepaid",
        "outbound_stays",
        "remedies_offered",
    ]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """Rows alike, no window for everybody, and a fault that nobody pays for."""
    with pytest.raises(InvalidTable) as caught:
        ReturnPolicy(
            name="ours",
            windows=(Window(days=9, membership="club"), Window(days=8, membership="club")),
            exclusions=(Exclusion(trait="engraved"), Exclusion(trait="engraved", refused=False)),
            postage=(
                Postage(fault=Fault.BUYER, label_paid_by=Actor.BUYER, outbound=False),
                Postage(fault=Fault.SELLER, label_paid_by=Actor.SELLER, outbound=True, from_day=1),
                Postage(
                    fault=Fault.CARRIER,
                    channel="SHOP",
                    label_paid_by=Actor.SELLER,
                    outbound=True,
                ),
                Postage(
                    fault=Fault.MARKETPLACE,
                    effective_from=dt.date(2026, 1, 1),
                    label_paid_by=Actor.SELLER,
                    outbound=True,
                ),
            ),
        )

    assert caught.value.table == "return policy ours"
    assert caught.value.problems == (
        "windows: no row holds without a membership or a fault",
        "windows: 2 rows about membership club hold always",
        "exclusions: 2 rows about trait engraved hold always",
        "postage: nobody pays the way back at the fault of the seller",
        "postage: nobody pays the way back at the fault of the carrier",
        "postage: nobody pays the way back at the fault of the marketplace",
    )


def test_rows_alike_are_told_with_their_day_and_place() -> None:
    """Rows that begin on different days, or hold elsewhere, are not alike."""
    since = dt.date(2026, 1, 1)
    rows = [
        Window(days=30),
        Window(days=40, effective_from=since),
        Window(days=20, marketplace="DE", effective_from=since),
    ]
    assert ReturnPolicy(name="ours", windows=rows).windows == tuple(rows)

    with pytest.raises(InvalidTable) as caught:
        ReturnPolicy(name="ours", windows=[*rows, rows[0], rows[2]])
    assert caught.value.problems == (
        "windows: 2 rows about everything hold always",
        "windows: 2 rows about everything hold from 2026-01-01 on marketplace DE",
    )


def test_words_under_which_no_reason_is_found_are_told() -> None:
    """A code as a report writes it, one in two rows, and an offer for a word that means another."""
    with pytest.raises(InvalidTable) as error:
        ReturnPolicy(
            name="ours",
            windows=THIRTY,
            reasons=(
                ReturnReason(code="broken-zip", fault=Fault.SELLER, also=("CR-TORN",)),
                ReturnReason(code="LOUD", fault=Fault.SELLER, also=("LOUD", "NOISY")),
                ReturnReason(code="QUIET", fault=Fault.BUYER, also=("NOISY", "")),
            ),
            remedies=(
                RemedyOffer(
                    remedy=Remedy.REFUND, reasons={"NOISY", "LOUD", "APP_TOO_SMALL", "POOR_FIT"}
                ),
            ),
        )

    assert error.value.problems == (
        "reasons: '' is written 'NO_REASON_GIVEN'",
        "reasons: 'CR-TORN' is written 'TORN'",
        "reasons: 'NOISY' stands in 2 rows",
        "reasons: 'broken-zip' is written 'BROKEN_ZIP'",
        "remedies: the reason 'APP_TOO_SMALL' is written 'APPAREL_TOO_SMALL'",
        "remedies: the reason 'NOISY' is written 'LOUD'",
    )


def test_a_policy_without_windows_is_none() -> None:
    """Nor is one without a name, or with rows of another table."""
    with pytest.raises(InvalidTable, match="no row holds without"):
        ReturnPolicy(name="ours", windows=())
    with pytest.raises(InvalidValue, match="name"):
        ReturnPolicy(name=" ", windows=THIRTY)
    with pytest.raises(InvalidValue, match="grace"):
        ReturnPolicy(name="ours", windows=THIRTY, grace=THIRTY)


def test_policies_stand_under_their_names() -> None:
    """The default is ``receipt``; all are equal to themselves alone."""
    assert {name: policy.name for name, policy in POLICIES.items()} == {n: n for n in POLICIES}
    assert POLICIES["receipt"] is RECEIPT
    assert len(set(POLICIES.values())) == len(POLICIES)


@pytest.mark.parametrize("name", POLICIES)
def test_every_row_of_ours_has_a_source(name: str) -> None:
    """So that a reader can look it up, and weigh it."""
    rows = [row for table in POLICIES[name].tables.values() for row in table]

    assert [row for row in rows if not row.source] == []


def test_the_european_withdrawal_lets_the_way_out_come_back() -> None:
    """Fourteen days, the buyer pays the way back, and posts it within fourteen more."""
    policy = POLICIES["eu_withdrawal"]
    answer = judged(bought(charges=CHARGES, quantity=3), policy=policy)

    assert answer.until == instant("2026-07-19T00:00:00Z")
    assert (answer.label_paid_by, answer.outbound) == (Actor.BUYER, True)
    assert answer.back_by == instant("2026-07-25T00:00:00Z")
    assert judged(bought(), policy=policy, wish=Wish(reason="DEFECTIVE")).outbound
    assert not judged(bought(traits={"customised"}), policy=policy).eligible


# Reasons


@pytest.mark.parametrize(
    ("text", "code", "fault"),
    [
        ("DEFECTIVE", "DEFECTIVE", Fault.SELLER),
        ("CR-DEFECTIVE", "DEFECTIVE", Fault.SELLER),
        ("AMZ-PG-BAD-DESC", "NOT_AS_DESCRIBED", Fault.SELLER),
        ("AMZ-PG-APP-TOO-SMALL", "APPAREL_TOO_SMALL", Fault.BUYER),
        (" cr-amz-pg-not as described ", "NOT_AS_DESCRIBED", Fault.SELLER),
        ("unauthorised_purchase", "UNAUTHORIZED_PURCHASE", Fault.SELLER),
        ("DAMAGED_BY_FC", "DAMAGED_BY_FC", Fault.MARKETPLACE),
        ("DAMAGED_BY_CARRIER", "DAMAGED_BY_CARRIER", Fault.CARRIER),
        ("", "NO_REASON_GIVEN", Fault.BUYER),
    ],
)
def test_prefixes_and_spellings_hide_the_same_reasons(text: str, code: str, fault: Fault) -> None:
    """Domain facts §4.7."""
    found = reason_of(text)

    assert (found.code, found.fault, found.known) == (code, fault, True)


def test_an_unknown_reason_is_kept_and_told() -> None:
    """It counts as a change of mind, and breaks nothing."""
    found = reason_of("amz-pg-moon phase")
    answer = judged(bought(), wish=Wish(reason="amz-pg-moon phase"))

    assert found == ReturnReason(code="MOON_PHASE", fault=Fault.BUYER, known=False)
    assert clause(answer, "reason_unknown").facts == {"reason": "MOON_PHASE"}
    assert answer.label_paid_by is Actor.BUYER


def test_a_policy_has_reasons_of_its_own() -> None:
    """Before ours: some count poor quality as the seller's fault."""
    rows = (
        ReturnReason(code="QUALITY_UNACCEPTABLE", fault=Fault.SELLER, also=("CHEAP",)),
        ReturnReason(code="DEFECTIVE", fault=Fault.MARKETPLACE),
    )
    policy = ReturnPolicy(name="ours", windows=THIRTY, reasons=rows)

    told = [
        clause(judged(bought(), policy=policy, wish=Wish(reason=reason)), "reason_counts").facts
        for reason in ("CR-QUALITY_UNACCEPTABLE", "cheap", "MISORDERED")
    ]
    assert [facts["fault"] for facts in told] == ["seller", "seller", "buyer"]
    assert RETURN_REASONS["QUALITY_UNACCEPTABLE"].fault is Fault.BUYER
    with pytest.raises(InvalidValue, match="fault"):
        ReturnReason(code="X", fault="buyer")  # type: ignore[arg-type]


def test_every_reason_is_found_under_every_name_of_its_own() -> None:
    """No two reasons share one."""
    names = [name for row in RETURN_REASONS.values() for name in (row.code, *row.also)]

    assert len(set(names)) == len(names)
    assert all(reason_of(f"AMZ-PG-{name}").known for name in names)


# What does not come back


@pytest.mark.parametrize("trait", [row.trait for row in RECEIPT.exclusions])
def test_some_kinds_do_not_come_back_but_for_a_fault(trait: str) -> None:
    """What is defective is always put right, and somebody looks at it."""
    goods = bought(traits={trait})
    refused, faulty = judged(goods), judged(goods, wish=Wish(reason="DEFECTIVE"))

    assert [one.facts for one in refused.refusals] == [{"what": trait}]
    assert refused.until == instant("2026-08-04T00:00:00Z")
    assert (faulty.eligible, faulty.automatic) == (True, False)
    assert clause(faulty, "fault_lets_in").facts == {"what": trait, "fault": "seller"}
    assert clause(faulty, "authorised_by_hand").facts == {"what": trait}


def test_every_clause_against_a_return_is_told() -> None:
    """Too many, too late, and twice of a kind that does not come back."""
    goods = bought(traits={"perishable", "final_sale"})
    answer = judged(goods, instant("2026-09-01T00:00:00Z"), wish=Wish(units=2))

    assert [one.code for one in answer.refusals] == [
        "units_exceed",
        "window_closed",
        "not_returnable",
        "not_returnable",
    ]


def test_an_exclusion_ends_and_may_be_of_a_category() -> None:
    """From a day on; or of a condition; and for a fault of the policy's choice."""
    policy = ReturnPolicy(
        name="ours",
        windows=THIRTY,
        exclusions=(
            Exclusion(category="food"),
            Exclusion(category="food", effective_from=dt.date(2026, 7, 2), refused=False),
            Exclusion(condition="as_is", let_in_for=frozenset()),
        ),
    )
    food = {"category": "food", "delivered": DELIVERED}

    assert judged(bought(**food), policy=policy).refusals[0].facts == {"what": "food"}
    assert judged(bought(**food, bought="2026-07-02T00:00:00Z"), policy=policy).eligible
    faulty = judged(bought(condition="as_is"), policy=policy, wish=Wish(reason="DEFECTIVE"))
    assert faulty.refusals[0].facts == {"what": "as_is"}


# Staff


def test_staff_let_in_what_the_policy_refuses() -> None:
    """Who and why is told beside what stood against it."""
    late = instant("2026-08-10T00:00:00Z")
    answer = judged(bought(), late, override=Override(by="anna", why="was in hospital"))

    assert (answer.eligible, answer.automatic) == (True, False)
    assert codes(answer)[:4] == [
        "reason_counts",
        "window_closed",
        "let_in_by_staff",
        "authorised_by_hand",
    ]
    assert clause(answer, "authorised_by_hand").facts == {"what": "override"}
    assert judged(bought(), override=Override(by="anna", why="sure")) == judged(bought())


def test_staff_let_in_what_has_no_window() -> None:
    """Its days of grace begin when it is asked for."""
    answer = judged(bought(delivered=None), override=Override(by="anna", why="it was seen"))

    assert (answer.eligible, answer.until) == (True, None)
    assert answer.back_by == instant("2026-07-26T00:00:00Z")
    assert clause(answer, "label_paid_by").facts["day"] == 0


@pytest.mark.parametrize("field", ["by", "why"])
@pytest.mark.parametrize("text", ["", "  ", None])
def test_an_override_names_who_and_why(field: str, text: Any) -> None:
    """Somebody has to answer for it."""
    with pytest.raises(InvalidValue, match=field):
        Override(**{"by": "anna", "why": "so", field: text})


# Authorisation


@pytest.mark.parametrize(
    ("marketplace", "trait", "automatic"),
    [
        ("US", "", True),
        ("DE", "", True),
        ("US", "exempt_sku", True),
        ("DE", "exempt_sku", False),
        ("US", "exempt_category", False),
        ("DE", "exempt_category", False),
    ],
)
def test_what_is_inside_the_policy_is_authorised_at_once(
    marketplace: str, trait: str, automatic: bool
) -> None:
    """But for what is exempt; in the US exempt SKUs too (Seller Central US 200708210)."""
    answer = judged(bought(marketplace=marketplace, traits={trait} - {""}))

    assert answer.automatic is automatic
    if not automatic:
        assert clause(answer, "authorised_by_hand").facts == {"what": trait}


def test_a_policy_may_look_at_everything() -> None:
    """One row for all."""
    policy = ReturnPolicy(
        name="ours", windows=THIRTY, approvals=(Approval(category="toys", automatic=False),)
    )

    assert judged(bought(), policy=policy).automatic
    assert not judged(bought(category="toys"), policy=policy).automatic


# The way back


@pytest.mark.parametrize(
    ("facts", "reason", "payer"),
    [
        ({}, "UNWANTED_ITEM", Actor.BUYER),
        ({}, "DEFECTIVE", Actor.SELLER),
        ({}, "DAMAGED_BY_CARRIER", Actor.SELLER),
        ({"marketplace": "DE"}, "UNWANTED_ITEM", Actor.BUYER),
        ({"channel": "FBA"}, "UNWANTED_ITEM", Actor.MARKETPLACE),
        ({"channel": "FBA", "marketplace": "DE"}, "UNWANTED_ITEM", Actor.MARKETPLACE),
    ],
)
def test_the_fault_decides_who_pays_the_way_back(
    facts: dict[str, Any], reason: str, payer: Actor
) -> None:
    """Where the marketplace ships, it pays (domain facts §4.6)."""
    late = instant("2026-07-25T00:00:00Z")
    for at in (SOON, late):
        assert judged(bought(**facts), at, wish=Wish(reason=reason)).label_paid_by is payer


CHEAP = Charges("USD", item=20_000, discount=10_000)

DEAR = Charges("USD", item=20_001, discount=10_000)


@pytest.mark.parametrize(
    ("facts", "day", "prepaid", "exempt"),
    [
        # From 8 February 2026 on for every value; before, above 100 dollars it could be exempt.
        ({"charges": DEAR}, "2026-02-07", False, "price"),
        ({"charges": CHEAP}, "2026-02-07", True, ""),
        # What a price in another currency comes to, nobody says.
        ({"charges": replace(DEAR, currency="EUR")}, "2026-02-07", True, ""),
        ({}, "2026-02-07", True, ""),
        ({"charges": DEAR}, "2026-02-08", True, ""),
        ({"traits": {"handmade", "dangerous"}}, "2026-02-08", False, "dangerous"),
        ({"marketplace": "DE"}, "2026-02-08", False, ""),
        ({"marketplace": "DE", "channel": "FBA"}, "2026-02-08", True, ""),
    ],
)
def test_the_label_is_prepaid_by_the_day_of_asking(
    facts: dict[str, Any], day: str, prepaid: bool, exempt: str
) -> None:
    """Not by that of the order (domain facts §4.4)."""
    given = {"marketplace": "US", "bought": "2026-01-20T00:00:00Z", "delivered": None}
    purchase = bought(**{**given, "latest_estimate": "2026-01-25T00:00:00Z", **facts})
    answer = judged(purchase, instant(f"{day}T20:00:00Z"))

    assert answer.label_prepaid is prepaid
    if exempt:
        assert clause(answer, "label_exempt").facts == {"what": exempt}
    else:
        assert ("label_prepaid" if prepaid else "label_not_prepaid") in codes(answer)


@pytest.mark.parametrize(
    ("row", "back_by"),
    [
        (Grace(days=15), "2026-08-19"),
        (Grace(days=0), "2026-08-04"),
        (Grace(days=45, since=Since.ASKED), "2026-08-25"),
    ],
)
def test_an_authorised_parcel_has_days_for_its_way(row: Grace, back_by: str) -> None:
    """After the window, or after the request; the last of them counts whole."""
    policy = ReturnPolicy(name="ours", windows=THIRTY, grace=(row,))

    assert judged(bought(), policy=policy).back_by == instant(f"{back_by}T00:00:00Z")


IN_TIME, TOO_LATE = instant("2026-08-18T23:59:59Z"), instant("2026-08-20T00:00:00Z")


@pytest.mark.parametrize(
    ("judged_by", "wish", "late"),
    [
        (Judged.ARRIVAL, {"posted_at": IN_TIME}, None),
        (Judged.ARRIVAL, {"posted_at": IN_TIME, "arrived_at": TOO_LATE}, 2),
        (Judged.ARRIVAL, {"posted_at": TOO_LATE}, None),
        (Judged.POSTMARK, {"posted_at": IN_TIME, "arrived_at": TOO_LATE}, None),
        (Judged.POSTMARK, {"posted_at": TOO_LATE}, 2),
        (Judged.POSTMARK, {"arrived_at": TOO_LATE}, 2),
        (Judged.POSTMARK, {}, None),
    ],
)
def test_lateness_is_told_by_postmark_or_arrival(
    judged_by: Judged, wish: dict[str, Any], late: int | None
) -> None:
    """Without a postmark the arrival has to do."""
    policy = ReturnPolicy(name="ours", windows=THIRTY, grace=(Grace(days=15, judged_by=judged_by),))
    answer = judged(bought(), policy=policy, wish=Wish(**wish))

    found = [one.facts["days"] for one in answer.because if one.code == "back_late"]
    assert found == ([] if late is None else [late])


@pytest.mark.parametrize(
    ("policy", "facts", "back_by", "judged_by"),
    [
        ("receipt", {}, "2026-08-19", "arrival"),
        ("receipt", {"channel": "FBA"}, "2026-08-25", "arrival"),
        ("estimated", {"estimated": DELIVERED}, "2026-08-04", "postmark"),
    ],
)
def test_each_policy_says_by_when_it_has_to_be_back(
    policy: str, facts: dict[str, Any], back_by: str, judged_by: str
) -> None:
    """Fifteen days beyond the window, forty-five at a warehouse, or by the postmark."""
    answer = judged(bought(**facts), policy=POLICIES[policy])

    assert answer.back_by == instant(f"{back_by}T00:00:00Z")
    assert clause(answer, "back_by").facts["judged_by"] == judged_by


def test_the_days_on_its_way_begin_when_it_was_let_in() -> None:
    """Nobody sends back what the seller has not answered yet."""
    let_in = Wish(authorised_at=instant("2026-09-01T10:00:00Z"))

    assert judged(bought(), wish=let_in).back_by == instant("2026-09-17T00:00:00Z")
    assert judged(bought(), wish=Wish(authorised_at=SOON)) == judged(bought())


def test_postage_is_paid_by_somebody_who_pays_postage() -> None:
    """From a day there is."""
    row: dict[str, Any] = {"fault": Fault.BUYER, "outbound": True, "label_paid_by": Actor.BUYER}

    with pytest.raises(InvalidValue, match="label_paid_by"):
        Postage(**{**row, "label_paid_by": Actor.CARRIER})
    with pytest.raises(InvalidValue, match="from_day"):
        Postage(**row, from_day=-1)


# Values


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bought", "2026-07-01T00:00:00"),
        ("delivered", dt.datetime(2026, 7, 1)),  # noqa: DTZ001 - naive, to be refused
        ("zone", "Mars/Olympus"),
        ("quantity", 0),
        ("refunded_units", 2),
        ("refunded_units", -1),
        ("refunded_units", True),
        ("marketplace", None),
        ("memberships", "club"),
        ("product", "shoes"),
        ("charges", Money(5, "USD")),
        ("refunded", Money(5, "USD")),
        ("charges", Charges("USD", item=-1)),
        ("refunded", Charges("USD", tax=-1)),
    ],
)
def test_a_purchase_is_what_can_have_been(field: str, value: Any) -> None:
    """Aware times, a zone there is, units that fit, and money that was charged."""
    with pytest.raises(InvalidValue) as error:
        Purchase(**{"bought": DELIVERED, "zone": "UTC", field: value})
    assert error.value.field == field


@pytest.mark.parametrize("wrong", [{"category": None}, {"condition": 1}, {"traits": ["a", 1]}])
def test_a_product_is_told_in_words(wrong: dict[str, Any]) -> None:
    """Its category, its condition and each trait."""
    with pytest.raises(InvalidValue) as error:
        Product(**wrong)
    assert error.value.field in wrong


@pytest.mark.parametrize(
    "back",
    [Charges("USD", item=1001), Charges("USD", item=900, tax=101), Charges("USD", item=900)],
)
def test_no_more_was_refunded_than_charged(back: Charges) -> None:
    """Of no component, and not in all, where the discount stayed."""
    charged = Charges("USD", item=1000, tax=100, discount=300)

    assert bought(charges=charged, refunded=charged).refunded == charged
    with pytest.raises(InvalidValue) as error:
        bought(charges=charged, refunded=back)
    assert error.value.field == "refunded"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("purchase", None),
        ("policy", "receipt"),
        ("at", None),
        ("wish", None),
        ("wish", "UNWANTED_ITEM"),
        ("override", "anna"),
    ],
)
def test_a_verdict_is_asked_for_with_what_it_asks(field: str, value: Any) -> None:
    """Anything else is refused by its name, whether it would have been looked at or not."""
    asked: dict[str, Any] = {"purchase": bought(), "policy": RECEIPT, "at": SOON, field: value}

    with pytest.raises(InvalidValue) as error:
        verdict(asked.pop("purchase"), asked.pop("policy"), asked.pop("at"), **asked)
    assert error.value.field == field


def test_a_policy_of_a_class_of_a_hosts_own_is_one() -> None:
    """What is added to it is the host's affair."""

    class Ours(ReturnPolicy):
        pass

    assert judged(bought(), policy=Ours(name="ours", windows=THIRTY)).eligible


def test_money_of_a_purchase_is_of_one_currency() -> None:
    """What was refunded in another was not refunded of this."""
    with pytest.raises(InvalidValue, match="refunded"):
        bought(charges=Charges("USD"), refunded=Charges("EUR"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": 0},
        {"remedy": "refund"},
        {"wear": "used"},
        {"posted_at": "2026-07-01T00:00:00"},
        {"arrived_at": 5},
        {"authorised_at": "soon"},
        {"reason": None},
        {"label_cost": Money(-1, "USD")},
    ],
)
def test_a_wish_is_what_can_be_asked(wrong: dict[str, Any]) -> None:
    """At least one unit, words of ours, and aware times; what is wrong is named."""
    with pytest.raises(InvalidValue) as error:
        Wish(**wrong)
    assert error.value.field in wrong


def test_a_price_band_has_two_ends() -> None:
    """Above the one, and no more than the other, in the currency of the line."""
    some = bought(charges=Charges("USD", item=500))
    bands = [(None, 499), (None, 500), (500, None), (499, 500), (499, 499)]

    assert [
        some.costs(
            None if above is None else Money(above, "USD"),
            None if up_to is None else Money(up_to, "USD"),
        )
        for above, up_to in bands
    ] == [False, True, False, True, False]
    assert not some.costs(Money(0, "USD"), Money(900, "EUR"))


def test_a_naive_moment_of_asking_is_refused() -> None:
    """As everywhere at the edge."""
    with pytest.raises(InvalidValue, match="naive"):
        judged(bought(), dt.datetime(2026, 7, 5))  # type: ignore[arg-type]  # noqa: DTZ001


def test_a_label_that_nobody_prepays_exempts_nobody() -> None:
    """Its exemptions are not asked."""
    row = PrepaidLabel(prepaid=False, exempt=frozenset({"handmade"}))
    policy = ReturnPolicy(name="ours", windows=THIRTY, labels=(row,))

    assert "label_not_prepaid" in codes(judged(bought(traits={"handmade"}), policy=policy))


def test_every_clause_gives_the_facts_that_are_declared() -> None:
    """In the order of the table, whatever is asked."""
    goods = Purchase(
        bought="2025-12-20T00:00:00Z",
        latest_estimate="2025-12-22T00:00:00Z",
        zone="UTC",
        product=Product(traits={"final_sale"}),
        charges=Charges("USD", item=10),
        memberships={"baby_registry"},
    )
    wishes = [Wish(reason=reason, units=units) for reason in ("", "x") for units in (1, 2)]
    answers = [
        judged(goods, at, wish=wish, override=Override(by="a", why="b"))
        for wish in wishes
        for at in (SOON, instant("2025-12-30T00:00:00Z"))
    ]

    for answer in answers:
        for one in answer.because:
            assert tuple(one.facts) == RETURN_CLAUSES[one.code]
        places = [list(RETURN_CLAUSES).index(code) for code in codes(answer)]
        assert places == sorted(places)
    assert Anchor.SHIPPED.value == "shipped"
