"""Measure a knowledge base on labelled questions."""
