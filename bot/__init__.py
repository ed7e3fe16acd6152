"""Answer questions about one article, citing where each answer comes from."""

__version__ = "0.1.0"
