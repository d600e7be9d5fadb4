"""The machine-readable part of a report (RFC 3464), as it is and as it is often written."""

import base64
import binascii
import quopri
from collections.abc import Iterator
from email.message import Message

Fields = dict[str, str]

REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
"""RFC 3464 2, and RFC 6533 3 for addresses that are not ASCII."""

ABOUT_RECIPIENT = frozenset({"final-recipient", "original-recipient", "action", "status"})

BEGINNING = frozenset({"final-recipient", "original-recipient", "action"})
"""Fields of which a recipient has one: another one is another recipient's."""


def parts(mail: Message) -> Iterator[Message]:
    """Give the parts of a mail, but none of what a mail inside it has: that is another story."""
    yield mail
    if mail.get_content_maintype() == "multipart" and isinstance(mail.get_payload(), list):
        for part in mail.get_payload():
            if isinstance(part, Message):
                yield from parts(part)


def text_of(part: Message) -> str:
    """Give what a part says, decoded, also where it is no text to Python's parser."""
    payload = part.get_payload()
    if isinstance(payload, list):
        raw = "\n\n".join(_written(some) for some in payload if isinstance(some, Message))
        return _decoded(raw, str(part.get("Content-Transfer-Encoding", "")).strip().lower())
    found = part.get_payload(decode=True)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(payload or "")


def _written(block: Message) -> str:
    fields = "\n".join(f"{name}: {value}" for name, value in block.items())
    body = block.get_payload()
    return f"{fields}\n{body}" if isinstance(body, str) else fields


def _decoded(raw: str, encoding: str) -> str:
    """Undo an encoding, which RFC 2046 5.2 forbids here and some write nevertheless."""
    data = raw.encode("utf-8", "replace")
    try:
        if encoding == "base64":
            return base64.b64decode(b"".join(data.split()), validate=True).decode(
                "utf-8", "replace"
            )
    except binascii.Error:
        return raw
    if encoding == "quoted-printable":
        return quopri.decodestring(data).decode("utf-8", "replace")
    return raw


def groups_in(text: str) -> tuple[Fields, list[Fields]]:
    """Give the fields about the mail, and those about each recipient.

    Blank lines should part them. Where one is missing, a field that comes again begins another
    recipient; where there is one too many, what says nothing about whom goes to the one before.
    """
    mail: Fields = {}
    recipients: list[Fields] = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        for group in _groups(block):
            if not ABOUT_RECIPIENT & set(group):
                mail.update({name: mail.get(name, value) for name, value in group.items()})
            elif recipients and _belongs(group, recipients[-1]):
                recipients[-1].update(group)
            else:
                recipients.append(group)
                mail.update({name: mail.get(name, value) for name, value in group.items()})
    return mail, recipients


def _belongs(group: Fields, before: Fields) -> bool:
    return "final-recipient" not in group and not set(group) & set(before)


def _groups(block: str) -> Iterator[Fields]:
    group: Fields = {}
    for name, value in _fields(block):
        if name in group and name in BEGINNING:
            yield group
            group = {}
        group.setdefault(name, value)
    if group:
        yield group


def _fields(block: str) -> Iterator[tuple[str, str]]:
    """Give names in small letters and values, folded lines put together."""
    name, values = "", [""]
    for line in block.split("\n"):
        if line[:1] in (" ", "\t"):
            values.append(line.strip())
            continue
        if name:
            yield name, " ".join(values).strip()
        before, colon, after = line.partition(":")
        name, values = (before.strip().lower() if colon else ""), [after]
    if name:
        yield name, " ".join(values).strip()
