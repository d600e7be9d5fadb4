"""EasyPost: some hundred carriers behind one service, through its official client."""

from ordercore.adapters.easypost.carrier import EasyPostCarrier

__all__ = ["EasyPostCarrier"]
