"""Goals: year plans broken down to months, teams and people, and restated; the targets figures are held against."""
from portal.core.area import Area

from . import kinds, load, settings

area = Area("goals", kinds=kinds.kinds, settings=settings.settings, loaders={"goals": load.plans})
