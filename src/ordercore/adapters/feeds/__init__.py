"""Tracking feeds: what EasyPost, Shippo, AfterShip, Amazon or a source of your own says of parcels.

Each reader is a pure function from parsed JSON to feeds of events in one vocabulary; nothing is
asked for over a network here.
"""

from ordercore.adapters.feeds.aftership import read_aftership
from ordercore.adapters.feeds.amazon import read_amazon
from ordercore.adapters.feeds.easypost import read_easypost
from ordercore.adapters.feeds.feed import RefusedScan, TrackingFeed
from ordercore.adapters.feeds.raw import read_raw
from ordercore.adapters.feeds.reading import FEED_CODES, FeedError
from ordercore.adapters.feeds.shippo import read_shippo

__all__ = [
    "FEED_CODES",
    "FeedError",
    "RefusedScan",
    "TrackingFeed",
    "read_aftership",
    "read_amazon",
    "read_easypost",
    "read_raw",
    "read_shippo",
]
