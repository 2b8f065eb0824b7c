"""Finds a set of data below a folder, packed or unpacked; the way of it is `nlp.data_sets`."""

from nlp.data_sets import opened

__all__ = ["opened"]
