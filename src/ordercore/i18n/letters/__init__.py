"""Letters: notices in words, as mails, SMS, pushes and messages in chats.

:func:`letter` makes one; what is in it is gathered in ``table``, said by ``telling`` in a
``voice``, and laid out for each channel. Nothing is read or sent here but catalogues, once.
"""

from ordercore.i18n.letters.gsm import segments
from ordercore.i18n.letters.letter import letter, subject
from ordercore.i18n.letters.stock import of_stock
from ordercore.i18n.letters.writer import LetterWriter

__all__ = ["LetterWriter", "letter", "of_stock", "segments", "subject"]
