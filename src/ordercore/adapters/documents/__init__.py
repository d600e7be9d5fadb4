"""Renderers of papers: PDF with the extra ``documents``, ZPL and SVG by hand.

Libraries are loaded when a renderer that needs them is made, or its first QR code is drawn.
"""

from ordercore.adapters.documents.pdf import PdfRenderer
from ordercore.adapters.documents.svg import SvgRenderer
from ordercore.adapters.documents.zpl import ZplRenderer

__all__ = ["PdfRenderer", "SvgRenderer", "ZplRenderer"]
