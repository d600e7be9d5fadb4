"""The shared words: decisions, lifecycles, rules, money, time and calendars.

Nothing here knows what an order is.
"""
