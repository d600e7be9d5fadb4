"""Verify that a webhook comes from who holds the secret, and not from long ago.

The body is the raw bytes that came over the wire: parsed and written again it is another text.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ordercore.adapters.webhooks.schemes import WebhookScheme
from ordercore.errors import InvalidValue
from ordercore.kernel.checking import is_text, of_type
from ordercore.kernel.time import Instant, instant

WEBHOOK_CODES = (
    "signature_missing",
    "signature_malformed",
    "signature_wrong",
    "signed_too_long_ago",
    "signed_in_the_future",
    "replayed",
)

TOLERANCE = dt.timedelta(minutes=5)
"""How far a sender's clock and ours may differ, the way of the message included; what Stripe's
library for the same form of header takes."""

MOST_DIGITS = 11
"""Digits of seconds since 1970; with eleven they end in the year 5138."""


class WebhookRefused(InvalidValue):
    """A webhook is not what its signature says, or is told again; ``code`` says which.

    Answer with 401, and with 200 to one that is ``replayed``, so that it is not sent once more.
    """

    def __init__(self, field: str, code: str, value: object, expected: str) -> None:
        super().__init__(field, value, expected)
        self.args = (field, code, value, expected)
        self.code = code


@attrs.frozen
class SignedWebhook:
    """A webhook whose signature is right."""

    key: str
    """The same for the same message, whoever signed it: SHA-256 of all that is signed, in
    hexadecimal digits. Of several signatures somebody may leave some out."""
    signed_at: Instant | None
    """``None`` where the sender does not say."""


def verify_webhook(
    body: bytes,
    headers: Mapping[str, str],
    *,
    scheme: WebhookScheme,
    secrets: Iterable[str],
    now: object,
    tolerance: dt.timedelta = TOLERANCE,
) -> SignedWebhook:
    """Verify a webhook by its raw body and its headers.

    Any of the ``secrets`` may have signed it, so that one can be changed without missing any.
    Signatures are compared in a time that does not tell how much of them was right.

    Raises:
        WebhookRefused: with one of :data:`WEBHOOK_CODES`.
        InvalidValue: when there is no secret or a blank one, when the body is not bytes, when the
            headers are not text by names, when ``now`` is no instant, or when anything else is of
            another type.
    """
    moment = instant(now, "now")
    of_type(scheme, WebhookScheme, "scheme")
    of_type(tolerance, dt.timedelta, "tolerance")
    keys = [scheme.key(secret) for secret in _secrets(secrets)]
    header = _header(headers, scheme)
    seconds, signatures = _parts(header, scheme)
    raw = _raw(body)
    signed = raw if seconds is None else seconds.encode() + b"." + raw
    given = [_decoded(signature, scheme) for signature in signatures]
    right = [hmac.digest(key, signed, "sha256") for key in keys]
    # Every pair is compared, whatever came out before.
    fits = [hmac.compare_digest(one, other) for one in right for other in given]
    if not any(fits):
        raise WebhookRefused(scheme.header, "signature_wrong", header, "a signature of this body")
    signed_at = (
        None if seconds is None else instant(dt.datetime.fromtimestamp(int(seconds), dt.UTC))
    )
    if signed_at is not None:
        _check_age(signed_at, moment, tolerance, scheme)
    return SignedWebhook(hashlib.sha256(signed).hexdigest(), signed_at)


def _secrets(secrets: Iterable[str]) -> tuple[str, ...]:
    """Give all secrets; an error does not repeat them."""
    one = isinstance(secrets, str) or not isinstance(secrets, Iterable)
    given = () if one else tuple(secrets)
    if not given or not all(map(_is_secret, given)):
        raise InvalidValue("secrets", "…", "several secrets in a list or a tuple, none blank")
    return given


def _is_secret(value: object) -> bool:
    return is_text(value) and bool(str(value).strip())


def _raw(body: object) -> bytes:
    if not isinstance(body, bytes):
        raise InvalidValue("body", type(body).__name__, "the raw bytes that came over the wire")
    return body


def _header(headers: Mapping[str, str], scheme: WebhookScheme) -> str:
    """Find a header, whose name may be in small letters or large, and which must come once."""
    wanted = scheme.header.lower()
    found = [value for name, value in _pairs(headers) if name.lower() == wanted]
    if not found:
        raise WebhookRefused(scheme.header, "signature_missing", "", "a header with a signature")
    if len(found) > 1:
        raise WebhookRefused(scheme.header, "signature_malformed", "; ".join(found), "one header")
    return found[0]


def _pairs(headers: Any) -> tuple[tuple[str, str], ...]:
    """Give names and values; whatever has ``items`` will do, since frameworks differ."""
    pairs: tuple[Any, ...] = tuple(headers.items()) if hasattr(headers, "items") else ((None,),)
    if not all(isinstance(part, str) for pair in pairs for part in pair):
        raise InvalidValue("headers", type(headers).__name__, "text by names, both decoded")
    return pairs


def _parts(header: str, scheme: WebhookScheme) -> tuple[str | None, list[str]]:
    """Give the seconds, if the header is dated, and the signatures."""
    if not scheme.dated:
        if not header.startswith(scheme.prefix):
            raise _malformed(scheme, header)
        return None, [header.removeprefix(scheme.prefix).strip()]
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    signatures = [value for name, _, value in pairs if name == "v1"]
    if len(times) != 1 or not signatures:
        raise _malformed(scheme, header)
    (seconds,) = times
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= MOST_DIGITS):
        raise _malformed(scheme, header)
    return seconds, signatures


def _decoded(signature: str, scheme: WebhookScheme) -> bytes:
    try:
        return scheme.decode(signature)
    except ValueError:
        raise _malformed(scheme, signature) from None


def _malformed(scheme: WebhookScheme, value: str) -> WebhookRefused:
    expected = f"a signature as {scheme.name} writes it"
    return WebhookRefused(scheme.header, "signature_malformed", value, expected)


def _check_age(
    signed_at: Instant, now: Instant, tolerance: dt.timedelta, scheme: WebhookScheme
) -> None:
    age = dt.datetime.__sub__(now, signed_at)
    if age > tolerance:
        expected = f"signed within {tolerance} before {now}"
        raise WebhookRefused(scheme.header, "signed_too_long_ago", str(signed_at), expected)
    if -age > tolerance:
        expected = f"signed no more than {tolerance} after {now}"
        raise WebhookRefused(scheme.header, "signed_in_the_future", str(signed_at), expected)
