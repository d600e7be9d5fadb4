"""Asking to sort orders by words of one's own."""

from collections.abc import Iterable

from ordercore.kernel.actors import Actor
from ordercore.orders.tagging import TagOrder, UntagOrder
from ordercore.service.asking.giving import Giving, OrderAnswer, StockAnswer


class AskingTags(Giving[OrderAnswer, StockAnswer]):
    """What can be asked about tags."""

    def tag(
        self,
        order_id: str,
        tags: str | Iterable[str],
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Put a tag on an order, or several: ``desk.tag(order_id, "gift")``.

        Tags are kept in small letters, each once. An order that is over can be tagged too.
        """
        command = TagOrder(order_id=order_id, at=self._at(at), by=by, tags=_several(tags))
        return self.handle(command, id=command_id)

    def untag(
        self,
        order_id: str,
        tags: str | Iterable[str],
        *,
        by: Actor = Actor.SELLER,
        at: object = None,
        command_id: str | None = None,
    ) -> OrderAnswer:
        """Take a tag off an order, or several."""
        command = UntagOrder(order_id=order_id, at=self._at(at), by=by, tags=_several(tags))
        return self.handle(command, id=command_id)


def _several(tags: str | Iterable[str]) -> Iterable[str]:
    return (tags,) if isinstance(tags, str) else tags
