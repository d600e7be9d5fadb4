"""Exchange rates from a file."""

from ordercore.adapters.rates.file import read_rates

__all__ = ["read_rates"]
