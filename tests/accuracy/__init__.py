"""How well the readers read: real documents with their truth, scored per column and held against floors.

One module per set of data (`notices`; others beside it), each with `score(data_dir) -> Result | None`; None says that
the set is absent. Run as `python -m tests.accuracy --data DIR [--set notices] [--show N]`, or `make accuracy DATA=DIR`.
"""
