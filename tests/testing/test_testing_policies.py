"""The proof of a return policy: ours stand it, and every fault that it looks for is found."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.charges import Charges
from ordercore.kernel.money import Money
from ordercore.returns import (
    POLICIES,
    RECEIPT,
    Deadline,
    Exclusion,
    Fault,
    Grace,
    Missed,
    Postage,
    PrepaidLabel,
    Purchase,
    Remedy,
    RemedyOffer,
    RestockingFee,
    ReturnPolicy,
    ReturnReason,
    Season,
    Settlement,
    Task,
    Trigger,
    Verdict,
    Wear,
    Window,
    verdict,
)
from ordercore.returns.postage import POSTAGE
from ordercore.testing.policies import PolicyReport, Probe, probes_of, prove_policy

THIRTY = Window(days=30)


def proven(*windows: Window, **tables: Any) -> PolicyReport:
    """Prove a policy of some rows."""
    return prove_policy(ReturnPolicy(name="ours", windows=windows or (THIRTY,), **tables))


def codes(report: PolicyReport) -> list[str]:
    """Give the codes of what was found."""
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_every_policy_of_ours_stands(name: str) -> None:
    """Total, monotone, exact, and without an idle row."""
    report = prove_policy(POLICIES[name])

    assert report.findings == ()
    assert report.is_well
    assert report.policy == name
    assert report.rows == sum(len(rows) for rows in POLICIES[name].tables.values())
    assert report.probes > report.rows


def test_progress_is_told() -> None:
    """One after each probe."""
    told: list[int] = []
    report = prove_policy(ReturnPolicy(name="ours", windows=(THIRTY,)), progress=told.append)

    assert told == [1] * report.probes


def test_what_is_no_policy_is_refused() -> None:
    """By name."""
    with pytest.raises(InvalidValue) as error:
        prove_policy("receipt")  # type: ignore[arg-type]
    assert error.value.field == "policy"


# Rows that do nothing


@pytest.mark.parametrize(
    ("windows", "tables", "idle"),
    [
        # A category that says what holds without it; a season that is over before the window is.
        ((THIRTY, Window(category="shoes", days=30)), {}, "category=shoes"),
        (
            (THIRTY,),
            {
                "seasons": (
                    Season(
                        name="may",
                        first=dt.date(2026, 5, 1),
                        last=dt.date(2026, 5, 2),
                        return_by=dt.date(2026, 5, 3),
                    ),
                )
            },
            "name=may",
        ),
        # A fee of nothing, one below another, a reason that says what ours says.
        ((THIRTY,), {"fees": (RestockingFee(situation="used", rate="0"),)}, "situation=used"),
        (
            (THIRTY,),
            {
                "fees": (
                    RestockingFee(situation="any", rate="20"),
                    RestockingFee(situation="used", rate="10", wear=Wear.USED),
                )
            },
            "rate=10",
        ),
        (
            (THIRTY,),
            {"reasons": (ReturnReason(code="DEFECTIVE", fault=Fault.SELLER),)},
            "code=DEFECTIVE",
        ),
        # A membership that lengthens nothing, and an exclusion that excludes nobody.
        ((THIRTY, Window(membership="club", days=20)), {}, "membership=club"),
        (
            (THIRTY,),
            {"exclusions": (Exclusion(trait="opened", refused=False),)},
            "trait=opened",
        ),
        ((THIRTY,), {"labels": (PrepaidLabel(prepaid=False),)}, "PrepaidLabel("),
        # An offer that never holds, since it is over at once.
        (
            (THIRTY,),
            {
                "remedies": (
                    RemedyOffer(remedy=Remedy.REFUND),
                    RemedyOffer(remedy=Remedy.RETURNLESS, offered=False),
                )
            },
            "remedy=returnless",
        ),
    ],
)
def test_a_row_without_effect_is_found(
    windows: tuple[Window, ...], tables: dict[str, Any], idle: str
) -> None:
    """And told with what it says."""
    (finding,) = proven(*windows, **tables).findings

    assert finding.code == "row_without_effect"
    assert idle in finding.example + finding.what


def test_rows_that_count_are_none_of_them() -> None:
    """Each kind of row, on its own day, on its own side of its limits."""
    dear = Money(100_00, "USD")
    report = proven(
        THIRTY,
        Window(category="shoes", days=60),
        Window(membership="club", days=90),
        Window(fault=Fault.SELLER, days=365),
        Window(marketplace="DE", effective_from=dt.date(2026, 1, 1), days=14),
        seasons=(
            Season(
                name="winter",
                first=dt.date(2026, 11, 1),
                last=dt.date(2026, 12, 31),
                return_by=dt.date(2027, 1, 31),
            ),
        ),
        exclusions=(Exclusion(trait="opened"),),
        grace=(Grace(days=10),),
        fees=(
            RestockingFee(situation="late", rate="20", late_days=1),
            RestockingFee(situation="very late", rate="50", late_days=11),
        ),
        labels=(PrepaidLabel(prepaid=True, up_to=dear),),
        postage=(
            *POSTAGE,
            Postage(fault=Fault.SELLER, from_day=20, label_paid_by=Actor.BUYER, outbound=False),
        ),
        remedies=(
            RemedyOffer(remedy=Remedy.REFUND),
            RemedyOffer(remedy=Remedy.RETURNLESS, up_to=Money(5_00, "USD")),
            RemedyOffer(remedy=Remedy.EXCHANGE, reasons=frozenset({"POOR_FIT"}), above=dear),
        ),
        deadlines=(
            Deadline(task=Task.REFUND, trigger=Trigger.RECEIVED, days=4, missed=Missed.NOTHING),
            Deadline(task=Task.ANSWER, trigger=Trigger.ASKED, hours=48, missed=Missed.NOTHING),
        ),
        reasons=(ReturnReason(code="DEFECTIVE", fault=Fault.CARRIER),),
    )

    assert report.findings == ()


LATER = dt.date(2025, 1, 1)

SHOES = Window(category="shoes", days=30)


def damage(rate: str, **of: Any) -> RestockingFee:
    """Give a fee for damage."""
    return RestockingFee(situation="d", wear=Wear.DAMAGED, rate=rate, **of)


def postage(from_day: int, *, outbound: bool, **of: Any) -> Postage:
    """Give who pays for a change of mind from a day on."""
    return Postage(
        fault=Fault.BUYER, from_day=from_day, label_paid_by=Actor.BUYER, outbound=outbound, **of
    )


def answering(hours: int, **of: Any) -> Deadline:
    """Give a deadline to answer."""
    trigger, missed = Trigger.ASKED, Missed.NOTHING
    return Deadline(task=Task.ANSWER, trigger=trigger, hours=hours, missed=missed, **of)


@pytest.mark.parametrize(
    ("windows", "tables"),
    [
        # A later row, one of a marketplace, and one that members outlast.
        ((THIRTY, Window(effective_from=LATER, days=14), SHOES), {}),
        ((THIRTY, Window(marketplace="DE", days=14), SHOES), {}),
        (
            (
                Window(days=60),
                Window(effective_from=LATER, days=30),
                Window(membership="club", days=60),
            ),
            {},
        ),
        # Shoes stay excluded when the rest no longer is; a fee of a channel outlasts a country's.
        (
            (THIRTY,),
            {
                "exclusions": (
                    Exclusion(trait="x"),
                    Exclusion(trait="x", effective_from=LATER, refused=False),
                    Exclusion(trait="x", category="shoes"),
                )
            },
        ),
        (
            (THIRTY,),
            {"fees": (damage("50"), damage("30", marketplace="DE"), damage("50", channel="FBA"))},
        ),
        # A label that differs for one trait alone; a season that only counts where windows are
        # short.
        (
            (THIRTY,),
            {
                "labels": (
                    PrepaidLabel(prepaid=True, exempt=frozenset({"a"})),
                    PrepaidLabel(prepaid=True, effective_from=LATER, exempt=frozenset({"a", "b"})),
                )
            },
        ),
        (
            (THIRTY, Window(marketplace="DE", days=14)),
            {
                "seasons": (
                    Season(
                        name="s",
                        first=dt.date(2026, 12, 1),
                        last=dt.date(2026, 12, 2),
                        return_by=dt.date(2027, 1, 2),
                    ),
                )
            },
        ),
        # A deadline of a channel beside that of a marketplace; a fee where cheap goods are not
        # refunded, and where nothing comes back but on two marketplaces.
        (
            (THIRTY,),
            {
                "deadlines": (
                    answering(48),
                    answering(24, marketplace="DE"),
                    answering(48, channel="FBA"),
                )
            },
        ),
        (
            (THIRTY,),
            {
                "fees": (damage("50"),),
                "remedies": (RemedyOffer(remedy=Remedy.REFUND, above=Money(500_00, "USD")),),
            },
        ),
        (
            (Window(marketplace="US", days=30), Window(marketplace="DE", days=14)),
            {"fees": (damage("50"),)},
        ),
        # A fee of nothing that spares books the fee on what is late.
        (
            (THIRTY,),
            {"fees": (damage("50", late_days=1), damage("0", category="books"))},
        ),
        # Rows that hide one which would hold in another condition, of another trait, from another
        # day on, or for another reason.
        (
            (THIRTY,),
            {
                "fees": (
                    RestockingFee(situation="d", rate="50"),
                    RestockingFee(situation="d", rate="50", wear=Wear.DAMAGED, category="books"),
                )
            },
        ),
        (
            (THIRTY,),
            {
                "labels": (
                    PrepaidLabel(prepaid=True, exempt=frozenset({"a"})),
                    PrepaidLabel(prepaid=True, category="books"),
                )
            },
        ),
        (
            (THIRTY,),
            {
                "postage": (
                    *(row for row in POSTAGE if row.fault is not Fault.BUYER),
                    postage(0, outbound=True),
                    postage(15, outbound=False),
                    postage(0, outbound=True, category="books"),
                )
            },
        ),
        (
            (THIRTY,),
            {
                "remedies": (
                    RemedyOffer(remedy=Remedy.REFUND),
                    RemedyOffer(remedy=Remedy.EXCHANGE),
                    RemedyOffer(
                        remedy=Remedy.EXCHANGE, category="books", reasons=frozenset({"POOR_FIT"})
                    ),
                )
            },
        ),
    ],
)
def test_a_row_that_keeps_another_from_its_goods_is_not_idle(
    windows: tuple[Window, ...], tables: dict[str, Any]
) -> None:
    """It counts on the day, the marketplace, the channel or the trait that the other names."""
    assert proven(*windows, **tables).findings == ()


def test_a_row_that_another_hides_wherever_it_could_count_is_idle() -> None:
    """Shoes keep their thirty days in Germany, but for the row that takes these from them."""
    german = Window(marketplace="DE", category="shoes", days=14)
    (finding,) = proven(THIRTY, Window(marketplace="DE", days=14), SHOES, german).findings

    assert finding.example == "Window(category=shoes, days=30)"


def test_a_row_of_ours_that_says_nothing_new_is_found_among_all_of_them() -> None:
    """Also in a policy of many rows, and without asking it everything once more for each."""
    windows = (*RECEIPT.windows, SHOES)
    (finding,) = prove_policy(attrs.evolve(RECEIPT, windows=windows)).findings

    assert finding.code == "row_without_effect"
    assert "category=shoes" in finding.example


# Gaps


def test_a_day_without_a_window_is_a_gap() -> None:
    """What is bought before the first row comes into force, and a place that others name."""
    late = proven(Window(days=30, effective_from=dt.date(2026, 1, 1)))
    assert codes(late) == ["gap"]
    assert late.findings[0].what == "no window holds on marketplace * before 2026-01-01"

    fee = RestockingFee(situation="late", rate="20", marketplace="DE", late_days=1)
    german = proven(Window(days=30, marketplace="US"), fees=(fee,))
    assert "gap" in codes(german)
    assert any("marketplace DE, which other rows name" in some.what for some in german.findings)


# Answers that rows alone cannot make wrong: a judge of a host's own can


Judge = Callable[..., Verdict]


def _reopening(purchase: Purchase, policy: ReturnPolicy, at: Any, **asked: Any) -> Verdict:
    """Let in again what has been closed for a day."""
    answer = verdict(purchase, policy, at, **asked)
    if answer.until is None or at < answer.until:
        return answer
    open_again = tuple(clause for clause in answer.because if clause.code != "window_closed")
    return attrs.evolve(answer, because=open_again)


def _generous_later(purchase: Purchase, policy: ReturnPolicy, at: Any, **asked: Any) -> Verdict:
    """Give more to those who wait."""
    answer = verdict(purchase, policy, at, **asked)
    if answer.settlement is None or answer.until is None:
        return answer
    left = (answer.until - at).total_seconds()
    more = Charges("USD", shipping=500 if left < 86_400 else 0)
    settled = attrs.evolve(answer.settlement, back=answer.settlement.back + more)
    return attrs.evolve(answer, settlement=settled)


def _wasteful(purchase: Purchase, policy: ReturnPolicy, at: Any, **asked: Any) -> Verdict:
    """Give a cent more than there is."""
    answer = verdict(purchase, policy, at, **asked)
    settled: Settlement | None = answer.settlement
    if settled is None:
        return answer
    more = settled.charged + Charges(settled.charged.currency, item=1)
    return attrs.evolve(answer, settlement=attrs.evolve(settled, back=more))


def _failing(purchase: Purchase, policy: ReturnPolicy, at: Any, **asked: Any) -> Verdict:
    """Divide by nothing where no scan is known."""
    if purchase.delivered is None:
        raise ZeroDivisionError("no scan")
    return verdict(purchase, policy, at, **asked)


@pytest.mark.parametrize(
    ("judge", "code"),
    [
        (_reopening, "boundary_off"),
        (_generous_later, "refund_grows"),
        (_wasteful, "unbalanced"),
        (_failing, "raised"),
    ],
)
def test_a_judge_that_is_wrong_is_found_out(judge: Judge, code: str) -> None:
    """Each fault by its own code, with the question that shows it."""
    report = prove_policy(ReturnPolicy(name="ours", windows=(THIRTY,)), judge=judge)

    assert code in codes(report)
    found = next(some for some in report.findings if some.code == code)
    assert found.example.startswith("Probe(")


def test_a_judge_that_gives_no_verdict_is_found_out() -> None:
    """It is told as an error of the question, and ends no proof."""

    def silent(*_: object, **__: object) -> Any:
        return None

    report = prove_policy(ReturnPolicy(name="ours", windows=(THIRTY,)), judge=silent)

    assert codes(report) == ["raised"]
    assert "judge: None" in report.findings[0].what


def test_a_window_that_opens_again_is_found() -> None:
    """Closed at its end, and open a day later."""

    def forgetful(purchase: Purchase, policy: ReturnPolicy, at: Any, **asked: Any) -> Verdict:
        answer = verdict(purchase, policy, at, **asked)
        if answer.until is None or at <= answer.until:
            return answer
        return verdict(purchase, policy, purchase.bought, **asked)

    fees = (RestockingFee(situation="late", rate="20", late_days=1),)
    late = Postage(fault=Fault.BUYER, from_day=40, label_paid_by=Actor.BUYER, outbound=True)
    policy = ReturnPolicy(name="ours", windows=(THIRTY,), fees=fees, postage=(*POSTAGE, late))
    assert "reopens" in codes(prove_policy(policy, judge=forgetful))
    assert "reopens" not in codes(prove_policy(policy))


def test_probes_ask_what_the_rows_name() -> None:
    """Each row of a policy is asked about on both sides of the window's end."""
    probes: list[Probe] = list(probes_of(RECEIPT))

    assert {probe.purchase.product.category for probe in probes} >= {"", "baby", "electronics"}
    assert {probe.purchase.marketplace for probe in probes} >= {"", "US", "DE", "BR"}
