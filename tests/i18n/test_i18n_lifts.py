"""What would lift a refusal, said in the reader's language."""

import pytest

from ordercore import Refusal
from ordercore.conversations.claims import DECISIONS as CLAIMS
from ordercore.conversations.feedback import DECISIONS as FEEDBACK
from ordercore.errors import InvalidValue, Lift
from ordercore.i18n import lift_sentence
from ordercore.i18n.catalogue import FOLDER
from ordercore.inventory import DECISIONS as STOCK
from ordercore.kernel.time import instant
from ordercore.orders.decider import DECISIONS as ORDERS

NOON = instant("2026-05-03T12:00:00Z")

LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.po"))

LIFTS = sorted(
    {
        (rule.code, rule.lift)
        for table in (ORDERS, STOCK, CLAIMS, FEEDBACK)
        for row in table.rows.values()
        for rule in row.rules
    },
    key=str,
)


@pytest.mark.parametrize(
    ("lift", "english", "german"),
    [
        (
            Lift(commands=("ConfirmPayment", "AuthorisePayment")),
            "First confirm the payment or authorise a payment.",
            "Zuerst die Zahlung bestätigen oder eine Zahlung zusagen lassen.",
        ),
        (
            Lift(arguments=("units",)),
            "Ask again with other units.",
            "Noch einmal versuchen mit anderen Mengen.",
        ),
        (
            Lift(until="expires_at"),
            "Wait until May 3, 2026, 2:00:00\u202fPM.",
            "Warten bis 03.05.2026, 14:00:00.",
        ),
        (Lift(), "Nothing lifts this.", "Daran lässt sich nichts ändern."),
        (
            Lift(rather=("IssueRefund", "RequestReturn")),
            "Nothing lifts this. You can issue a refund or request a return instead.",
            (
                "Daran lässt sich nichts ändern. "
                "Was stattdessen geht: eine Erstattung veranlassen oder eine Rücksendung anmelden."
            ),
        ),
        (
            Lift(
                commands=("ReleaseHold",),
                arguments=("amount", "payment_id"),
                until="expires_at",
                rather=("VoidPayment",),
            ),
            (
                "First release the hold. Or ask again with another amount or another payment id. "
                "Or wait until May 3, 2026, 2:00:00\u202fPM. "
                "You can give back what is left of the authorisation instead."
            ),
            (
                "Zuerst die Sperre aufheben. Oder noch einmal versuchen mit einem anderen Betrag "
                "oder einer anderen Kennung der Zahlung. Oder warten bis 03.05.2026, 14:00:00. "
                "Was stattdessen geht: den Rest der Zahlungszusage freigeben."
            ),
        ),
    ],
    ids=["first", "instead", "until", "never", "rather", "all"],
)
def test_ways_out_are_said(lift: Lift, english: str, german: str) -> None:
    """One sentence each; where several ways lead out, any of them will do."""
    refusal = Refusal("held", {"expires_at": NOON}, lift)

    assert lift_sentence(refusal, "en", "Europe/Berlin") == english
    assert lift_sentence(refusal, "de", "Europe/Berlin") == german


@pytest.mark.parametrize("facts", [{}, {"until": None}])
def test_waiting_without_a_moment_is_no_way_out(facts: dict[str, None]) -> None:
    """An order that is never cancelled by itself never becomes overdue."""
    assert lift_sentence(Refusal("not_overdue", facts, Lift(until="until"))) == (
        "Nothing lifts this."
    )


def test_a_hosts_own_words_are_said_as_they_are() -> None:
    """A name that no catalogue has is told by its words."""
    lift = Lift(commands=("ApproveProof",), arguments=("proof_id",))

    assert lift_sentence(Refusal("proof_missing", {}, lift)) == (
        "First approve proof. Or ask again with proof id."
    )
    own = {"command.ApproveProof": "let the buyer approve the proof"}

    assert lift_sentence(Refusal("proof_missing", {}, Lift(("ApproveProof",))), words=own) == (
        "First let the buyer approve the proof."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "lift"), LIFTS, ids=[code for code, _ in LIFTS])
def test_every_rule_says_its_way_out(code: str, lift: Lift, language: str) -> None:
    """Without a gap, and beginning as a sentence does."""
    said = lift_sentence(Refusal(code, {lift.until: NOON}, lift), language)

    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize(("language", "zone"), [("xx-yy-zz", "UTC"), ("en", "Nowhere")])
def test_an_unknown_language_or_zone_is_refused(language: str, zone: str) -> None:
    """As with every other sentence."""
    with pytest.raises(InvalidValue):
        lift_sentence(Refusal("held", {"at": NOON}, Lift(until="at")), language, zone)
