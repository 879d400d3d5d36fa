"""Catalogue: brands, series, models, colours and their list prices."""
from portal.core.area import Area

from . import models as models

area = Area("catalogue")
