"""The auditor: every figure of a store worked out again from what happened, and compared."""

from ordercore.service.auditing.audit import Audit, audit
from ordercore.service.auditing.difference import Difference

__all__ = ["Audit", "Difference", "audit"]
