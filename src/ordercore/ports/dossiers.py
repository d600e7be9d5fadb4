"""Dossiers: what is kept beside orders, each a record with a story of its own.

Claims are, feedback, and conversations with buyers. Every kind is one class of values, one of
commands and one of events; how each is decided and folded, and when somebody has to act, says the
table in :mod:`ordercore.service.dossiers`, and stores keep any of them.
"""

from typing import TypeVar

from ordercore.conversations.claims import Claim, ClaimCommand, ClaimEvent
from ordercore.conversations.feedback import Feedback, FeedbackCommand, FeedbackEvent
from ordercore.conversations.messages import Conversation, ConversationCommand, ConversationEvent

Dossier = Claim | Feedback | Conversation
"""A record of any kind, with an ``id`` that no other of its kind has."""

DossierCommand = ClaimCommand | FeedbackCommand | ConversationCommand
"""A command about one."""

DossierEvent = ClaimEvent | FeedbackEvent | ConversationEvent
"""What happened to one."""

D = TypeVar("D", bound=Dossier)
