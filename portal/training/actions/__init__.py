"""Changing trainings: planning them, signing up, who came."""
