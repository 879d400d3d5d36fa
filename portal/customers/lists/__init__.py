"""What the area lists: leads that go on, have ended or stand in the pool, and the register."""
from .leads import ended, leads, pool, receivers
from .visits import visits

__all__ = ["ended", "leads", "pool", "receivers", "visits"]
