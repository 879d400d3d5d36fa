"""What the area prints."""
from .register import blank as blank_register
from .register import build as build_register
from .register import register

__all__ = ["blank_register", "build_register", "register"]
