"""The writer of letters: puts announcements into words as a desk sends them."""

from collections.abc import Callable

import attrs

from ordercore.i18n.catalogue import FALLBACK, is_known
from ordercore.i18n.letters.content import NO_FACTS, Facts
from ordercore.i18n.letters.letter import letter
from ordercore.i18n.letters.subjects import of_subject
from ordercore.i18n.wording import OURS, Wording
from ordercore.notices import Channel
from ordercore.ports.listener import Announcement
from ordercore.ports.notifier import Letter
from ordercore.ports.people import Recipient


def no_facts(_: Announcement) -> Facts:
    """Add nothing to what an announcement says of itself."""
    return NO_FACTS


@attrs.frozen
class LetterWriter:
    """Writes letters in a host's wording.

    ``facts`` adds what an announcement does not say of itself, by name.
    """

    wording: Wording = OURS
    facts: Callable[[Announcement], Facts] = no_facts

    def __call__(self, told: Announcement, to: Recipient, channel: Channel) -> Letter:
        """Write a letter to a person's address by a channel; its key is the announcement's.

        In English where CLDR knows no such language, or none is noted: a buyer who is told in
        words that were not asked for knows more than one who is told nothing.

        Raises:
            InvalidValue: as :func:`letter` does of anything else.
        """
        return letter(
            told.notice.kind,
            to if is_known(to.language) else attrs.evolve(to, language=FALLBACK),
            channel,
            key=told.key,
            order=told.order,
            event=told.event,
            facts={**of_subject(told), **self.facts(told)},
            wording=self.wording,
        )
