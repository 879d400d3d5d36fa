"""What is owed by a day: contacts with leads, and results of visits."""
from .leads import contacts
from .visits import results

__all__ = ["contacts", "results"]
