"""Which messages may be sent, when, and holding what: truth tables."""

import datetime as dt
from typing import Any

import attrs
import pytest
from message_stories import (
    PHOTO,
    occasion,
    opened,
    refusals,
    sent,
    story,
    stuck,
    wrote,
)

from ordercore.conversations.messages import (
    ANY_KIND,
    MESSAGE_TERMS,
    REPLY,
    Coverage,
    MessageOccasion,
    MessageTerms,
    MessageWorld,
    OrderStage,
    Sender,
    Venue,
    Written,
    allowed_kinds,
    decide,
    may_send,
    message_table,
    with_message_terms,
)
from ordercore.errors import InvalidTable, InvalidValue, Refused
from ordercore.kernel.time import instant

NOW = "2026-03-10T12:00:00Z"

WITH_TEXT = [
    ("confirm_customization_details", 800),
    ("confirm_delivery_details", 2000),
    ("confirm_order_details", 2000),
    ("confirm_service_details", 2000),
    ("unexpected_problem", 2000),
    ("digital_access_key", 400),
]

FILES_ALONE = ["legal_disclosure", "warranty", "send_invoice"]


def codes(kind: str, facts: MessageOccasion | None = None, **written: Any) -> list[str]:
    """Give what is against a message."""
    verdict = may_send(kind, facts or occasion(), NOW, written=Written(**written))
    return [] if verdict.may else [clause.code for clause in verdict.because]


@pytest.mark.parametrize(("kind", "most"), WITH_TEXT)
def test_a_text_is_as_long_as_its_kind_may_have(kind: str, most: int) -> None:
    """Counted in characters, the last one included."""
    assert codes(kind, text="x") == []
    assert codes(kind, text="x" * most) == []
    assert codes(kind, text="x" * (most + 1)) == ["message_too_long"]
    assert codes(kind, text=" ") == ["message_too_short"]


@pytest.mark.parametrize("kind", FILES_ALONE)
def test_some_kinds_have_files_and_nothing_else(kind: str) -> None:
    """One to five."""
    assert codes(kind) == ["message_files_wrong"]
    assert codes(kind, files=1) == []
    assert codes(kind, files=5) == []
    assert codes(kind, files=6) == ["message_files_wrong"]
    assert codes(kind, files=1, text="x") == ["message_too_long"]


@pytest.mark.parametrize(
    ("kind", "files", "fits"),
    [
        ("confirm_customization_details", 5, True),
        ("confirm_customization_details", 6, False),
        ("digital_access_key", 5, True),
        ("confirm_order_details", 1, False),
        ("unexpected_problem", 1, False),
    ],
)
def test_some_texts_may_have_files(kind: str, files: int, fits: bool) -> None:
    """Up to five, or none at all."""
    assert codes(kind, text="x", files=files) == ([] if fits else ["message_files_wrong"])


def test_only_a_warranty_covers_something() -> None:
    """From when until when."""
    assert codes("warranty", files=1, covers=True) == []
    assert codes("send_invoice", files=1, covers=True) == ["message_covers_nothing"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<b>soon</b>", "message_has_html"),
        ("write to anna@shop.de", "message_has_addresses"),
        ("call +1 555 010 0199", "message_has_telephones"),
    ],
)
def test_what_leads_past_the_marketplace_is_in_no_message(text: str, code: str) -> None:
    """Nor is HTML; in one's own shop it is nobody's business."""
    assert codes("unexpected_problem", text=text) == [code]
    assert codes("unexpected_problem", occasion(venue=Venue.OWN_SHOP), text=text) == []


def test_a_link_stands_only_where_the_kind_has_any() -> None:
    """What it serves no program can tell, so the clause says what it has to."""
    strict = attrs.evolve(MESSAGE_TERMS[0], links=None)
    written = Written(text="see https://example.com")

    fine = may_send("confirm_order_details", occasion(), NOW, written=written)
    assert fine.may
    assert fine.because[-1].facts == {"links": "order_completion"}
    refused = may_send(
        strict.kind, occasion(), NOW, written=written, rows=with_message_terms(strict)
    )
    assert [(some.code, dict(some.facts)) for some in refused.because] == [
        ("message_has_links", {"number": 1})
    ]


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ({"placed": None}, OrderStage.NO_ORDER),
        ({}, OrderStage.PLACED),
        ({"shipped": "2026-03-03T12:00Z"}, OrderStage.SHIPPED),
        (
            {"shipped": "2026-03-03T12:00Z", "delivered": "2026-03-05T12:00Z"},
            OrderStage.DELIVERED,
        ),
        ({"cancelled": "2026-03-03T12:00Z"}, OrderStage.CANCELLED),
    ],
)
def test_details_are_confirmed_before_anything_has_left(
    facts: dict[str, Any], stage: OrderStage
) -> None:
    """Of the order, that is; and without an order a buyer is only answered."""
    given = occasion(**facts)
    assert given.stage is stage

    fits = stage is OrderStage.PLACED
    assert (codes("confirm_order_details", given, text="x") == []) is fits
    assert (codes("unexpected_problem", given, text="x") == []) is (stage.value != "no_order")


def test_sellers_write_unasked_for_thirty_days_after_completion() -> None:
    """Days of the marketplace, the last one whole; a reply has no window."""
    done = occasion(shipped="2026-03-03T12:00Z", completed="2026-03-05T23:00:00-08:00")
    last = instant("2026-04-04T23:59:59.999999-07:00")
    verdict = may_send("unexpected_problem", done, last)

    assert verdict.may
    assert verdict.until == instant("2026-04-05T00:00:00-07:00")
    late = may_send("unexpected_problem", done, verdict.until)
    assert [some.code for some in late.because] == ["message_too_late"]
    assert may_send(
        REPLY, attrs.evolve(done, contacted="2026-05-01T12:00Z"), "2026-05-02T00:00Z"
    ).may


def test_who_wants_no_messages_gets_critical_ones_and_answers() -> None:
    """And in one's own shop whatever the host lets pass."""
    quiet = occasion(wants_none=True, contacted="2026-03-09T12:00Z")

    assert codes("confirm_delivery_details", quiet, text="x") == ["message_unwanted"]
    assert codes("unexpected_problem", quiet, text="x") == []
    assert codes("legal_disclosure", quiet, files=1) == []
    assert codes(REPLY, quiet, text="x") == []


def test_a_reply_answers_somebody() -> None:
    """In the conversation, or elsewhere, and before."""
    assert codes(REPLY, text="x") == ["message_to_nobody"]
    assert codes(REPLY, occasion(contacted="2026-03-09T12:00Z"), text="x") == []
    assert codes(REPLY, occasion(contacted="2026-03-11T12:00Z"), text="x") == ["message_to_nobody"]
    talk = story(wrote("2026-03-09T12:00Z"))
    assert may_send(REPLY, occasion(), NOW, conversation=talk).may


def test_a_message_is_in_the_buyers_language_where_both_are_known() -> None:
    """Whatever the country."""
    german = occasion(language="de_DE")

    assert codes("unexpected_problem", german, text="x", language="en") == [
        "message_in_other_language"
    ]
    assert codes("unexpected_problem", german, text="x", language="de-AT") == []
    assert codes("unexpected_problem", german, text="x") == []
    assert codes("unexpected_problem", text="x", language="en") == []


def test_the_marketplace_has_the_last_word_on_kinds() -> None:
    """Where it was asked; a reply needs no such permission."""
    asked = occasion(offered=["unexpected_problem"], contacted="2026-03-09T12:00Z")

    assert codes("confirm_delivery_details", asked, text="x") == ["message_not_offered"]
    assert codes("unexpected_problem", asked, text="x") == []
    assert codes(REPLY, asked, text="x") == []
    assert allowed_kinds(asked, NOW) == ("unexpected_problem", REPLY)


def test_a_host_limits_how_often_a_kind_is_sent() -> None:
    """What never left does not count, and what was sent elsewhere does."""
    once = attrs.evolve(MESSAGE_TERMS[4], per_order=1)
    world = MessageWorld(terms=with_message_terms(once))
    first = sent("2026-03-09T12:00Z", kind=once.kind)
    again = sent("2026-03-09T13:00Z", "S-2", kind=once.kind)
    talk = story(first, world=world)

    with pytest.raises(Refused) as refused:
        decide(talk, again, world)
    assert refused.value.codes == ("message_sent_before",)
    assert decide(story(first, stuck("2026-03-09T12:30Z"), world=world), again, world)
    verdict = may_send(once.kind, occasion(sent=[once.kind]), NOW, rows=world.terms)
    assert dict(verdict.because[0].facts) == {"message": once.kind, "sent": 1, "limit": 1}


def test_an_unknown_kind_is_refused_where_there_are_kinds() -> None:
    """In one's own shop any word will do."""
    verdict = may_send("greeting", occasion(), NOW)

    assert [some.code for some in verdict.because] == ["message_kind_unknown"]
    assert may_send("greeting", occasion(venue=Venue.OWN_SHOP), NOW).may
    assert allowed_kinds(occasion(venue=Venue.OWN_SHOP), NOW) == (ANY_KIND,)


def test_a_verdict_tells_what_may_be_written() -> None:
    """Before anything is."""
    verdict = may_send("confirm_customization_details", occasion(), NOW)

    assert [(some.code, dict(some.facts)) for some in verdict.because] == [
        ("message_may_be_sent", {"message": "confirm_customization_details", "until": None}),
        (
            "message_holds",
            {
                "message": "confirm_customization_details",
                "least": 1,
                "most": 800,
                "files_least": 0,
                "files_most": 5,
            },
        ),
        ("message_links_serve", {"links": "customization"}),
    ]


# The command


def test_every_reason_against_a_message_is_told_at_once() -> None:
    """With numbers and names alone: what was written is personal."""
    command = sent(
        NOW,
        kind="confirm_order_details",
        text="<b>https://x.example anna@shop.de +1 555 010 0199</b>" + "x" * 2000,
        language="de",
        attachments=[PHOTO],
        coverage=Coverage(begins=instant(NOW), ends=instant(NOW)),
        in_reply_to="B-9",
        occasion=occasion(
            language="en",
            shipped="2026-01-03T12:00Z",
            completed="2026-01-05T12:00Z",
            wants_none=True,
            offered=[],
        ),
    )

    found = refusals(story(), command)

    assert list(found) == [
        "message_answers_nothing",
        "message_not_offered",
        "message_at_wrong_stage",
        "message_too_late",
        "message_unwanted",
        "message_too_long",
        "message_files_wrong",
        "message_covers_nothing",
        "message_in_other_language",
        "message_has_addresses",
        "message_has_telephones",
        "message_has_html",
    ]
    assert "anna" not in str(found)
    assert "anna" not in repr(command)


def test_what_was_sent_elsewhere_is_a_fact() -> None:
    """No limit is asked, and no occasion needed."""
    command = sent(NOW, kind="anything", text="<b>", imported=True, occasion=None)

    assert decide(story(), command)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (sent(NOW, "B-1"), "message_id_taken"),
        (wrote("2026-03-09T12:00Z", text="Something else"), "message_id_taken"),
        (sent(NOW, kind="greeting"), "message_kind_unknown"),
        (sent(NOW, occasion=None), "message_occasion_unknown"),
        (sent(NOW, in_reply_to="S-9"), "message_answers_nothing"),
        (sent(NOW, text="https://x.example", kind=REPLY), None),
    ],
)
def test_what_stands_against_a_command(command: Any, code: str | None) -> None:
    """By its code."""
    found = refusals(story(wrote("2026-03-09T12:00Z")), command)

    assert list(found) == ([code] if code else [])


def test_a_conversation_that_is_not_there_has_no_messages() -> None:
    """It is opened first; and once, whatever is said of it later."""
    assert list(refusals(None, wrote(NOW))) == ["does_not_exist"]
    assert list(refusals(story(), opened(order_id=None))) == ["already_exists"]
    assert decide(story(wrote(NOW)), opened(marketplace="CA")) == ()


# What cannot be


def nothing(text: str) -> Any:
    """Give a text where something else is asked for."""
    return text


@pytest.mark.parametrize(
    "make",
    [
        lambda: opened(conversation_id="talk"),
        lambda: opened(zone="Mars/Olympus"),
        lambda: wrote(NOW, text=" "),
        lambda: wrote(NOW, sender="buyer"),
        lambda: sent(NOW, text=""),
        lambda: sent(NOW, in_reply_to="S-1"),
        lambda: sent(NOW, in_reply_to=" "),
        lambda: sent(NOW, kind=""),
        lambda: sent(NOW, attachments="photo.jpg"),
        lambda: stuck(NOW, failure=""),
        lambda: stuck(NOW, failure="550 no mailbox ada@example.com"),
        lambda: stuck(NOW, failure="unknown user"),
        lambda: attrs.evolve(PHOTO, size=-1),
        lambda: attrs.evolve(PHOTO, reference=""),
        lambda: Coverage(begins=instant(NOW), ends=instant("2026-03-01T12:00Z")),
        lambda: occasion(placed="2026-03-02T17:00"),
        lambda: occasion(zone=None),
        lambda: occasion(offered="reply"),
        lambda: MessageTerms(kind=" "),
        lambda: MessageTerms(kind="x", shortest=2, longest=1),
        lambda: MessageTerms(kind="x", fewest_files=2, most_files=1),
        lambda: MessageTerms(kind="x", per_order=0),
        lambda: MessageTerms(kind="x", days=-1),
        lambda: MessageTerms(kind="x", stages=frozenset[OrderStage]()),
        lambda: may_send("", occasion(), NOW),
        lambda: may_send("reply", nothing("O-1"), NOW),
        lambda: may_send("reply", occasion(), "2026-03-10T12:00"),
        lambda: may_send("reply", occasion(), NOW, written=nothing("text")),
        lambda: may_send("reply", occasion(), NOW, conversation=nothing("O-1")),
    ],
)
def test_what_cannot_be_is_refused(make: Any) -> None:
    """With the field and the value."""
    with pytest.raises(InvalidValue):
        make()


def test_a_seller_receives_no_message_of_its_own() -> None:
    """That would be one that is sent."""
    with pytest.raises(InvalidValue) as refused:
        wrote(NOW, sender=Sender.SELLER)
    assert refused.value.field == "sender"


@pytest.mark.parametrize(
    "rows", [(MESSAGE_TERMS[0], MESSAGE_TERMS[0]), ("reply",)], ids=["twice", "no row"]
)
def test_a_table_that_contradicts_itself_is_refused(rows: Any) -> None:
    """When it is built."""
    with pytest.raises(InvalidTable):
        message_table(rows)


def test_a_row_takes_the_place_of_the_same_kind_from_the_same_day() -> None:
    """One of a later day stands beside it."""
    new = MessageTerms(kind=REPLY, replies=True, longest=4000)
    later = attrs.evolve(new, effective_from=dt.date(2027, 1, 1))

    assert len(with_message_terms(new)) == len(MESSAGE_TERMS)
    assert len(with_message_terms(new, later)) == len(MESSAGE_TERMS) + 1
