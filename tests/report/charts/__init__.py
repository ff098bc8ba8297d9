"""Figures: their sentences, what they draw, and what they say where there is nothing to draw."""
