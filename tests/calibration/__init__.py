"""Simulations that show whether intervals and tests keep what they promise: one module a family of estimators.

A module on this shelf has `measure() -> list[Bar]` (`result.py`): it draws worlds whose truth is known, by fixed seeds,
asks the estimators that the marts ask, and says per scenario how often they were right, with the bar that this must
keep. `python -m tests.calibration` runs all of them, prints one table, and exits with 1 where a bar is missed.
"""
