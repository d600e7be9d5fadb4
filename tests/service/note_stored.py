"""Note what is stored now.

    python tests/service/note_stored.py        the shapes of what the next release will store
    python tests/service/note_stored.py v2     at a release: these as released, and whole streams

What a release has stored is never written over, and neither is a default that was noted once.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from stored_corpus import FOLDER, facts_of_order
from stored_shapes import COMING, DEFAULTS, RELEASED, coming, defaults, note, noted

from ordercore.orders.decider import fold
from ordercore.service.codec import VERSIONS, Event, encode
from ordercore.testing.situations import walk
from ordercore.testing.store.claim_happenings import every_claim_event
from ordercore.testing.store.feedback_happenings import every_feedback_event
from ordercore.testing.store.happenings import every_stock_event, seldom_events
from ordercore.testing.store.message_happenings import every_conversation_event
from ordercore.testing.store.post_happenings import every_post_event
from ordercore.testing.store.view_happenings import every_view_event

LIVES = 24

STEPS = 16


def main(arguments: list[str]) -> None:
    """Note shapes; where a version is named, as released, with streams."""
    note(COMING, coming())
    note(DEFAULTS, {**defaults(), **noted(DEFAULTS)})
    for version in arguments:
        note_streams(FOLDER / f"events_{version}.jsonl", version)
        note(RELEASED, {**coming(), **noted(RELEASED)})
        note(COMING, {})


def note_streams(file: Path, version: str) -> None:
    """Write random lives with what they add up to, and single events that lives seldom have."""
    facts: dict[str, Any] = {}
    with file.open("x", encoding="utf-8") as written:
        for number in range(1, LIVES + 1):
            stream = f"order/{version}-walk-{number:02}"
            steps = walk(Random(f"{version}/{number}").randrange, STEPS)  # noqa: S311
            events = [event for step in steps for event in step.events]
            written.writelines(_lines(stream, events))
            order = fold(events)
            facts[stream] = facts_of_order(order) if order else None
        written.writelines(_lines(f"single/{version}", _single()))
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    file.with_suffix(".expected.json").write_text(f"{text}\n", "utf-8")


def _single() -> tuple[Event, ...]:
    return (
        *seldom_events(),
        *every_stock_event(),
        *every_claim_event(),
        *every_feedback_event(),
        *every_conversation_event(),
        *every_post_event(),
        *every_view_event(),
    )


def _lines(stream: str, events: Iterable[Event]) -> Iterator[str]:
    for seq, event in enumerate(events, 1):
        name = type(event).__name__
        said = {"stream": stream, "seq": seq, "name": name, "version": VERSIONS.current(name)}
        stored = {**said, "body": json.loads(encode(event))}
        yield json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
