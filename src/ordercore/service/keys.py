"""Keys: under which name each record is kept, and which records a command is decided on."""

from collections.abc import Collection

from ordercore.errors import OrdercoreError
from ordercore.inventory import InventoryCommand, OwnedStockCommand, ReserveUnits
from ordercore.orders.message import OrderCommand
from ordercore.ports.dossiers import DossierCommand
from ordercore.ports.records import Key
from ordercore.service.dossiers import kind_of_command

Command = OrderCommand | InventoryCommand | DossierCommand


class Missing(OrdercoreError):
    """A plan needs rows that it was not given; load them and ask again."""

    def __init__(self, keys: Collection[Key]) -> None:
        super().__init__(keys)
        self.keys = frozenset(keys)


def order_key(order_id: str) -> Key:
    """Give the key of an order."""
    return Key("order", order_id)


def stock_key(pool: str, sku: str) -> Key:
    """Give the key of the stock of a SKU in a pool."""
    return Key("stock", f"{pool}/{sku}")


def reservation_key(pool: str, sku: str, owner: str) -> Key:
    """Give the key of what an owner, an order or a basket, was promised."""
    return Key("reservation", f"{pool}/{_plain(sku)}/{owner}")


def name_of_order(key: Key) -> str:
    """Give the order that a record is, or whose promise it would be; else nothing."""
    kind, id = key
    if kind == "order":
        return id
    return id.split("/", 2)[2] if kind == "reservation" else ""


def cause_key(pool: str, sku: str, cause: str) -> Key:
    """Give the key of what a cause of the host's has brought about."""
    return Key("cause", f"{pool}/{_plain(sku)}/{cause}")


def answer_key(command_id: str) -> Key:
    """Give the key of what a command id was answered."""
    return Key("answer", command_id)


def keys_of(command: Command) -> tuple[Key, ...]:
    """Give the rows that a command itself is decided on."""
    if isinstance(command, OrderCommand):
        return (order_key(command.order_id),)
    if isinstance(command, DossierCommand):
        kind = kind_of_command(command)
        key, about = kind.key(kind.id_of(command)), kind.opened_about(command)
        return (key,) if about is None else (key, order_key(about))
    pool, sku = command.pool, command.sku
    keys = [stock_key(pool, sku)]
    if isinstance(command, OwnedStockCommand):
        keys.append(reservation_key(pool, sku, command.owner))
        if isinstance(command, ReserveUnits) and command.using not in ("", command.owner):
            keys.append(reservation_key(pool, sku, command.using))
    if command.cause:
        keys.append(cause_key(pool, sku, command.cause))
    return tuple(keys)


def _plain(sku: str) -> str:
    # A SKU may hold the slash that parts it from what follows; a pool may not.
    return sku.replace("%", "%25").replace("/", "%2F")
