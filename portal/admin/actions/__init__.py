"""Changing the organisation: stores and teams, people and what they are, the roster."""
