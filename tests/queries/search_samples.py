"""Orders in the middle of hard lives, and filters about what they have."""

import random
from collections.abc import Iterable
from typing import Any

import attrs
from hypothesis import strategies as st

from ordercore.kernel.money import Money
from ordercore.kernel.time import Instant
from ordercore.orders.address import Address
from ordercore.orders.line import Line
from ordercore.orders.parts import Hold
from ordercore.orders.state import Order
from ordercore.queries.filtering import (
    FIELDS,
    Comparison,
    Expression,
    Field,
    Viewpoint,
    all_of,
    any_of,
)
from ordercore.queries.filtering.kinds import (
    AMOUNTS,
    BEGINNINGS,
    MOMENTS,
    NUMBERS,
    TAGS,
    TEXT,
    Words,
    code_signs,
)
from ordercore.testing.situations import START, live_order

HARD = (
    "O'Hara; --",
    "100% _wool_",
    'back\\slash "quoted"',
    "Straße İstanbul ΣΑΣ",
    "nul\0 and \ufffd",
    "!bang!",
    "x" * 130,
    "x" * 100,
    "😀 注文",
)
"""Words that are hard on SQL: signs with a meaning, letters that fold to several, length."""


def _hard(order: Order, number: int) -> Order:
    word = HARD[number % len(HARD)]
    line = Line(word.replace("\0", "-").strip(), 3, price="2.50 EUR", title=word)
    expires_at = START.add(days=number) if number % 2 else None
    return attrs.evolve(
        order,
        id=f"{order.id}/{number}",
        terms=attrs.evolve(order.terms, buyer=word.replace("\0", "-"), service=word),
        lines=tuple(attrs.evolve(some, title=word) for some in order.lines),
        ship_to=Address(word, word, word, word, word, word[:2]) if number % 4 else None,
        holds=(
            *order.holds,
            Hold(
                id=f"H{number}",
                kind=("fraud", line.sku)[number % 2],
                owner="risk",
                reason="",
                placed_at=START,
                expires_at=expires_at,
            ),
        ),
    )


def sample(count: int, seed: int = 7) -> tuple[Order, ...]:
    """Give orders that lived some steps, every third with hard words."""
    chance = random.Random(seed)  # noqa: S311 - samples
    found = []
    for number in range(count):
        order = live_order(chance.randrange, chance.randrange(14))
        order = attrs.evolve(order, id=f"O-{number}")
        found.append(order if number % 3 else _hard(order, number))
    return tuple(found)


ORDERS = sample(48)

VIEWS = tuple(
    Viewpoint(START.add(days=days, hours=hours), zone)
    for days, hours, zone in (
        (0, 0, "UTC"),
        (3, 5, "America/New_York"),
        (20, 1, "Pacific/Apia"),
        (400, 0, "Asia/Kathmandu"),
        (-400, 0, "Europe/Berlin"),
    )
)


def _values(field: Field) -> Iterable[Any]:
    for order in ORDERS:
        for view in VIEWS:
            yield from field.read(order, view)


def _moments(values: Iterable[Instant]) -> list[str]:
    some = sorted(set(values))[::7]
    named = ["today", "yesterday", "tomorrow+9d", "now", "now-30d", "now+4h", "1969-12-31"]
    return [*named, *(str(at.isoformat()) for at in some), *(str(at.date()) for at in some)]


def texts(field: Field) -> list[str]:
    """Give values of a field, as text: those that orders have, and some that none has."""
    has = set(_values(field))
    if field.kind is MOMENTS:
        return _moments(has)
    if field.kind is AMOUNTS:
        amounts = [*sorted(has, key=str), Money(10**24, "EUR"), Money(0, "JPY")]
        return [AMOUNTS.write(some) for some in amounts if abs(some.minor) < 10**14]
    if field.kind is NUMBERS:
        return [str(number) for number in (*sorted(has), -1, 10**18 - 1, -(10**18) + 1)]
    if field.kind is TEXT:
        parts = [text[start : start + 4] for text in has for start in (0, 2, len(text) // 2)]
        return sorted({*parts, *HARD, "%", "_", "\\", "!", "ß", "ss", "i̇", "\x1f", "\ud800"} - {""})
    if field.kind is BEGINNINGS:
        codes = {*has, "787 01", "ab-" * 70}
        return sorted(
            {code[:length] for code in codes for length in (4, 150) if code_signs(code[:4])}
        )
    if field.kind is TAGS:
        return sorted({*has, "vip", "no-such"})
    assert isinstance(field.kind, Words)
    return sorted(field.kind.known or {*has, *HARD, "", "no such", "x" * 101, "\ud800", "\0"})


def _tests(field: Field) -> st.SearchStrategy[Expression]:
    value = st.sampled_from(texts(field))
    made: list[st.SearchStrategy[Expression]] = [
        st.lists(value, min_size=1, max_size=3).map(lambda several: field.is_(*several))
    ]
    if len(field.kind.comparisons) > 1:
        made.append(st.builds(field.test, st.sampled_from(Comparison), value))
        made.append(st.builds(field.between, value, value))
    return st.one_of(made)


TESTS = {name: _tests(field) for name, field in FIELDS.items()}


def _joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(inner, max_size=3).map(lambda parts: any_of(*parts)),
        inner.map(lambda one: ~one),
    )


EXPRESSIONS = st.recursive(st.one_of(*TESTS.values()), _joined, max_leaves=7)
