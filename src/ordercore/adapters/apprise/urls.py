"""URLs of Apprise: a service with its secrets, and a person's address filled in."""

import re
from collections.abc import Collection, Mapping
from urllib.parse import quote

from ordercore.errors import InvalidValue
from ordercore.notices import Channel
from ordercore.ports.notifier import Letter, Unreachable

PLACE = "{to}"

PHONE = re.compile(r"\+[1-9][0-9]{1,14}")
"""A number as ITU-T E.164 6.1 has it: at most 15 digits, the first none of 0."""

SPLITTING = re.compile(r"[\s/,;%?&\\]")
"""Signs at which Apprise takes an address for several, or for more than an address, although they
are written in percent."""

SAMPLES = {Channel.SMS: "+15125550100"}

SAMPLE = "sample"


def checked_urls(urls: Mapping[Channel, str], schemas: Collection[str]) -> dict[Channel, str]:
    """Give URLs back that have a place for the address.

    Raises:
        InvalidValue: when there are none, or one has no such place, or is nothing but the place
            and nobody says which schemas may fill it.
    """
    if not urls:
        raise InvalidValue("urls", dict(urls), "URLs by channel, one at least")
    for channel, url in urls.items():
        if channel is Channel.EMAIL:
            raise InvalidValue("urls", channel.value, "a channel for Apprise; mail goes by SMTP")
        if PLACE not in url:
            raise InvalidValue("urls", channel.value, f"a channel with a URL that has {PLACE}")
        if url == PLACE and not schemas:
            raise InvalidValue("schemas", (), "the schemas that an address may have, such as ntfy")
    return dict(urls)


def filled(url: str, letter: Letter, schemas: Collection[str]) -> str:
    """Give the URL for a letter.

    Raises:
        Unreachable: when its address is none.
    """
    if letter.channel is Channel.SMS and not PHONE.fullmatch(letter.to):
        raise Unreachable(letter.channel, "it is not a phone number as E.164 has it")
    if url == PLACE:
        schema, found, _ = letter.to.partition("://")
        if not found or schema.lower() not in schemas:
            raise Unreachable(letter.channel, "it is not a URL of a schema that is allowed")
        return letter.to
    if SPLITTING.search(letter.to):
        raise Unreachable(letter.channel, "it has signs that no single address has in a URL")
    return url.replace(PLACE, quote(letter.to, safe=""))


def sample(url: str, channel: Channel) -> str:
    """Give a URL with an address that could be one."""
    return url.replace(PLACE, quote(SAMPLES.get(channel, SAMPLE), safe=""))
