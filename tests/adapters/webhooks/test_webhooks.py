"""Webhooks: signatures against published ones, then everything that may be wrong with one."""

import base64
import datetime as dt
import hashlib
import hmac
import pickle
from email.message import Message
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordercore.adapters.webhooks import (
    AFTERSHIP_WEBHOOK,
    EASYPOST_WEBHOOK,
    SHIPPO_WEBHOOK,
    WEBHOOK_CODES,
    WEBHOOK_SCHEMES,
    ReplayWindow,
    SignedWebhook,
    WebhookRefused,
    WebhookScheme,
    verify_webhook,
)
from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant, instant

NOW = instant("2026-03-02T09:00:00Z")
SECONDS = int(NOW.timestamp())
BODY = '{"description": "tracker.updated", "place": "Zürich"}'.encode()
SECRET = "Jefe"  # noqa: S105 - as published

RFC_BODY = b"what do ya want for nothing?"
RFC_SIGNATURE = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
"""RFC 4231, test case 2: HMAC-SHA-256 under the key "Jefe"."""


def signature(message: bytes, secret: str = SECRET) -> bytes:
    """Sign as the standard library does."""
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


def signed(scheme: WebhookScheme, body: bytes = BODY, at: int = SECONDS) -> dict[str, str]:
    """Give the header that a sender would."""
    if scheme.dated:
        value = f"t={at},v1={signature(f'{at}.'.encode() + body).hex()}"
    elif scheme is AFTERSHIP_WEBHOOK:
        value = base64.b64encode(signature(body)).decode()
    else:
        value = scheme.prefix + signature(body).hex()
    return {scheme.header: value}


def verified(
    headers: Any,
    scheme: WebhookScheme,
    body: bytes = BODY,
    **more: Any,
) -> SignedWebhook:
    """Verify now, under the one secret."""
    return verify_webhook(body, headers, scheme=scheme, **{"secrets": [SECRET], "now": NOW, **more})


def refused(*args: Any, **more: Any) -> str:
    """Give the code by which a webhook is refused."""
    with pytest.raises(WebhookRefused) as error:
        verified(*args, **more)
    assert error.value.code in WEBHOOK_CODES
    return error.value.code


@pytest.mark.parametrize(
    ("scheme", "header"),
    [
        (EASYPOST_WEBHOOK, f"hmac-sha256-hex={RFC_SIGNATURE}"),
        (AFTERSHIP_WEBHOOK, base64.b64encode(bytes.fromhex(RFC_SIGNATURE)).decode()),
    ],
)
def test_the_published_signature_is_right(scheme: WebhookScheme, header: str) -> None:
    """In hexadecimal digits or in Base64: the same signature of the same message."""
    found = verified({scheme.header: header}, scheme, RFC_BODY)

    assert found == SignedWebhook(hashlib.sha256(RFC_BODY).hexdigest(), None)


def test_a_dated_signature_is_of_the_time_too() -> None:
    """So nobody can put another time before an old message."""
    headers = signed(SHIPPO_WEBHOOK)

    found = verified(headers, SHIPPO_WEBHOOK)

    assert found.signed_at == NOW
    assert found.key == hashlib.sha256(f"{SECONDS}.".encode() + BODY).hexdigest()
    later = {SHIPPO_WEBHOOK.header: headers[SHIPPO_WEBHOOK.header].replace("t=1", "t=2", 1)}
    assert refused(later, SHIPPO_WEBHOOK) == "signature_wrong"


@pytest.mark.parametrize("scheme", WEBHOOK_SCHEMES.values(), ids=list(WEBHOOK_SCHEMES))
def test_a_scheme_verifies_what_is_signed_by_it(scheme: WebhookScheme) -> None:
    """However the name of the header is written, and by any of the secrets."""
    ((name, value),) = signed(scheme).items()

    for written in (name, name.lower(), name.upper()):
        assert verified({"Host": "x", written: value}, scheme).key
    assert verified({name: value}, scheme, secrets=("new", SECRET)).key
    assert refused({name: value}, scheme, secrets=("new", "newer")) == "signature_wrong"


def test_a_secret_that_is_changed_is_found_among_several() -> None:
    """The key is that of the message, whichever of several signatures is the right one."""
    right = signature(f"{SECONDS}.".encode() + BODY).hex()
    header = f"t={SECONDS}, v1={'00' * 32}, v1={right}, v0=ignored"
    key = verified(signed(SHIPPO_WEBHOOK), SHIPPO_WEBHOOK).key

    for secrets in ([SECRET], ["other", SECRET], [SECRET, "other"]):
        found = verified({SHIPPO_WEBHOOK.header: header}, SHIPPO_WEBHOOK, secrets=secrets)
        assert found.key == key


def test_r44_a_message_without_one_of_its_signatures_is_the_same() -> None:
    """Signed by both secrets while one is changed: whoever leaves one out repeats it in vain."""
    message = f"{SECONDS}.".encode() + BODY
    old, new = (signature(message, secret).hex() for secret in (SECRET, "new"))
    headers = [
        {SHIPPO_WEBHOOK.header: f"t={SECONDS},{signatures}"}
        for signatures in (f"v1={old},v1={new}", f"v1={new},v1={old}", f"v1={old}", f"v1={new}")
    ]
    secrets = ["new", SECRET]

    keys = {verified(some, SHIPPO_WEBHOOK, secrets=secrets).key for some in headers}
    assert len(keys) == 1


def test_headers_may_be_what_a_framework_has() -> None:
    """Whatever gives names and values will do, as the message of the standard library does."""
    message = Message()
    for name, value in signed(SHIPPO_WEBHOOK).items():
        message[name] = value

    assert verified(message, SHIPPO_WEBHOOK).signed_at == NOW


def test_easypost_decomposes_the_secret() -> None:
    """Its own clients do, so "é" and its two parts are one secret."""
    whole, parts = "caf\u00e9", "cafe\u0301"
    header = {EASYPOST_WEBHOOK.header: "hmac-sha256-hex=" + signature(BODY, parts).hex()}

    for secret in (whole, parts):
        assert verified(header, EASYPOST_WEBHOOK, secrets=[secret]).key


@pytest.mark.parametrize("scheme", WEBHOOK_SCHEMES.values(), ids=list(WEBHOOK_SCHEMES))
def test_a_changed_body_is_refused(scheme: WebhookScheme) -> None:
    """By a space as well: it is the bytes that are signed, not what they mean."""
    headers = signed(scheme)

    for body in (BODY + b" ", BODY[:-1], b"", BODY.replace(b"updated", b"created")):
        assert refused(headers, scheme, body) == "signature_wrong"


@given(st.sampled_from(list(WEBHOOK_SCHEMES.values())), st.data())
def test_law_any_changed_bit_is_noticed(scheme: WebhookScheme, data: st.DataObject) -> None:
    """Of the body, wherever it is."""
    place = data.draw(st.integers(0, len(BODY) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = BODY[:place] + bytes([BODY[place] ^ bit]) + BODY[place + 1 :]

    assert refused(signed(scheme), scheme, changed) == "signature_wrong"


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        (EASYPOST_WEBHOOK, RFC_SIGNATURE),
        (EASYPOST_WEBHOOK, "sha256=" + RFC_SIGNATURE),
        (EASYPOST_WEBHOOK, "hmac-sha256-hex=xyz"),
        (EASYPOST_WEBHOOK, "hmac-sha256-hex=abc"),
        (EASYPOST_WEBHOOK, "hmac-sha256-hex=é"),
        (AFTERSHIP_WEBHOOK, "not base64!"),
        (AFTERSHIP_WEBHOOK, "abc"),
        # Right, but for a sign that a lenient decoder would pass over.
        (AFTERSHIP_WEBHOOK, "!" + base64.b64encode(signature(BODY)).decode()),
        (SHIPPO_WEBHOOK, ""),
        (SHIPPO_WEBHOOK, RFC_SIGNATURE),
        (SHIPPO_WEBHOOK, f"v1={RFC_SIGNATURE}"),
        (SHIPPO_WEBHOOK, f"t={SECONDS}"),
        (SHIPPO_WEBHOOK, f"t={SECONDS},t={SECONDS},v1={RFC_SIGNATURE}"),
        (SHIPPO_WEBHOOK, f"t=,v1={RFC_SIGNATURE}"),
        (SHIPPO_WEBHOOK, f"t=-5,v1={RFC_SIGNATURE}"),
        (SHIPPO_WEBHOOK, f"t=1e9,v1={RFC_SIGNATURE}"),
        (SHIPPO_WEBHOOK, f"t=١٢٣,v1={RFC_SIGNATURE}"),
        (SHIPPO_WEBHOOK, f"t={'9' * 12},v1={RFC_SIGNATURE}"),
        (SHIPPO_WEBHOOK, f"t={SECONDS},v1=zz"),
    ],
)
def test_a_signature_that_is_none_is_refused(scheme: WebhookScheme, value: str) -> None:
    """It is malformed, and nothing else breaks."""
    assert refused({scheme.header: value}, scheme) == "signature_malformed"


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        (EASYPOST_WEBHOOK, "hmac-sha256-hex="),
        (EASYPOST_WEBHOOK, "hmac-sha256-hex=00"),
        (AFTERSHIP_WEBHOOK, ""),
        (SHIPPO_WEBHOOK, f"t={SECONDS},v1="),
    ],
)
def test_no_signature_and_a_short_one_are_wrong(scheme: WebhookScheme, value: str) -> None:
    """The beginning of the right one is not the right one."""
    assert refused({scheme.header: value}, scheme) == "signature_wrong"


@pytest.mark.parametrize("scheme", WEBHOOK_SCHEMES.values(), ids=list(WEBHOOK_SCHEMES))
def test_a_missing_or_doubled_header_is_refused(scheme: WebhookScheme) -> None:
    """Of two that differ nobody knows which was meant."""
    assert refused({}, scheme) == "signature_missing"
    ((name, value),) = signed(scheme).items()
    doubled = {name.lower(): value, name.upper(): value}
    assert refused(doubled, scheme) == "signature_malformed"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (-301, "signed_too_long_ago"),
        (-300, None),
        (0, None),
        (300, None),
        (301, "signed_in_the_future"),
    ],
)
def test_a_time_is_tolerated_for_five_minutes(seconds: int, code: str | None) -> None:
    """Either way, the last second included."""
    headers = signed(SHIPPO_WEBHOOK, at=SECONDS + seconds)

    if code is None:
        assert verified(headers, SHIPPO_WEBHOOK).signed_at == NOW + dt.timedelta(seconds=seconds)
    else:
        assert refused(headers, SHIPPO_WEBHOOK) == code


def test_a_time_far_ahead_is_still_a_time() -> None:
    """Eleven digits are read; the message is signed in the year 5138, and refused for that."""
    headers = signed(SHIPPO_WEBHOOK, at=99_999_999_999)

    assert refused(headers, SHIPPO_WEBHOOK) == "signed_in_the_future"


def test_the_tolerance_is_yours() -> None:
    """An hour for a slow queue, none at all for nobody."""
    old = signed(SHIPPO_WEBHOOK, at=SECONDS - 3600)

    assert verified(old, SHIPPO_WEBHOOK, tolerance=dt.timedelta(hours=1)).key
    tight = dt.timedelta()
    assert verified(signed(SHIPPO_WEBHOOK), SHIPPO_WEBHOOK, tolerance=tight).key
    early = signed(SHIPPO_WEBHOOK, at=SECONDS - 1)
    assert refused(early, SHIPPO_WEBHOOK, tolerance=tight) == "signed_too_long_ago"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"secrets": []}, "secrets"),
        ({"secrets": [""]}, "secrets"),
        ({"secrets": [SECRET, "  "]}, "secrets"),
        ({"secrets": [None]}, "secrets"),
        ({"secrets": SECRET}, "secrets"),
        ({"secrets": None}, "secrets"),
        ({"secrets": 5}, "secrets"),
        ({"scheme": "easypost"}, "scheme"),
        ({"tolerance": 300}, "tolerance"),
        ({"tolerance": None}, "tolerance"),
        ({"now": dt.datetime(2026, 3, 2)}, "now"),  # noqa: DTZ001 - the very point
        ({"body": BODY.decode()}, "body"),
        ({"headers": None}, "headers"),
        ({"headers": [("x-hmac-signature", "ab")]}, "headers"),
        ({"headers": {b"x-hmac-signature": b"ab"}}, "headers"),
        ({"headers": {"x-hmac-signature": b"ab"}}, "headers"),
        ({"headers": {"x-hmac-signature": ["ab"]}}, "headers"),
        ({"headers": {"x-hmac-signature": None}}, "headers"),
    ],
)
def test_what_the_host_gets_wrong_is_no_refused_webhook(
    changes: dict[str, Any], field: str
) -> None:
    """It is told by its name, and no secret is repeated."""
    with pytest.raises(InvalidValue) as error:
        verified(**{"headers": signed(EASYPOST_WEBHOOK), "scheme": EASYPOST_WEBHOOK, **changes})

    assert error.value.field == field
    assert not isinstance(error.value, WebhookRefused)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"header": " "}, "header"),
        ({"prefix": "v"}, "prefix"),
        ({"header": None}, "header"),
        ({"name": 5}, "name"),
        ({"dated": False, "prefix": b"v"}, "prefix"),
    ],
)
def test_a_scheme_that_cannot_be_read_is_refused(changes: dict[str, Any], field: str) -> None:
    """No header, or a prefix where the header has parts."""
    with pytest.raises(InvalidValue) as error:
        WebhookScheme(**{"name": "mine", "header": "X-Mine", "dated": True, **changes})

    assert error.value.field == field


def test_a_refusal_survives_processes() -> None:
    """Each says what happened, and is the same after it went to another process and back."""
    error = WebhookRefused("X-Hmac-Signature", "signature_wrong", "ab", "a signature of this body")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert str(error) == str(again) == "X-Hmac-Signature: 'ab' is not a signature of this body"
    assert (vars(again), again.code) == (vars(error), "signature_wrong")


# The replay window


def minutes(after: float) -> Instant:
    """Give a moment so many minutes later."""
    return instant(NOW + dt.timedelta(minutes=after))


def test_r44_a_message_is_taken_once() -> None:
    """open-mercato/open-mercato#3294: what came twice was done twice."""
    window = ReplayWindow().admit("a", NOW)

    for later in (0, 5, 10):
        with pytest.raises(WebhookRefused) as error:
            window.admit("a", minutes(later))
        assert error.value.code == "replayed"
    assert window.admit("b", minutes(1)).taken == {"a": NOW, "b": minutes(1)}


def test_what_is_older_than_the_window_is_forgotten() -> None:
    """So it does not grow for ever; a dated message is refused by its age then."""
    window = ReplayWindow(length=dt.timedelta(minutes=10)).admit("a", NOW)

    assert window.admit("b", minutes(10.5)).taken == {"b": minutes(10.5)}
    assert window.admit("a", minutes(10.5)).taken == {"a": minutes(10.5)}
    headers = signed(SHIPPO_WEBHOOK)
    assert refused(headers, SHIPPO_WEBHOOK, now=minutes(10.5)) == "signed_too_long_ago"


@given(st.integers(-300, 300), st.lists(st.integers(-1200, 1200), min_size=1, max_size=6))
def test_law_a_dated_message_gets_through_once(skew: int, tries: list[int]) -> None:
    """Whenever it is tried, by whatever clock within the tolerance: once, or never."""
    headers = signed(SHIPPO_WEBHOOK, at=SECONDS + skew)
    window, through = ReplayWindow(), 0
    for after in sorted(tries):
        now = instant(NOW + dt.timedelta(seconds=after))
        try:
            found = verified(headers, SHIPPO_WEBHOOK, now=now)
            window = window.admit(found.key, now)
        except WebhookRefused:
            continue
        through += 1

    assert through <= 1


@pytest.mark.parametrize("length", [dt.timedelta(), dt.timedelta(seconds=-1)])
def test_a_window_without_length_is_refused(length: dt.timedelta) -> None:
    """Everything would pass it."""
    with pytest.raises(InvalidValue) as error:
        ReplayWindow(length=length)

    assert error.value.field == "length"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"length": 5}, "length"),
        ({"length": None}, "length"),
        ({"taken": None}, "taken"),
        ({"taken": {"a": "2026-03-02T09:00:00Z"}}, "taken"),
    ],
)
def test_a_window_of_other_types_is_refused(changes: dict[str, Any], field: str) -> None:
    """By the name of the field."""
    with pytest.raises(InvalidValue) as error:
        ReplayWindow(**changes)

    assert error.value.field == field


@pytest.mark.parametrize("key", [None, 5, b"a", "", " "])
def test_a_message_without_a_key_is_not_admitted(key: Any) -> None:
    """All of them would be the same; it is no replay either."""
    with pytest.raises(InvalidValue) as error:
        ReplayWindow().admit(key, NOW)

    assert error.value.field == "key"
    assert not isinstance(error.value, WebhookRefused)
