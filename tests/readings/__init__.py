"""Tests of the stored readings."""
