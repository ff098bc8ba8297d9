"""Tests of the kept readings."""
