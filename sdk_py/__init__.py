"""Beheld for Python: send events, read reports.

from beheld import Beheld, Item

shop = Beheld("https://collector.example", key="sk_...")
shop.purchase(visitor_id=cookie, order_id="1001", currency="EUR", items=[Item("sku-1", price="19.90")])
"""

from sdk_py.callbacks import Rejection, Stats
from sdk_py.client import Beheld
from sdk_py.errors import (
    BeheldError,
    InvalidEvent,
    InvalidSetting,
    NotFound,
    NotSent,
    QueueFull,
    RequestRejected,
    SpoolFailed,
    Unauthorized,
    Unavailable,
)
from sdk_py.settings import Settings
from sdk_py.values import Context, Item, Money, Page

__all__ = [
    "Beheld",
    "BeheldError",
    "Context",
    "InvalidEvent",
    "InvalidSetting",
    "Item",
    "Money",
    "NotFound",
    "NotSent",
    "Page",
    "QueueFull",
    "Rejection",
    "RequestRejected",
    "Settings",
    "SpoolFailed",
    "Stats",
    "Unauthorized",
    "Unavailable",
]
