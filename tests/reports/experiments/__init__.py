"""Tests of the report of experiments."""
