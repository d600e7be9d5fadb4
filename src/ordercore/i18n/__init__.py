"""Words: sentences for codes, in the reader's language.

The only place where Babel's catalogues are read; nothing below it makes sentences.
"""

from ordercore.i18n.sentences import refusal_sentence, subject

__all__ = ["refusal_sentence", "subject"]
