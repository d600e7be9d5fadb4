"""Webhook schemes: where a sender puts its signature, and what it signs, as rows.

All of them sign with HMAC and SHA-256 (RFC 2104, FIPS 180-4).
"""

import base64
import binascii
import unicodedata
from collections.abc import Callable, Mapping

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.checking import of_type


def _plain(secret: str) -> bytes:
    return secret.encode()


def _decomposed(secret: str) -> bytes:
    return unicodedata.normalize("NFKD", secret).encode()


def _base64(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii"), validate=True)


def _hex(text: str) -> bytes:
    return binascii.unhexlify(text.encode("ascii"))


@attrs.frozen(kw_only=True)
class WebhookScheme:
    """How one sender signs.

    Without ``dated`` the header holds ``prefix`` and the signature of the body.
    With it the header holds parts with commas between them: ``t=`` with the seconds since 1970, and
    ``v1=`` with a signature of those seconds, a full stop and the body; of several any counts.

    Raises:
        InvalidValue: when the header is blank, there is a prefix though it is dated, or one of the
            texts is none.
    """

    name: str
    header: str
    prefix: str = ""
    dated: bool = False
    decode: Callable[[str], bytes] = _hex
    key: Callable[[str], bytes] = _plain
    """Makes the key of a secret."""

    def __attrs_post_init__(self) -> None:
        """Refuse a row that could not be read."""
        for field in ("name", "header", "prefix"):
            of_type(getattr(self, field), str, field)
        if not self.header.strip():
            raise InvalidValue("header", self.header, "the name of a header")
        if self.dated and self.prefix:
            raise InvalidValue("prefix", self.prefix, "blank where the header is dated")


EASYPOST_WEBHOOK = WebhookScheme(
    name="easypost",
    header="X-Hmac-Signature",
    prefix="hmac-sha256-hex=",
    # EasyPost's own clients make the key of the decomposed form of the secret.
    key=_decomposed,
)

SHIPPO_WEBHOOK = WebhookScheme(name="shippo", header="Shippo-Auth-Signature", dated=True)
"""Shippo turns its signature on when asked to (docs.goshippo.com, Webhook security)."""

AFTERSHIP_WEBHOOK = WebhookScheme(name="aftership", header="aftership-hmac-sha256", decode=_base64)
"""The body alone, in Base64 (aftership.com/docs/tracking/webhook/webhook-signature)."""

WEBHOOK_SCHEMES: Mapping[str, WebhookScheme] = {
    row.name: row for row in (EASYPOST_WEBHOOK, SHIPPO_WEBHOOK, AFTERSHIP_WEBHOOK)
}
