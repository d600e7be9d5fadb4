"""Moves: for each axis, every command worth giving to an order as it stands.

Each maker gives every combination of arguments that could matter, accepted or not: every non-empty
choice of units, every part of a payment that a unit costs, every word that a table has.
"""
