"""Metric: one definition for each figure; the rows behind it are the same SELECT, not summed."""
from .aim import Aim
from .definition import Kind, Metric
from .fact import fact, facts_of
from .figure import Figure, State
from .forecast import Expected, Forecast, Forecasts
from .split import Split
from .together import Figures, figures_of

__all__ = ["Aim", "Expected", "Figure", "Figures", "Forecast", "Forecasts", "Kind", "Metric", "Split", "State", "fact",
           "facts_of", "figures_of"]
