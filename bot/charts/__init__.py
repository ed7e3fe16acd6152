"""Draw key figures as pictures; what draws them is imported at the first picture."""

from bot.charts.alternative import alt_text
from bot.charts.charts import Chart, Charts
from bot.charts.comparison import compare

__all__ = ["Chart", "Charts", "alt_text", "compare"]
