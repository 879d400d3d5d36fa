"""What customers, leads and the register show on pages of areas that do not name them."""
from . import leads, visits

panels = (*visits.panels, *leads.panels)
