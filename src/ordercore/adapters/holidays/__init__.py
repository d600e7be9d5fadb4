"""Public holidays of some 250 countries: an adapter to holidays, which is offline.

Needs the extra ``holidays``, and loads the library when a source is made.
"""

from ordercore.adapters.holidays.source import PublicHolidays

__all__ = ["PublicHolidays"]
