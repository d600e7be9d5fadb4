"""Write the generated parts of README and docs, from the tables themselves.

    python docs/render.py           write them
    python docs/render.py --check   fail when they are not what the tables say

A generated part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``.
"""

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from ordercore.channels import CHANNELS
from ordercore.flows import REACTIONS
from ordercore.inventory import DECISIONS as STOCK
from ordercore.inventory import RESERVATION_LIFECYCLE
from ordercore.kernel.decider import DecisionTable
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.notices import NOTICES
from ordercore.orders.decider import DECISIONS as ORDERS
from ordercore.orders.status import ORDER_LIFECYCLE
from ordercore.returns import POLICIES, RETURN_LIFECYCLE
from ordercore.shipping import PARCEL_LIFECYCLE

ROOT = Path(__file__).parents[1]

PART = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def sentence(thing: object) -> str:
    """Give the first line of a docstring."""
    return (thing.__doc__ or "").strip().partition("\n")[0]


def since(day: dt.date) -> str:
    """Say from when on a row holds."""
    return "always" if day == dt.date.min else f"from {day}"


def decisions(of: DecisionTable[Any, Any, Any]) -> str:
    """Write one section per command: what it does, and the rules it must meet."""
    sections: list[str] = []
    for row in of.rows.values():
        sections.append(f"### {row.command.__name__}\n\n{row.sentence}\n")
        if row.rules:
            rules = ((f"`{rule.code}`", rule.sentence) for rule in row.rules)
            sections.append(table(("refused as", "because"), rules))
        else:
            sections.append("Never refused.\n")
    return "\n".join(sections)


def diagram(of: Lifecycle[Any]) -> str:
    """Write a lifecycle as a Mermaid diagram."""
    return f"```mermaid\n{of.mermaid()}```\n"


def channels() -> str:
    """Write the channel table."""
    rows: list[tuple[str, ...]] = []
    for channel in CHANNELS.values():
        confirmed = ", ".join(sorted(actor.value for actor in channel.confirmed_by))
        handling = [
            f"{since(some.effective_from)}: {some.days} operating days"
            + (f", cut-off {some.cutoff:%H:%M}" if some.cutoff else "")
            + (", Saturday too" if some.extra_weekdays else "")
            for some in channel.handling
        ]
        must = "<br>".join(handling) or "not bound"
        rows.append((channel.code, channel.name, channel.shipped_by.value, confirmed, must))
    return table(("channel", "name", "shipped by", "confirmed by", "handling"), rows)


def policies() -> str:
    """Write the return policies."""
    return table(
        ("marketplace", "from", "days"),
        ((row.marketplace, since(row.effective_from), str(row.days)) for row in POLICIES),
    )


def reactions() -> str:
    """Write which event brings about what."""
    rows = ((f"`{event.__name__}`", sentence(react)) for event, react in REACTIONS.items())
    return table(("event", "reaction"), rows)


def notices() -> str:
    """Write who is told what."""
    return table(
        ("event", "audience", "notice"),
        (
            (f"`{event.__name__}`", notice.audience.value, f"`{notice.kind}`")
            for event, row in NOTICES.items()
            for notice in row
        ),
    )


PARTS: Mapping[str, Callable[[], str]] = {
    "order-diagram": lambda: diagram(ORDER_LIFECYCLE),
    "parcel-diagram": lambda: diagram(PARCEL_LIFECYCLE),
    "return-diagram": lambda: diagram(RETURN_LIFECYCLE),
    "reservation-diagram": lambda: diagram(RESERVATION_LIFECYCLE),
    "order-commands": lambda: decisions(ORDERS),
    "stock-commands": lambda: decisions(STOCK),
    "channels": channels,
    "return-policies": policies,
    "reactions": reactions,
    "notices": notices,
}


def rendered(text: str) -> str:
    """Give a page with its generated parts made anew."""
    return PART.sub(lambda m: f"{m.group(1)}{PARTS[m.group(2)]()}{m.group(3)}", text)


def main(arguments: list[str]) -> int:
    """Write the pages, or tell which are stale."""
    stale: list[str] = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        if (new := rendered(text)) != text:
            stale.append(str(page.relative_to(ROOT)))
            if "--check" not in arguments:
                page.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{'stale' if '--check' in arguments else 'written'}: {name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
