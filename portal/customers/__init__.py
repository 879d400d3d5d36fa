"""Customers: the register, customers and their leads, and the contacts owed to them."""
from portal.core.area import Area

from . import models as models

area = Area("customers")
