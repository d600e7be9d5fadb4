"""SMS, push and chat through Apprise, which speaks to some hundred services by URL.

Needs the extra ``notify``.
"""

from ordercore.adapters.apprise.notifier import AppriseFault, AppriseNotifier

__all__ = ["AppriseFault", "AppriseNotifier"]
