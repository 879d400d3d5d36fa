"""Org: stores, teams, people, memberships, rosters and calendars. Tables only; every idea of the core may read them."""
