"""Audiences: the parts that people play who are told."""

from enum import Enum


class Audience(Enum):
    """Who is told."""

    BUYER = "buyer"
    SELLER = "seller"
    OPERATOR = "operator"
    """Who runs the warehouse or the software: labels, stock, what got stuck."""
