"""Notices become letters in every language, by every channel."""

import datetime as dt
import re
from html.parser import HTMLParser

import attrs
import pytest
from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency
from notices_told import Told, every_notice, reader

from ordercore import Line, Money
from ordercore.errors import InvalidValue
from ordercore.i18n import LetterWriter, Wording, letter, subject
from ordercore.i18n.catalogue import NOTICES as WORDS_OF_NOTICES
from ordercore.i18n.catalogue import languages, words_in
from ordercore.i18n.letters.content import Content, Until
from ordercore.i18n.letters.table import KINDS, content_of
from ordercore.inventory import Stock, StockEvent
from ordercore.kernel.money import decimal_text
from ordercore.kernel.time import instant
from ordercore.metrics import Digest, Totals
from ordercore.notices import NOTICES, Audience, Channel, Notice
from ordercore.notices.post import Dispatch, DispatchBounced, Post, PostEvent
from ordercore.orders.address import Address
from ordercore.orders.labelling import ReturnLabelIssued
from ordercore.orders.message import OrderEvent
from ordercore.orders.parts import ReplacementKind
from ordercore.orders.releasing import PreorderRescheduled
from ordercore.orders.replacement import Replacement, SentWhen
from ordercore.orders.returning import ReturnAuthorised
from ordercore.orders.state import Order
from ordercore.ports.listener import Announcement
from ordercore.ports.notifier import Letter
from ordercore.returns import Handover, ReturnLabel

NOON = instant("2026-11-20T12:00:00Z")

LANGUAGES = sorted(name.replace("_", "-") for name in languages(WORDS_OF_NOTICES))

MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")

SPACES = str.maketrans("\u00a0\u202f", "  ")

CHANNELS = sorted(Channel, key=lambda channel: channel.value)


def write(
    told: Told, language: str, channel: Channel, zone: str = "Europe/Berlin", name: str = "Zoë"
) -> Letter:
    """Put a notice into words for somebody in Berlin."""
    return letter(
        told.kind,
        reader(language, zone, name),
        channel,
        key="K",
        order=told.order,
        event=told.event,
        facts=told.facts,
    )


def content(told: Told) -> Content:
    """Give what a notice tells."""
    return content_of(told.kind, told.order, told.event, told.facts)


class Page(HTMLParser):
    """A page, read as a mail client does: its texts, its tags, and what stays open."""

    def __init__(self, html: str) -> None:
        """Read a page."""
        super().__init__()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.root: dict[str, str | None] = {}
        self.tags: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is opened."""
        self.tags.add(tag)
        if tag == "html":
            self.root = dict(attrs)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note what is closed, in its order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)


def test_every_kind_is_told_here() -> None:
    """All that the table of notices has, and what is told by facts."""
    assert {told.kind for told in every_notice()} == KINDS
    assert {notice.kind for some in NOTICES.values() for notice in some} <= KINDS


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.value)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_is_said_without_a_placeholder(language: str, channel: Channel) -> None:
    """In every language by every channel; a header and an SMS are one line."""
    for told in every_notice():
        written = write(told, language, channel)
        for text in (written.subject, written.text, written.html):
            assert not re.search(r"\{\w*\}|None", text), (told.kind, text)
        assert written.text.strip()
        assert "\n" not in written.subject
        assert (written.language, written.kind) == (language, told.kind)
        assert bool(written.subject) is (channel is not Channel.SMS)
        assert bool(written.html) is (channel is Channel.EMAIL)
        if channel in (Channel.SMS, Channel.PUSH):
            assert "\n" not in written.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_whole_and_says_its_language_and_direction(language: str) -> None:
    """Every tag is closed in turn; Arabic runs from right to left."""
    for told in every_notice():
        page = Page(write(told, language, Channel.EMAIL).html)

        assert page.open == []
        assert page.root == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        assert not page.tags & {"script", "img", "link", "iframe", "a"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_plain_text_say_the_same(language: str) -> None:
    """Every word of the text stands on the page, whatever signs stand between them."""
    for told in every_notice():
        written = write(told, language, Channel.EMAIL)
        page = plain(" ".join(Page(written.html).texts))
        words = re.split(r"[\s:\uff1a\u00d7-]+", plain(written.text))

        assert [word for word in words if word not in page] == [], told.kind


def words_in_file(language: str) -> dict[str, str]:
    """Give the sentences of a language that have one form."""
    from ordercore.i18n.catalogue import DOMAINS

    file = DOMAINS[WORDS_OF_NOTICES] / f"{language.replace('-', '_')}.po"
    return dict(words_in(file).one)


def plain(text: str) -> str:
    """Take the marks of direction out, and make every space plain."""
    return MARKS.sub("", text).translate(SPACES)


# Money and dates

IN_DAYS = {"day", "deliver_by", "return_by", "pickup_by"}


def money_by_babel(value: Money, locale: Locale) -> str:
    """Write money as Babel does, from the amount's own decimal text."""
    return format_currency(decimal_text(value.minor, value.currency), value.currency, locale=locale)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_amount_is_the_formatted_amount(language: str) -> None:
    """Each amount of the domain stands in the mail as Babel writes it."""
    locale = Locale.parse(language, sep="-")
    for told in every_notice():
        tells = content(told)
        amounts = [item.amount for item in tells.items if item.amount]
        amounts += [amount for _, amount in tells.parts] if len(tells.parts) > 1 else []
        amounts += [tells.total] if tells.total else []
        amounts += [value for value in tells.facts.values() if isinstance(value, Money)]
        written = write(told, language, Channel.EMAIL)
        for amount in amounts:
            expected = plain(money_by_babel(amount, locale))
            assert expected.replace("\u2212", "-") in plain(written.text).replace("\u2212", "-")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_date_is_that_of_the_readers_zone(language: str, zone: str) -> None:
    """Days and times are those of the reader's clocks, a deadline is its last day."""
    from zoneinfo import ZoneInfo

    locale = Locale.parse(language, sep="-")
    for told in every_notice():
        written = plain(write(told, language, Channel.EMAIL, zone=zone).text)
        said = plain(words_in_file(language).get(f"{told.kind}.text", ""))
        for name, value in content(told).facts.items():
            in_text = f"{{{name}}}" in said
            if value is None or (name in ("day", "moment") and not in_text):
                continue
            at = value.at if isinstance(value, Until) else value
            if not isinstance(at, dt.datetime):
                continue
            local = at.astimezone(ZoneInfo(zone))
            if isinstance(value, Until):
                local = (at - dt.timedelta(microseconds=1)).astimezone(ZoneInfo(zone))
            assert plain(format_date(local.date(), "long", locale=locale)) in written
            if name not in IN_DAYS:
                time = format_time(local.time().replace(second=0), "short", locale=locale)
                assert plain(time) in written


def test_a_deadline_at_midnight_is_the_day_before() -> None:
    """What is due before the 1st is due on the last day of the month before."""
    midnight = instant("2026-11-30T23:00:00Z")
    told = Told("delivery_estimate_changed", facts={"order": "O-1", "day": Until(midnight)})

    assert "by November 30, 2026" in write(told, "en", Channel.EMAIL).text


# Least personal data


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.value)
def test_no_letter_carries_an_address(channel: Channel) -> None:
    """No street, no phone, no mail address; a name is in nothing but a mail's greeting."""
    home = Address("Zoë Müller", "Am Weiher 12", "Köln", "", "50667", "DE", phone="0221 4711")
    for told in every_notice():
        if told.order is None:
            continue
        known = told._replace(order=attrs.evolve(told.order, ship_to=home))
        written = write(known, "en", channel)
        said = f"{written.subject} {written.text} {written.html}"
        for secret in ("Weiher", "50667", "4711", "zoe@example.com", "+4915112345678"):
            assert secret not in said
        assert ("Zoë" in said) is (channel is Channel.EMAIL)
        assert "example.com" not in repr(written)
        assert written.text not in repr(written)


# What comes from outside

NASTY = '<script>alert(1)</script> & "co"'


def received(title: str, sku: str = "MUG", order_id: str = "O-1") -> Told:
    """Tell of an order of one line."""
    some = next(told for told in every_notice() if told.kind == "order_received")
    assert some.order is not None
    lines = (Line(sku, 1, price="9.00 EUR", title=title),)
    return some._replace(order=attrs.evolve(some.order, id=order_id, lines=lines))


def test_a_title_is_escaped_on_a_page() -> None:
    """And said as it is in plain text."""
    written = write(received(NASTY), "en", Channel.EMAIL)

    assert "<script>" not in written.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;" in written.html
    assert NASTY in written.text


def test_a_name_is_escaped_on_a_page() -> None:
    """Somebody may be called anything."""
    written = write(received("Mug"), "en", Channel.EMAIL, name="<b>Bobby</b>\r\n")

    assert "Hello &lt;b&gt;Bobby&lt;/b&gt;," in written.html
    assert "Hello <b>Bobby</b>,\n" in written.text


@pytest.mark.parametrize("nasty", ["O-1\r\nBcc: all@example.com", "O-1\u2028Bcc: x", "O-1\x00\x0b"])
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.value)
def test_no_line_is_broken_from_outside(nasty: str, channel: Channel) -> None:
    """No header is put in, and no line of text, by an order's number or a title."""
    usual = write(received("Mug"), "en", channel)
    written = write(received(f"Mug\n{nasty}", order_id=nasty), "en", channel)

    assert not re.search("[\r\n\x00\x0b\u2028]", written.subject)
    assert len(written.text.splitlines()) == len(usual.text.splitlines())


def test_a_turned_title_does_not_turn_what_follows() -> None:
    """A character that turns the direction is left out."""
    assert "\u202e" not in write(received("Mug\u202e"), "ar", Channel.EMAIL).html


def test_numbers_are_isolated_among_words_from_right_to_left() -> None:
    """An order number of three parts keeps their order in Arabic."""
    written = write(received("Mug", order_id="305-1234567-7654321"), "ar", Channel.SMS)

    assert "\u2066305-1234567-7654321\u2069" in written.text


def test_a_minus_stands_before_its_amount_in_arabic() -> None:
    """CLDR's minus for Arabic brings a mark of its direction."""
    some = next(told for told in every_notice() if told.kind == "refund_issued")
    facts = {"amount": Money(-100, "EUR")}

    assert "\u200e-1.00" in write(some._replace(facts=facts), "ar", Channel.SMS).text


def test_a_mail_lists_fifty_lines_and_counts_the_rest() -> None:
    """Of sixty lines of two units, twenty units are counted."""
    told = received("Mug")
    assert told.order is not None
    lines = tuple(Line(f"SKU-{n}", 2, price="1.00 EUR", id=str(n)) for n in range(60))
    written = write(told._replace(order=attrs.evolve(told.order, lines=lines)), "en", Channel.EMAIL)

    assert "SKU-49" in written.text
    assert "SKU-50" not in written.text
    assert "and 20 more items" in written.text
    assert "and 20 more items" in written.html


def test_no_amount_is_told_where_one_is_not_known() -> None:
    """A sum of some would be taken for the sum of all."""
    told = received("Mug")
    assert told.order is not None
    lines = (*told.order.lines, Line("TEA", 1, id="2"))
    some = told._replace(order=attrs.evolve(told.order, lines=lines))

    assert content(some).total is None
    assert "9.00" in write(some, "en", Channel.EMAIL).text
    assert "Total" not in write(some, "en", Channel.EMAIL).text
    assert content_of("refund_failed", some.order, RefundFailedOf("F9"), {}).total is None


@attrs.frozen
class RefundFailedOf:
    """That a refund failed, of an order that does not know it."""

    refund_id: str
    reason: str = ""


@attrs.frozen
class OfSomething:
    """An event about a parcel and a return."""

    parcel_id: str = "P9"
    return_id: str = "R9"


def test_what_the_order_does_not_know_is_left_out() -> None:
    """A parcel or a return that is gone from it is told by the order's number."""
    for kind in ("out_for_delivery", "return_withdrawn"):
        told = received("Mug")._replace(kind=kind, event=None)
        facts = content_of(kind, told.order, OfSomething(), {})
        assert facts.items == ()
        assert facts.facts["order"] == "O-1"


def test_a_label_says_how_it_is_handed_over_and_by_when() -> None:
    """A pickup has a number at the carrier, and no place to go to."""
    rma = next(told for told in every_notice() if told.kind == "return_label_issued")
    assert isinstance(rma.event, ReturnLabelIssued)
    by = instant("2026-11-30T23:00:00Z")
    dropped = ReturnLabel(id="L1", place="Kiosk 7", prepaid=False, hand_over_by=by)
    picked = attrs.evolve(dropped, handover=Handover.PICKUP)
    texts = [
        write(rma._replace(event=attrs.evolve(rma.event, label=label)), "en", Channel.EMAIL).text
        for label in (dropped, picked)
    ]

    assert "Handover: Bring the parcel to a drop-off point of the carrier.\n" in texts[0]
    assert "Place: Kiosk 7\nSend back by: November 30, 2026\n" in texts[0]
    assert "You pay the carrier" in texts[0]
    assert "Handover: The carrier picks the parcel up from you.\n" in texts[1]
    assert "Kiosk" not in texts[1]


def test_a_replaced_return_is_due_back_on_a_day() -> None:
    """What was sent in advance is waited for."""
    told = next(
        some
        for some in every_notice()
        if some.kind == "return_authorised" and isinstance(some.event, ReturnAuthorised)
    )
    assert isinstance(told.event, ReturnAuthorised)
    assert told.order is not None
    replaced = Replacement(
        id="O-2",
        kind=ReplacementKind.REPLACEMENT,
        units=(),
        lines=(),
        reason="",
        at=instant("2026-11-20T12:00:00Z"),
        when=SentWhen.IN_ADVANCE,
        return_id=told.event.rma.id,
        due_back=instant("2026-12-20T23:00:00Z"),
    )
    order = attrs.evolve(told.order, replacements=(replaced,))

    text = write(told._replace(order=order), "en", Channel.EMAIL).text
    assert "Send back by: December 20, 2026" in text


# What cannot be said


def test_a_kind_without_words_is_refused() -> None:
    """By its name."""
    with pytest.raises(InvalidValue, match="kind"):
        letter("poem", reader("en"), Channel.SMS, key="K")


def test_a_fact_that_nobody_gave_is_named() -> None:
    """A sentence is not said with a hole in it."""
    with pytest.raises(InvalidValue, match=r"facts\.item"):
        letter("out_of_stock", reader("en"), Channel.SMS, key="K")


@pytest.mark.parametrize("value", [1j, True, object()])
def test_a_fact_that_cannot_be_written_is_named(value: object) -> None:
    """An object is no text, and yes or no are no number."""
    with pytest.raises(InvalidValue, match=r"facts\.note"):
        letter(
            "order_held", reader("en"), Channel.CHAT, key="K", facts={"order": "1", "note": value}
        )


def test_a_recipient_without_an_address_is_refused() -> None:
    """The address is not shown, since there is none."""
    with pytest.raises(InvalidValue, match="channel: 'sms'"):
        letter("review_request", attrs.evolve(reader("en"), addresses={}), Channel.SMS, key="K")


@pytest.mark.parametrize(("language", "here"), [("en", "arrived"), ("de", "angekommen")])
def test_a_request_for_a_review_says_of_no_parcel_that_it_came(language: str, here: str) -> None:
    """It may be asked for some days after the promised one; whether anything came is not asked."""
    facts = {"order": "O-1"}
    mail = letter("review_request", reader(language), Channel.EMAIL, key="K", facts=facts)

    assert here not in mail.text
    assert "O-1" in mail.text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_message_keeps_its_paragraphs(language: str) -> None:
    """In a mail and a chat; each line alone is kept from turning others around."""
    text = "Dear Zoë,\r\n\r\n\r\n<b>two\u202e</b> lines\u2028follow\n\nBye\n"
    facts = {"order": "O-1", "message": text}
    mail, chat = (
        letter("message_from_seller", reader(language), channel, key="K", facts=facts)
        for channel in (Channel.EMAIL, Channel.CHAT)
    )
    said = "Dear Zoë,\n\n<b>two</b> lines\nfollow\n\nBye\n"

    assert said in MARKS.sub("", mail.text.replace("\u2068", "").replace("\u2069", ""))
    assert said.rstrip() in MARKS.sub("", chat.text)
    shown = "Dear Zoë,<br><br>&lt;b&gt;two&lt;/b&gt; lines<br>follow<br><br>Bye<"
    assert shown in MARKS.sub("", mail.html)


def test_an_answer_to_nothing_is_refused() -> None:
    """Whether a cancellation was accepted is told by its event alone."""
    with pytest.raises(InvalidValue, match="words"):
        letter("cancellation_answered", reader("en"), Channel.SMS, key="K", facts={"order": "1"})


# Writers and subjects


def announcement(told: Told) -> Announcement:
    """Announce a notice as a desk does."""
    assert told.order is not None
    assert isinstance(told.event, OrderEvent)
    return about(Notice(told.kind, Audience.BUYER), told.order, told.event, told.order)


def about(
    notice: Notice,
    subject: Order | Stock | Post | Digest,
    event: OrderEvent | StockEvent | PostEvent | None,
    order: Order | None = None,
) -> Announcement:
    """Announce something about a record."""
    return Announcement(
        key="N-1", notice=notice, order=order, event=event, subject=subject, happened_at=NOON
    )


@pytest.mark.parametrize("language", ["", "tlh", "xx-yy-zz", "not a language"])
def test_a_writer_speaks_english_to_who_speaks_what_nobody_knows(language: str) -> None:
    """A notice that failed for that would be tried for a day, and never arrive."""
    low = about(Notice("low_stock", Audience.SELLER), Stock("MUG", "main", on_hand=3), None)
    made = LetterWriter()(low, attrs.evolve(reader("en"), language=language), Channel.SMS)

    assert (made.language, made.text) == ("en", "MUG: 3 units left")
    with pytest.raises(InvalidValue, match="language"):
        letter("low_stock", attrs.evolve(reader("en"), language=language), Channel.SMS, key="K")


def test_a_writer_knows_what_is_no_order() -> None:
    """Stock, a day, and a notice that reached nobody tell themselves."""
    write = LetterWriter()
    stock = Stock("MUG", "main", on_hand=3)
    low = about(Notice("low_stock", Audience.SELLER), stock, None)
    day = Digest(
        day=dt.date(2026, 11, 20), zone="UTC", shipped=2, time_to_ship=dt.timedelta(hours=9),
        to_ship=1, placed=Totals(orders=3, units=4, item_value={"USD": 900, "EUR": 100}),
        messages=2, requests=1, claims=1,
    )  # fmt: skip
    over = about(Notice("digest", Audience.SELLER), day, None)
    lost = Dispatch(
        cause="order/O-1/3", audience=Audience.BUYER, kind="parcel_shipped",
        channel=Channel.EMAIL, recipient="B-7", happened_at=NOON, due_at=NOON,
    )  # fmt: skip
    post = Post(id="order/O-1", dispatches=(lost,))
    bounced = DispatchBounced(at=NOON, key=lost.key, reason="550 no such mailbox")
    failed = about(Notice("notice_undelivered", Audience.OPERATOR), post, bounced)
    unknown = about(failed.notice, Post(id="order/O-1"), bounced)

    assert write(low, reader("en"), Channel.SMS).text == "MUG: 3 units left"
    assert write(over, reader("en"), Channel.CHAT).text == (
        "This is what happened on November 20, 2026, and what waits for you.\n3 new orders\n"
        "4 units ordered\n2 parcels shipped\n0 parcels shipped late\n1 order to ship\n"
        "2 messages to answer\n1 return request to answer\n1 claim to answer\n"
        "Order value: €1.00 and $9.00\nMean time to ship: 4.5 hours"
    )
    assert subject(over) == "Your orders on November 20, 2026"
    assert write(failed, reader("en"), Channel.CHAT).text.endswith(
        "Note: 550 no such mailbox\nNotice: parcel_shipped\nChannel: email\nRecipient: B-7"
    )
    assert "Note" not in write(unknown, reader("en"), Channel.CHAT).text


def test_a_writer_writes_what_is_announced() -> None:
    """With its key, in the host's wording, with facts of the host's."""
    told = next(some for some in every_notice() if some.kind == "order_held")
    writer = LetterWriter(Wording(brand="Kiln & Co."), lambda _: {"note": "Ask Ada."})
    written = writer(announcement(told), reader("de"), Channel.CHAT)

    assert (written.key, written.recipient, written.to) == ("N-1", "B-7", "slack://token")
    assert written.text.endswith("Anmerkung: Ask Ada.")
    assert "Ask Ada." not in LetterWriter()(announcement(told), reader("de"), Channel.CHAT).text


def test_a_subject_is_that_of_the_mail() -> None:
    """And the kind itself, where a host's own kind has no words."""
    told = next(some for some in every_notice() if some.kind == "parcel_shipped")
    announced = announcement(told)
    other = attrs.evolve(announced, notice=Notice("poem", Audience.BUYER))

    assert subject(announced, "de") == write(told, "de", Channel.EMAIL).subject
    assert subject(other, "de") == "poem"


def test_a_day_is_told_of_an_event_at_night() -> None:
    """A pre-order is available on a day, which is another one in Tokyo."""
    at = instant("2026-11-24T22:30:00Z")
    told = next(some for some in every_notice() if some.kind == "preorder_rescheduled")
    assert isinstance(told.event, PreorderRescheduled)
    late = told._replace(event=attrs.evolve(told.event, available_at=at))

    assert "November 24, 2026" in write(late, "en", Channel.EMAIL).text
    assert "November 25, 2026" in write(late, "en", Channel.EMAIL, zone="Asia/Tokyo").text
