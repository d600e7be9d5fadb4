"""Words: sentences for codes, in the reader's language.

The only place where Babel's catalogues are read; nothing below it makes sentences.
"""

from ordercore.i18n.faults import fault_sentence
from ordercore.i18n.letters import LetterWriter, letter, segments, subject
from ordercore.i18n.lifts import lift_sentence
from ordercore.i18n.messaging import message_text
from ordercore.i18n.papers import worded
from ordercore.i18n.promising import promise_sentences
from ordercore.i18n.reports import report_grid, report_sheet
from ordercore.i18n.sentences import clause_sentence, refusal_sentence
from ordercore.i18n.telling import StoryLine, story
from ordercore.i18n.wording import Wording

__all__ = [
    "LetterWriter",
    "StoryLine",
    "Wording",
    "clause_sentence",
    "fault_sentence",
    "letter",
    "lift_sentence",
    "message_text",
    "promise_sentences",
    "refusal_sentence",
    "report_grid",
    "report_sheet",
    "segments",
    "story",
    "subject",
    "worded",
]
