"""Catalogues say every code, in every language, with facts that exist."""

import ast
import inspect
import string
import textwrap
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from ordercore.channels import (
    CHOICE_CLAUSES,
    PRIME_CLAUSES,
    STEPS,
    Comparison,
    Counted,
    FillPolicy,
    Metric,
    Ranking,
    SizeTier,
    Stage,
)
from ordercore.conversations.claims import (
    CLAIM_CLAUSES,
    CLAIM_TERMS,
    ClaimMoment,
    ClaimStatus,
    Party,
    conditions,
    judging,
)
from ordercore.conversations.claims import DECISIONS as CLAIMS
from ordercore.conversations.feedback import (
    CIRCUMSTANCES as FEEDBACK_CIRCUMSTANCES,
)
from ordercore.conversations.feedback import DECISIONS as FEEDBACK
from ordercore.conversations.feedback import (
    FEEDBACK_CLAUSES,
    REMOVAL_GROUNDS,
    FeedbackStatus,
    ReviewMoment,
)
from ordercore.conversations.feedback import conditions as reviewing
from ordercore.conversations.messages import (
    ANY_LINK,
    MESSAGE_CLAUSES,
    MESSAGE_TERMS,
    OrderStage,
    Venue,
)
from ordercore.conversations.messages import DECISIONS as CONVERSATIONS
from ordercore.conversations.messages import conditions as message_conditions
from ordercore.conversations.messages import judging as message_judging
from ordercore.errors import InvalidValue
from ordercore.i18n.catalogue import FOLDER, catalogue, locale_of, nearest
from ordercore.i18n.facts import TRANSLATED
from ordercore.i18n.lifts import LIFT_KEYS
from ordercore.inventory import DECISIONS as STOCK
from ordercore.inventory import REPLENISHING_CLAUSES, SOURCING_CLAUSES, Sourcing
from ordercore.kernel.charges import COMPONENTS
from ordercore.kernel.rules import Rule
from ordercore.notices import SUGGESTION_CLAUSES
from ordercore.notices.post import DECISIONS as POSTS
from ordercore.orders.claimed import CLAIMED_CLAUSES
from ordercore.orders.decider import DECISIONS as ORDERS
from ordercore.orders.decider import EVENTS
from ordercore.orders.erasing import RULES as ERASING_RULES
from ordercore.orders.limits import beyond_limits
from ordercore.orders.parts import RefundStatus
from ordercore.orders.reasons import HOLD_KINDS
from ordercore.orders.returned import beyond, replaced_and_out
from ordercore.orders.status import OrderStatus
from ordercore.ports.carrier_faults import CARRIER_FAULTS
from ordercore.ports.carrier_faults import Remedy as CarrierRemedy
from ordercore.queries.views import DECISIONS as VIEWS
from ordercore.queries.worklist import TASK_CLAUSES
from ordercore.returns import (
    RETURN_CLAUSES,
    Anchor,
    Fault,
    Judged,
    Remedy,
    ReturnStep,
)
from ordercore.returns.policies import POLICIES
from ordercore.returns.rows import ANY
from ordercore.shipping.choosing import SERVICE_CLAUSES, DestinationKind
from ordercore.shipping.exceptions import EXCEPTION_CLAUSES
from ordercore.shipping.packing import PACKING_CLAUSES

LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.po"))

TABLES = (
    PRIME_CLAUSES,
    CHOICE_CLAUSES,
    SOURCING_CLAUSES,
    REPLENISHING_CLAUSES,
    PACKING_CLAUSES,
    SERVICE_CLAUSES,
    EXCEPTION_CLAUSES,
    RETURN_CLAUSES,
    CLAIM_CLAUSES,
    CLAIMED_CLAUSES,
    FEEDBACK_CLAUSES,
    MESSAGE_CLAUSES,
    SUGGESTION_CLAUSES,
    TASK_CLAUSES,
)

CLAUSES = {code: facts for table in TABLES for code, facts in table.items()}

WORDS_OF_RETURNS = {
    *(f"Trait.{row.what}" for policy in POLICIES.values() for row in policy.exclusions),
    *(f"Trait.{row.what}" for policy in POLICIES.values() for row in policy.approvals),
    *(
        f"Trait.{trait}"
        for some in POLICIES.values()
        for row in some.labels
        for trait in row.exempt
    ),
    *(f"Situation.{row.situation}" for policy in POLICIES.values() for row in policy.fees),
    *(
        f"Membership.{row.membership}"
        for policy in POLICIES.values()
        for row in policy.windows
        if row.membership != ANY
    ),
    "Trait.price",
    "Trait.override",
}
"""Words that rows of our own policies name, and two that no row does."""

WORDS_OF_CLAUSES = (
    Anchor,
    ClaimMoment,
    ClaimStatus,
    Comparison,
    Counted,
    DestinationKind,
    Fault,
    FeedbackStatus,
    Judged,
    Metric,
    OrderStage,
    Party,
    Ranking,
    Remedy,
    ReturnStep,
    ReviewMoment,
    SizeTier,
    Sourcing,
    Stage,
    Venue,
)

GROUNDS = [ground for terms in CLAIM_TERMS for ground in terms.grounds]

KINDS_OF_CLAIMS = {terms.kind for terms in CLAIM_TERMS}

CIRCUMSTANCES = {
    code
    for codes in (
        *(terms.excluded for terms in CLAIM_TERMS),
        *(ground.despite | ground.spared_by for ground in GROUNDS),
    )
    for code in codes - KINDS_OF_CLAIMS
}

WORDS_OF_CLAIMS = (
    {f"ClaimKind.{kind}" for kind in KINDS_OF_CLAIMS}
    | {f"Circumstance.{code}" for code in CIRCUMSTANCES}
    | {f"Ground.{ground.code}" for ground in GROUNDS}
    | {f"Evidence.{code}" for ground in GROUNDS for code in ground.evidence}
)

WORDS_OF_FEEDBACK = {f"Circumstance.{code}" for code in FEEDBACK_CIRCUMSTANCES} | {
    f"RemovalGround.{row.code}" for row in REMOVAL_GROUNDS
}
WORDS_OF_MESSAGES = {f"MessageKind.{row.kind}" for row in MESSAGE_TERMS} | {
    f"LinkPurpose.{row.links}" for row in MESSAGE_TERMS if row.links not in (None, ANY_LINK)
}

OF_NO_RULE = {
    "already_exists",
    "does_not_exist",
    "command_id_used_otherwise",
    "invalid_value",
    "label_not_voided",
    "no_service_for_label",
    "summary_lies_ahead",
}

DECIDED = (ORDERS, STOCK, CLAIMS, FEEDBACK, CONVERSATIONS, POSTS, VIEWS)

RULES = {
    *(rule for table in DECIDED for row in table.rows.values() for rule in row.rules),
    *ERASING_RULES,
}

CODES = (
    {rule.code for rule in RULES}
    | {f"argument.{name}" for rule in RULES for name in rule.lift.arguments}
    | {f"command.{kind.__name__}" for table in DECIDED for kind in table.rows}
    | {f"lift.{key}" for key in LIFT_KEYS}
    | {f"event.{kind.__name__}" for kind in EVENTS}
    | {f"{kind.__name__}.{word.value}" for kind in TRANSLATED for word in kind}
    | {f"OrderStatus.{word.value}" for word in OrderStatus}
    | {f"RefundStatus.{word.value}" for word in RefundStatus}
    | {f"HoldKind.{code}" for code in HOLD_KINDS}
    | {f"FillPolicy.{policy.value}" for policy in FillPolicy}
    | {f"Component.{name}" for name in ("currency", *COMPONENTS)}
    | {f"Subject.{table.subject}" for table in DECIDED}
    | {f"clause.{code}" for code in CLAUSES}
    | {f"{kind.__name__}.{word.value}" for kind in WORDS_OF_CLAUSES for word in kind}
    | WORDS_OF_RETURNS
    | {f"step.{code}" for code in STEPS}
    | {f"fault.{code}" for code in CARRIER_FAULTS}
    | {f"remedy.{remedy.value}" for remedy in CarrierRemedy}
    | {"Place.*"}
    | {"unknown", "erased", "nothing", "yes", "no", "units"}
    | WORDS_OF_CLAIMS
    | WORDS_OF_FEEDBACK
    | WORDS_OF_MESSAGES
    | OF_NO_RULE
)


ASKED = {
    **{code: (some,) for code, some in conditions.CONDITIONS.items()},
    **{code: (some,) for code, some in reviewing.CONDITIONS.items()},
    "before_order": (reviewing.rated_before_order,),
    "feedback_too_late": (reviewing.rated_too_late,),
    **{code: (some,) for code, some in message_conditions.CONDITIONS.items()},
    **{
        f"message_has_{what}": (message_conditions.number_of,)
        for what in ("links", "addresses", "telephones", "html")
    },
    "message_kind_unknown": (message_judging.kind_unknown,),
    "claim_terms_unknown": (judging.kind_unknown,),
    "claim_ground_unknown": (judging.ground_unknown,),
    "withdrawn_units_replaced": (replaced_and_out,),
    "outstanding_units_replaced": (replaced_and_out,),
    "units_not_outstanding": (beyond,),
    "units_not_to_grade": (beyond,),
    "units_not_rejected": (beyond,),
    "order_too_large": (beyond_limits,),
    "order_would_be_too_large": (beyond_limits,),
}
"""Rules whose facts another function gives."""


def own_sentences(language: str) -> dict[str, str]:
    """Read a catalogue as it stands, without the fall-back."""
    with Path(FOLDER, f"{language}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def named(pattern: str) -> set[str]:
    """Give the facts that a sentence uses."""
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_every_sentence_a_code(language: str) -> None:
    """A missing or an unused key fails."""
    assert set(own_sentences(language)) == CODES


@pytest.mark.parametrize("language", [some for some in LANGUAGES if some != "en"])
def test_every_language_uses_the_same_facts(language: str) -> None:
    """No translation forgets a fact or names one that does not exist."""
    english, other = own_sentences("en"), own_sentences(language)

    assert {code: named(s) for code, s in other.items()} == {
        code: named(s) for code, s in english.items()
    }


def texts_in(code: object) -> set[str]:
    """Give the pieces of text that stand in a function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(code)))  # type: ignore[arg-type]
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


@pytest.mark.parametrize("rule", sorted(RULES, key=attrgetter("code")), ids=attrgetter("code"))
def test_a_sentence_names_facts_that_its_rule_gives(rule: Rule[Any, Any, Any]) -> None:
    """So does the moment to wait until; some facts are those of the function that is asked."""
    given = texts_in(rule.check)
    for asked in ASKED.get(rule.code, ()):
        given |= texts_in(asked)

    assert named(own_sentences("en")[rule.code]) - given == set()
    assert not rule.lift.until or rule.lift.until in given


@pytest.mark.parametrize("code", sorted(CLAUSES))
def test_a_sentence_names_facts_that_its_clause_gives(code: str) -> None:
    """No clause is said with a fact that it does not have."""
    assert named(own_sentences("en")[f"clause.{code}"]) - {*CLAUSES[code]} == set()


def test_no_code_of_a_clause_means_two_things() -> None:
    """What decides on Prime, a channel, a pool, a supplier or a parcel are told apart."""
    assert len(CLAUSES) == sum(map(len, TABLES))


def test_an_unknown_language_falls_back_to_english() -> None:
    """A language without a catalogue speaks English."""
    assert catalogue("sw") == catalogue("en")


def test_a_region_speaks_its_language() -> None:
    """Austrian German is German."""
    assert catalogue("de-AT") == catalogue("de")


@pytest.mark.parametrize(
    ("asked", "there", "spoken"),
    [
        ("pt-BR", {"en", "pt", "pt_BR"}, ("pt_BR", "pt")),
        ("pt-BR", {"en", "pt"}, ("pt",)),
        ("pt-PT", {"en", "pt_BR"}, ("pt_BR",)),
        ("pt", {"en", "pt_BR"}, ("pt_BR",)),
        ("de-AT", {"en", "de"}, ("de",)),
        ("zh-Hant-TW", {"en", "zh_Hans_CN", "zh_Hant_HK"}, ("zh_Hant_HK",)),
        ("sw", {"en", "de"}, ()),
    ],
)
def test_a_language_speaks_the_nearest_that_is_there(
    asked: str, there: set[str], spoken: tuple[str, ...]
) -> None:
    """Itself, its language, another region of it; never another script."""
    assert nearest(asked, there) == spoken


def test_a_domain_that_is_none_is_refused() -> None:
    """By its name."""
    with pytest.raises(InvalidValue, match="domain"):
        catalogue("en", "poems")


@pytest.mark.parametrize("tag", ["", "xx-yy-zz", "not a language", "qq", None, 7])
def test_a_wrong_language_tag_is_refused(tag: Any) -> None:
    """What is no locale is named in the error."""
    with pytest.raises(InvalidValue, match="language"):
        locale_of(tag)
