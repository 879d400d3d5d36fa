"""What is owed by a day: contacts with leads, and results of visits."""
from .leads import contacts, offered_again
from .visits import results

__all__ = ["contacts", "offered_again", "results"]
