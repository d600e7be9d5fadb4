"""Arguments that several commands share."""

import argparse

from ordercore.errors import InvalidValue
from ordercore.kernel.time import Instant, instant, zone

STORE_HELP = "where orders are kept, such as sqlite:///shop.db"

SELLER_HELP = "whose records, where several sellers share the database (default: the nameless one)"


def zone_name(name: str) -> str:
    """Take the name of a zone of the tz database."""
    try:
        zone(name)
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return name


def moment(text: str) -> Instant:
    """Take a moment, with its offset."""
    try:
        return instant(text)
    except InvalidValue as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def whole_number(text: str) -> int:
    """Take a whole number from 1 on."""
    if not text.isascii() or not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)
