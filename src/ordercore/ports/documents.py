"""The document renderer port: papers as bytes for a printer, a browser or an archive."""

from typing import Protocol

from ordercore.ports.papers import Document, PageSize, Paper


class DocumentRenderer(Protocol):
    """Lays papers out, each renderer in one format."""

    @property
    def media_type(self) -> str:
        """The format that it renders: ``application/pdf``, ``image/svg+xml``."""
        ...

    def render(self, paper: Paper, page: PageSize | None = None) -> Document:
        """Render a paper of any kind on pages of a size.

        Without a size, what has a face is laid out for a label of 4 by 6 inches, all else for A4.
        Lengths are true: printed without scaling, a page is as large as its size says.

        Every word of the paper is on the document, none is cut off or printed over another, and
        no word is added but the number of the page where there are several.
        Words are never commands: whatever a buyer has called himself is printed as it is spelt.
        Lists go on over pages, with the headings of the table on each.
        A face is on one page, with its codes: Code 128 of ``barcode`` with quiet zones, and a QR
        code of ``payload`` at level M where there is one.

        Which letters there are is for the fonts that the renderer was given.
        White space of any width may be printed as a plain space, a hyphen or minus of any kind as
        a plain one; anything else is printed as it is, or refused.

        The same paper gives the same bytes, whatever was rendered before.

        Raises:
            Unprintable: when no font has a sign for a character; never are boxes or question
                marks printed in its place.
            InvalidValue: when it is no paper or no size, or words or a code need more room than
                there is.
            ExtraMissing: when an optional package is needed for this and is not installed.
            OSError: when it is a service, and cannot be reached or does not answer in time.
        """
        ...
