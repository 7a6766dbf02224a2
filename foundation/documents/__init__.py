"""Documents: what they really are by their bytes, and pictures and words of their pages.

PDFs are read by pdfium, slides are made PDFs by LibreOffice where the machine has it; both run in processes of their
own, with limits of memory and time, so that a broken or hostile file takes nothing else along.
"""

from foundation.documents.faults import BadDocument

__all__ = ["BadDocument"]
