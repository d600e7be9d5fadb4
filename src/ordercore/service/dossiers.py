"""The kinds of dossiers: how each is named, decided, folded and stored, as a table."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, runtime_checkable

import attrs

from ordercore.conversations import claims, feedback, messages
from ordercore.errors import InvalidValue
from ordercore.flows import Attempt, reactions_to_claim
from ordercore.kernel.decider import DecisionTable
from ordercore.kernel.time import Instant
from ordercore.notices import Notice
from ordercore.notices.beside import notices_of_feedback, notices_of_messages, notices_of_post
from ordercore.notices.post import DECISIONS as POST_DECISIONS
from ordercore.notices.post import EVENTS as POST_EVENTS
from ordercore.notices.post import (
    Post,
    PostCommand,
    PostEvent,
)
from ordercore.notices.post import evolve as evolve_post
from ordercore.notices.post import fold as fold_post
from ordercore.orders.state import Order
from ordercore.orders.world import World
from ordercore.ports.dossiers import Dossier, DossierCommand, DossierEvent
from ordercore.ports.records import Key
from ordercore.queries import views as queries_views


@runtime_checkable
class DossierWish(Protocol):
    """A command about a dossier, or several, that takes from its order what the order knows."""

    @property
    def order_id(self) -> str:
        """The order that is asked."""
        ...

    @property
    def dossier(self) -> Key:
        """The dossier that the command will be about."""
        ...

    def asked_of(self, order: Order, world: World) -> DossierCommand | tuple[DossierCommand, ...]:
        """Give the command, or several that are decided one after the other, all or none.

        Raises:
            InvalidValue: when one of its values cannot be.
        """
        ...


def _no_reactions(_: Any, __: Any) -> tuple[Attempt, ...]:
    return ()


def _no_notices(_: Any, __: Any) -> tuple[Notice, ...]:
    return ()


@attrs.frozen(kw_only=True)
class DossierKind:
    """One kind: a row of the table.

    ``shape`` is the number of the shape in which it is stored: raise it whenever its class, or
    anything in it, changes; a test fails until it is raised. ``table`` is how SQL stores call it.
    ``id_of`` gives which dossier a command is about, and ``opened_about`` the order that must be
    there for a command that opens one, or nothing. ``due_at`` is when somebody has to act, if
    somebody has. ``part`` is what of the world decisions about it go by.
    """

    name: str
    table: str
    shape: int
    value: type[Dossier]
    command: type[DossierCommand]
    event: type[DossierEvent]
    events: tuple[type[DossierEvent], ...]
    decisions: DecisionTable[Any, Any, Any]
    fold: Callable[[Iterable[Any]], Any]
    evolve: Callable[[Any, Any], Any]
    part: Callable[[World], object]
    id_of: Callable[[Any], str]
    opened_about: Callable[[Any], str | None]
    order_of: Callable[[Any], str | None]
    due_at: Callable[[Any], Instant | None]
    reactions: Callable[[Any, Any], tuple[Attempt, ...]] = _no_reactions
    notices: Callable[[Any, Any], tuple[Notice, ...]] = _no_notices

    def key(self, id: str) -> Key:
        """Give the key of a dossier of this kind."""
        return Key(self.name, id)


def _opened_about(command: claims.ClaimCommand) -> str | None:
    return command.order_id if isinstance(command, claims.OpenClaim) else None


CLAIMS = DossierKind(
    name="claim",
    table="claims",
    shape=1,
    value=claims.Claim,
    command=claims.ClaimCommand,
    event=claims.ClaimEvent,
    events=claims.EVENTS,
    decisions=claims.DECISIONS,
    fold=claims.fold,
    evolve=claims.evolve,
    part=lambda world: world.claims,
    id_of=lambda command: str(command.claim_id),
    opened_about=_opened_about,
    order_of=lambda claim: str(claim.order_id),
    due_at=claims.answer_due,
    reactions=reactions_to_claim,
)


def _founded_about(command: feedback.FeedbackCommand) -> str | None:
    return command.order_id if isinstance(command, feedback.Founding) else None


def _nobody_has_to(_: feedback.Feedback) -> None:
    """Nobody has to act on feedback by any moment."""


FEEDBACK = DossierKind(
    name="feedback",
    table="feedback",
    shape=1,
    value=feedback.Feedback,
    command=feedback.FeedbackCommand,
    event=feedback.FeedbackEvent,
    events=feedback.EVENTS,
    decisions=feedback.DECISIONS,
    fold=feedback.fold,
    evolve=feedback.evolve,
    part=lambda world: world.feedback,
    id_of=lambda command: str(command.order_id),
    opened_about=_founded_about,
    order_of=lambda some: str(some.order_id),
    due_at=_nobody_has_to,
    notices=notices_of_feedback,
)


def _talked_about(command: messages.ConversationCommand) -> str | None:
    return command.order_id if isinstance(command, messages.OpenConversation) else None


CONVERSATIONS = DossierKind(
    name="conversation",
    table="conversations",
    shape=1,
    value=messages.Conversation,
    command=messages.ConversationCommand,
    event=messages.ConversationEvent,
    events=messages.EVENTS,
    decisions=messages.DECISIONS,
    fold=messages.fold,
    evolve=messages.evolve,
    part=lambda world: world.messages,
    id_of=lambda command: str(command.conversation_id),
    opened_about=_talked_about,
    order_of=lambda conversation: conversation.order_id,
    due_at=messages.answer_due,
    notices=notices_of_messages,
)


POSTS = DossierKind(
    name="post",
    table="posts",
    shape=1,
    value=Post,
    command=PostCommand,
    event=PostEvent,
    events=POST_EVENTS,
    decisions=POST_DECISIONS,
    fold=fold_post,
    evolve=evolve_post,
    part=lambda _: None,
    id_of=lambda command: str(command.post_id),
    opened_about=lambda _: None,
    order_of=lambda post: post.order_id,
    due_at=lambda post: post.due_at,
    notices=notices_of_post,
)

VIEWS = DossierKind(
    name="views",
    table="views",
    shape=1,
    value=queries_views.ViewBook,
    command=queries_views.ViewCommand,
    event=queries_views.ViewEvent,
    events=queries_views.EVENTS,
    decisions=queries_views.DECISIONS,
    fold=queries_views.fold,
    evolve=queries_views.evolve,
    part=lambda _: None,
    id_of=lambda command: str(command.book_id),
    opened_about=lambda _: None,
    order_of=lambda _: None,
    due_at=lambda _: None,
)

KINDS: tuple[DossierKind, ...] = (CLAIMS, FEEDBACK, CONVERSATIONS, POSTS, VIEWS)

BY_NAME: Mapping[str, DossierKind] = {kind.name: kind for kind in KINDS}

BY_VALUE: Mapping[type, DossierKind] = {kind.value: kind for kind in KINDS}


def commands_asked(wish: DossierWish, order: Order, world: World) -> tuple[DossierCommand, ...]:
    """Give the commands that a wish comes to, one or several.

    Raises:
        InvalidValue: when one of its values cannot be.
    """
    asked = wish.asked_of(order, world)
    return asked if isinstance(asked, tuple) else (asked,)


def kind_of_command(command: DossierCommand) -> DossierKind:
    """Give the kind of dossier that a command is about."""
    return next(kind for kind in KINDS if isinstance(command, kind.command))


def key_of_dossier(dossier: Dossier) -> Key:
    """Give the key under which a dossier is kept."""
    return BY_VALUE[type(dossier)].key(dossier.id)


def due_at(dossier: Dossier) -> Instant | None:
    """Give the moment by which somebody has to act, if somebody has."""
    return BY_VALUE[type(dossier)].due_at(dossier)


def kind_kept(kind: type[object]) -> DossierKind:
    """Give the row of a class of dossiers.

    Raises:
        InvalidValue: when dossiers of this class are not kept.
    """
    row = BY_VALUE.get(kind)
    if row is None:
        known = ", ".join(some.value.__name__ for some in KINDS)
        raise InvalidValue("kind", kind, f"one of {known}")
    return row
