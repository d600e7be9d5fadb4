"""Replenishing: what may be promised, how fast it sells, when to order how much, and why."""
