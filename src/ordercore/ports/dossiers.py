"""Dossiers: what is kept beside orders, each a record with a story of its own.

Claims are, feedback, conversations with buyers, the post of notices, and the book of a seller's
views. Every kind is one class of values, one of commands and one of events; how each is decided and
folded, and when somebody has to act, says the table in :mod:`ordercore.service.dossiers`, and
stores keep any of them.
"""

from typing import TypeVar

from ordercore.conversations.claims import Claim, ClaimCommand, ClaimEvent
from ordercore.conversations.feedback import Feedback, FeedbackCommand, FeedbackEvent
from ordercore.conversations.messages import Conversation, ConversationCommand, ConversationEvent
from ordercore.notices.post import Post, PostCommand, PostEvent
from ordercore.queries.views import ViewBook, ViewCommand, ViewEvent

Dossier = Claim | Feedback | Conversation | Post | ViewBook
"""A record of any kind, with an ``id`` that no other of its kind has."""

DossierCommand = ClaimCommand | FeedbackCommand | ConversationCommand | PostCommand | ViewCommand
"""A command about one."""

DossierEvent = ClaimEvent | FeedbackEvent | ConversationEvent | PostEvent | ViewEvent
"""What happened to one."""

D = TypeVar("D", bound=Dossier)
