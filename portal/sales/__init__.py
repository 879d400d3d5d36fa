"""Sales: test drives, orders, deliveries, and what they change on a lead."""
from portal.core.area import Area

from . import models as models

area = Area("sales")
