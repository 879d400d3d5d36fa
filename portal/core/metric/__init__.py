"""Metric: one definition for each figure; the rows behind it are the same SELECT, not summed."""
from .aim import Aim
from .definition import Kind, Metric
from .fact import fact, facts_of
from .figure import Figure, State
from .forecast import Expected, Forecast, Forecasts
from .split import Split
from .together import Asked, Figures, asked, figures_of, figures_of_each

__all__ = ["Aim", "Asked", "Expected", "Figure", "Figures", "Forecast", "Forecasts", "Kind", "Metric", "Split", "State",
           "asked", "fact", "facts_of", "figures_of", "figures_of_each"]
