"""Clauses are said in words: shares exactly, figures as counted, times in the reader's zone."""

from fractions import Fraction

import attrs
import pytest

from ordercore.channels import (
    CHOICE_CLAUSES,
    PRIME_CLAUSES,
    Comparison,
    Counted,
    Destination,
    Figure,
    Metric,
    Offer,
    PrimeSeller,
    Ranking,
    Shipped,
    SizeTier,
    Stage,
    Wanted,
    choose_channel,
    may_enrol,
    prime_standing,
)
from ordercore.conversations.claims import (
    CLAIM_CLAUSES,
    ClaimMoment,
    EarlierClaim,
    Occasion,
    may_open,
)
from ordercore.conversations.feedback import (
    FEEDBACK_CLAUSES,
    REVIEWS_WHEN_SETTLED,
    may_leave_feedback,
    may_request_review,
)
from ordercore.conversations.feedback import Occasion as Ordered
from ordercore.i18n import clause_sentence
from ordercore.inventory import (
    REPLENISHING_CLAUSES,
    SOURCING_CLAUSES,
    Place,
    PoolOffer,
    SinglePoolFirst,
    Sourcing,
    days_of_cover,
    steady,
)
from ordercore.inventory import Wanted as StockWanted
from ordercore.kernel.charges import Charges
from ordercore.kernel.clauses import Clause
from ordercore.kernel.money import Money
from ordercore.kernel.time import instant
from ordercore.orders.claimed import CLAIMED_CLAUSES
from ordercore.queries.worklist import TASK_CLAUSES
from ordercore.returns import (
    RECEIPT,
    RETURN_CLAUSES,
    Anchor,
    Fault,
    Judged,
    Product,
    Purchase,
    Remedy,
    Wish,
    verdict,
)
from ordercore.shipping.choosing import SERVICE_CLAUSES, DestinationKind
from ordercore.shipping.exceptions import EXCEPTION_CLAUSES
from ordercore.shipping.measures import Dimensions, Length, Weight
from ordercore.shipping.packing import PACKING_CLAUSES

NOW = instant("2026-11-22T12:00:00Z")

OWN = Shipped(
    packages=1400,
    figures={
        Metric.CANCELLATIONS: Figure(40, 1600),
        Metric.LATE_SHIPMENTS: Figure(9, 502),
    },
)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "Packages in 90 days: 1,400; needed: 100.",
                (
                    "Cancellation rate before fulfilment: 40 of 1,600 orders, but below 2.5% is "
                    "required; faultless ones still needed: 1."
                ),
                "Late shipment rate: 9 of 502 orders; kept is below 4%.",
                "Valid tracking rate: no data (packages); required is above 95%.",
                "Trials begun this calendar year: 0 of 3.",
            ],
        ),
        (
            "de",
            [
                "Pakete in 90 Tagen: 1.400; nötig: 100.",
                (
                    "Stornorate vor Versand: 40 von 1.600 (Bestellungen), verlangt ist aber unter "
                    "2,5\xa0%; ohne Fehler noch nötig: 1."
                ),
                (
                    "Rate verspäteter Sendungen: 9 von 502 (Bestellungen); eingehalten ist "
                    "unter 4\xa0%."
                ),
                "Rate gültiger Sendungsnummern: keine Daten (Pakete); verlangt ist über 95\xa0%.",
                "In diesem Kalenderjahr begonnene Probezeiten: 0 von 3.",
            ],
        ),
    ],
)
def test_a_standing_is_told_clause_by_clause(language: str, sentences: list[str]) -> None:
    """Figure, limit, and what is still needed."""
    seller = PrimeSeller(marketplace="US", zone="America/Los_Angeles", own=OWN)
    standing = may_enrol(seller, NOW)

    assert [clause_sentence(clause, language) for clause in standing.because] == sentences


def test_times_of_a_clause_are_in_the_readers_zone() -> None:
    """Midnight where the marketplace is, and an unknown end is a dash."""
    out = PrimeSeller(
        marketplace="US", zone="America/Los_Angeles", disqualified_at="2026-11-20T20:00:00Z"
    )
    there = PrimeSeller(marketplace="JP", zone="Asia/Tokyo", disqualified_at="2026-11-20T20:00:00Z")

    (disqualified, appeal) = prime_standing(out, NOW).because
    assert "Dec 21, 2026, 12:00:00" in clause_sentence(
        disqualified, "en", zone="America/Los_Angeles"
    )
    assert "05.12.2026, 00:00:00" in clause_sentence(appeal, "de", zone="America/Los_Angeles")
    assert clause_sentence(prime_standing(there, NOW).because[0]).endswith("until: -.")


def test_a_choice_is_told_too() -> None:
    """Channels in a list, and what they were ranked by in words."""
    lines = [Wanted(line="1", sku="MUG"), Wanted(line="2", sku="CUP")]
    offers = [
        Offer(sku="MUG", channel="FBA", pool="amazon"),
        Offer(sku="CUP", channel="MFN", pool="main"),
        Offer(sku="CUP", channel="SHOP", pool="main"),
        Offer(sku="CUP", channel="SFP", pool="main"),
    ]
    choice = choose_channel(
        lines,
        offers,
        stock={("MUG", "amazon"): 1, ("CUP", "main"): 1},
        destination=Destination(country="DE"),
        at=NOW,
        deliver_by={},
    )

    assert [clause_sentence(clause, "de") for clause in choice.because] == [
        "Aus dem Warenkorb wird je eine Bestellung auf FBA und MFN; Bestellungen: 2.",
        (
            "Von mehreren Wegen mit so wenigen Bestellungen liegt vorn: FBA und MFN, geordnet "
            "nach: Vorliebe."
        ),
    ]
    assert [clause_sentence(lost.because[0]) for lost in choice.rejected] == [
        "SFP needs a standing with Prime that lets orders through; the seller's is: -.",
        "SHOP from main comes after MFN from main, ranked by preference.",
    ]


def test_a_verdict_on_a_return_is_told_too() -> None:
    """From the reason to the refund, in the reader's language and zone."""
    purchase = Purchase(
        bought="2026-07-01T18:00:00Z",
        delivered="2026-07-04T10:00:00Z",
        zone="Europe/Berlin",
        marketplace="DE",
        product=Product(traits={"customised"}),
        charges=Charges("EUR", item=2000, tax=380, shipping=499),
    )
    wish = Wish(reason="CR-DEFECTIVE")
    answer = verdict(purchase, RECEIPT, NOW.subtract(months=4), wish=wish)

    assert [clause_sentence(clause, "de", "Europe/Berlin") for clause in answer.because] == [
        "Rückgabegrund DEFECTIVE: Verantwortlich ist der Händler.",
        (
            "Innerhalb der Frist: Tage ab 04.07.2026, 12:00:00 (Zustellung): 30; offen bis "
            "04.08.2026, 00:00:00."
        ),
        (
            "Solche Ware wird nicht zurückgenommen (nach Wunsch angefertigt); verantwortlich ist "
            "aber der Händler."
        ),
        "Jemand muss es genehmigen: nach Wunsch angefertigt.",
        "Es muss vor 19.08.2026, 00:00:00 zurück sein; es zählt: die Ankunft.",
        ("Den Rückversand bezahlt: Händler (verantwortlich ist der Händler; Tag der Frist: 18)."),
        "Das Rücksendeetikett muss nicht frankiert sein.",
        (
            "Versand und Verpackung werden auch erstattet (verantwortlich ist der Händler; Tag "
            "der Frist: 18)."
        ),
        "Angeboten: Erstattung und Ersatz.",
        "Erstattet werden 28,79\xa0€ (Stück: 1).",
    ]


@pytest.mark.parametrize(
    ("share", "english", "german"),
    [
        (Fraction(1, 40), "2.5%", "2,5\xa0%"),
        (Fraction(187, 200), "93.5%", "93,5\xa0%"),
        (Fraction(1, 20000), "0.005%", "0,005\xa0%"),
        (Fraction(0), "0%", "0\xa0%"),
        (Fraction(1), "100%", "100\xa0%"),
        # What has no exact percentage is not rounded to one.
        (Fraction(1, 3), "1/3", "1/3"),
        (Fraction(1, 3000), "1/3,000", "1/3.000"),
    ],
)
def test_a_share_is_written_exactly(share: Fraction, english: str, german: str) -> None:
    """As a percentage with all its digits, or else as a fraction."""
    words = {"clause.half": "{limit}"}
    clause = Clause("half", {"limit": share})

    assert clause_sentence(clause, "en", words=words) == english
    assert clause_sentence(clause, "de", words=words) == german


def test_pools_and_figures_are_told_too() -> None:
    """By what pools are ranked in words, and fractions as the reader writes them."""
    offers = [PoolOffer(pool=name, available={"MUG": 2}) for name in ("main", "outlet")]
    sourced = SinglePoolFirst()([StockWanted(sku="MUG", quantity=2)], offers, Place())
    cover = days_of_cover(1234, steady(Fraction(2, 3)))

    assert [clause_sentence(clause, "de") for clause in sourced.because] == [
        "main versendet MUG: Stück 2 von 2 verfügbaren.",
        "outlet wird nicht gebraucht: zuerst main, geordnet nach Rang.",
        "main versendet alles.",
    ]
    assert clause_sentence(cover.because[0], "de") == (
        "Bei 0,6667 am Tag reichen 1.234 Stück für Tage: 1.851."
    )
    assert clause_sentence(cover.because[0]) == "At 0.6667 a day, 1,234 units last for days: 1,851."


@pytest.mark.parametrize(
    ("measure", "english", "british", "german"),
    [
        (Weight.of(50, "lb"), "50 lb", "22.68 kg", "22,68 kg"),
        (Weight.of(12, "oz"), "12 oz", "340.19 g", "340,19 g"),
        (Weight.of(2, "kg"), "4.41 lb", "2 kg", "2 kg"),
        (Length.of("0.0015", "in"), "0.0015 in", "0.0038 cm", "0,0038 cm"),
        (Length.of(1, "m"), "39.3701 in", "100 cm", "100 cm"),
        (
            Dimensions.parse("36 x 25 x 25 in"),
            "36 x 25 x 25 in",
            "91.44 x 63.5 x 63.5 cm",
            "91,44 x 63,5 x 63,5 cm",
        ),
    ],
    ids=str,
)
def test_measures_are_told_as_they_are_used_there(
    measure: object, english: str, british: str, german: str
) -> None:
    """In pounds and inches in the United States, and in kilograms and centimetres elsewhere."""
    words = {"clause.measured": "{size}"}
    clause = Clause("measured", {"size": measure})

    for language, text in (("en", english), ("en-US", english), ("en-GB", british), ("de", german)):
        assert clause_sentence(clause, language, words=words) == text


def test_a_verdict_on_a_claim_is_told_too() -> None:
    """Grounds, circumstances and evidence in words, times in the reader's zone."""
    half = Occasion(
        marketplace="US",
        zone="America/Los_Angeles",
        ordered="2026-11-01T12:00Z",
        refunded="2026-11-20T12:00Z",
    )
    disputed = EarlierClaim("fraud_chargeback", Money(1, "USD"))
    none = attrs.evolve(half, circumstances=["refused"], earlier=[disputed])
    ten = Money(1_000, "USD")

    told = may_open("reimbursement", "customer_damaged", half, NOW, claimed=ten).because
    assert [clause_sentence(clause, zone="America/Los_Angeles") for clause in told] == [
        (
            "A claim on this ground (damaged by the customer) may be opened from Nov 20, 2026, "
            "4:00:00\u202fAM on, and before Dec 21, 2026, 12:00:00\u202fAM."
        ),
        (
            "Of $10.00 at most $5.00 are granted; share in percent: 50, most for an order: "
            "$5,000.00."
        ),
        "What helps the seller: photos, serial numbers, and messages with the buyer.",
    ]
    (excluded,) = may_open("reimbursement", "customer_damaged", none, NOW, claimed=ten).because
    assert clause_sentence(excluded, "de") == (
        "Eine solche Forderung ist ausgeschlossen: Rückbuchung wegen Betrugs und vom Käufer nicht "
        "angenommen."
    )


def test_a_verdict_on_a_review_request_is_told_too() -> None:
    """Moments and circumstances in words, times in the reader's zone."""
    order = Ordered(
        marketplace="DE",
        zone="Europe/Berlin",
        shipped=True,
        placed="2026-11-01T12:00Z",
        confirmed=NOW,
        latest="2026-11-03T12:00Z",
        circumstances=["return_open", "refunded"],
    )
    unknown = attrs.evolve(order, latest=None)
    told = may_request_review(order, instant("2026-11-10T12:00Z"), (REVIEWS_WHEN_SETTLED,)).because

    assert [clause_sentence(clause, "de") for clause in told] == [
        (
            "In diesem Fall wird um keine Rezension gebeten: zurückgezahltes Geld und eine offene "
            "Rücksendung."
        )
    ]
    (moments,) = may_request_review(unknown, NOW).because
    assert clause_sentence(moments) == (
        "When a review may be asked for hangs on a moment that is not known: earliest promised "
        "delivery and latest promised delivery."
    )
    last = may_leave_feedback(order, instant("2027-02-01T12:00Z")).because
    assert [clause_sentence(clause, "de", zone="Europe/Berlin") for clause in last] == [
        "Die Bestellung konnte bis 31.01.2027, 00:00:00 bewertet werden; Tage: 90."
    ]


def test_a_code_without_a_sentence_speaks_for_itself() -> None:
    """A host's own clause is said as its code and facts."""
    assert clause_sentence(Clause("moon_is_full", {"phase": 1})) == "moon_is_full (phase=1)"


CLAUSES = {
    **PRIME_CLAUSES,
    **CHOICE_CLAUSES,
    **SOURCING_CLAUSES,
    **REPLENISHING_CLAUSES,
    **PACKING_CLAUSES,
    **SERVICE_CLAUSES,
    **EXCEPTION_CLAUSES,
    **RETURN_CLAUSES,
    **CLAIM_CLAUSES,
    **CLAIMED_CLAUSES,
    **FEEDBACK_CLAUSES,
    **TASK_CLAUSES,
}

SOME = {
    "metric": Metric.VALID_TRACKING.value,
    "tier": SizeTier.OVERSIZE.value,
    "counted": Counted.PAGE_VIEWS.value,
    "comparison": Comparison.AT_LEAST.value,
    "stage": Stage.CAPPED.value,
    "ranking": Ranking.EARLIEST.value,
    "sourcing": Sourcing.DISTANCE.value,
    "anchor": Anchor.LATEST_ESTIMATE.value,
    "instead": Anchor.LATEST_ESTIMATE.value,
    "fault": Fault.MARKETPLACE.value,
    "judged_by": Judged.POSTMARK.value,
    "remedy": Remedy.KEEP_IT.value,
    "remedies": (Remedy.KEEP_IT.value, Remedy.REFUND.value),
    "membership": "baby_registry",
    "situation": "different",
    "what": "redeemed_code",
    "circumstances": ["lost_on_return", "fraud_chargeback"],
    "evidence": ["proof_of_delivery"],
    "ground": "not_as_described",
    "moments": [ClaimMoment.LATEST_ESTIMATE.value],
    "claim": "service_chargeback",
    "places": (DestinationKind.NON_CONTIGUOUS.value,),
}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("code", CLAUSES)
def test_no_word_of_ours_is_left_in_a_sentence(language: str, code: str) -> None:
    """Words of tables are said in the reader's language; nothing is left open."""
    facts = CLAUSES[code]
    clause = Clause(code, {name: SOME.get(name, 7) for name in facts})
    sentence = clause_sentence(clause, language)

    assert "{" not in sentence
    assert not sentence.startswith(code)
    words = [word for some in SOME.values() for word in ([some] if isinstance(some, str) else some)]
    assert [word for word in words if "_" in word and word in sentence] == []
