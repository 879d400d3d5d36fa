"""Split: what figures of several areas are divided by."""
from flask_babel import lazy_gettext as _l

from portal.core.metric import Split

from .queries import series_names

BY_SERIES = {"series_id": Split(_l("Series"), said=series_names)}
