"""Sourcing: which pool ships which units of an order, and why no other does."""
