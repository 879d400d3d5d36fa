"""Printing: HTML in, PDF out, in a process of its own that can be stopped. It knows nothing of the portal."""
from .printer import Failed, Printer, PrintingError, TookTooLong, TooLong, Unavailable, printer

__all__ = ["Failed", "Printer", "PrintingError", "TookTooLong", "TooLong", "Unavailable", "printer"]
