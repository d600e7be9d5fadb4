"""The order: what may happen to it, what has, and what follows from that."""
