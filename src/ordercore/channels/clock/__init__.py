"""The promise clock: by when an order must leave and arrives, from handling and transit."""
