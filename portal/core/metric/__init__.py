"""Metric: one definition for each figure; the rows behind it are the same SELECT, not summed."""
from .aim import Aim
from .definition import Kind, Metric
from .fact import fact, facts_of
from .figure import Figure, State
from .forecast import Expected, Forecast, Forecasts
from .together import Figures, figures_of

__all__ = ["Aim", "Figure", "Figures", "Expected", "Forecast", "Forecasts",
           "Kind", "Metric", "State", "fact", "facts_of", "figures_of"]
