"""The code that the chapters of the recomputed Migration Profile of Kazakhstan share."""

__version__ = "0.1.0"
