"""Crowds: many processes at once on one store, what each was answered, and what is left.

::

    from functools import partial
    from ordercore.testing import CrowdConformance

    class TestMyStore(CrowdConformance):
        def opener(self, where):
            return partial(open_my_store, where / "shop")

:func:`crowd` runs jobs of your own: importable functions of a desk and an account.
"""

from ordercore.testing.crowds.account import Account, accepted, codes, failures, refused
from ordercore.testing.crowds.processes import Job, Opener, crowd, desk_on

__all__ = [
    "Account",
    "Job",
    "Opener",
    "accepted",
    "codes",
    "crowd",
    "desk_on",
    "failures",
    "refused",
]
