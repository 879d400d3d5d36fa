"""What is owed by a day: contacts with leads, customers who are expected, and results of visits."""
from .leads import appointments, contacts, offered_again
from .visits import results

__all__ = ["appointments", "contacts", "offered_again", "results"]
