"""A cluster of other processes or machines that takes units of work: the only module that names Dask.

Reading and enriching hand it a function and units; each unit's result is files that its worker wrote by renaming, and a
short answer. So a worker that dies changes nothing: Dask gives its unit to another one, which writes the same files
under the same names. The ledger is written by the night alone, when an answer has arrived.

`OVERBLIK_CLUSTER` (or `--cluster`) is the address of a scheduler, or `local` for worker processes of this machine.
Every worker must see the study's folder under the same path, or the archive and records in one object store.

Rejected: Prefect's Dask task runner (each unit would be a task run: its worker would need Prefect's API, several round
trips for a second of work, and a night could not go on when Prefect's server dies, as it must; and a plain night would
need a second way); a queue of our own (Dask's scheduler already gives the units of the dead to the living). Messages
between the processes are pickled: a cluster must be as trusted as the machine itself, so give it TLS or a private net.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, TypeVar

from warehouse.refusal import RefusedError

Unit = TypeVar("Unit")
Told = TypeVar("Told")

LOCAL = "local"
_AHEAD = 2
"""Units sent to each worker's thread at a time: one that is worked on, and one that waits there."""
_PATIENCE = "30s"


class ClusterError(RefusedError):
    """A cluster that cannot be reached, or whose workers die of a unit; one sentence."""


class Cluster:
    """A connection to a cluster. A context manager; a local cluster ends with it."""

    def __init__(self, address: str, *, workers: int) -> None:
        import dask
        from distributed import Client, LocalCluster

        self._own: Any = None
        if address == LOCAL:
            # Workers start reading processes, which a daemonic process may not.
            dask.config.set({"distributed.worker.daemon": False})
            self._own = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40
            )
        try:
            self._client = Client(self._own or address, set_as_default=False, timeout=_PATIENCE)
        except (OSError, ValueError) as fault:
            raise ClusterError(
                f"No cluster answers at {address!r} ({type(fault).__name__}); start `dask scheduler` there, or leave "
                "--cluster out and the night runs on this machine."
            ) from None

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()
        if self._own is not None:
            self._own.close()

    def spread(self, function: Callable[[Unit], Told], units: Iterable[Unit]) -> Iterator[tuple[Unit, Told]]:
        """Each unit with what the function said of it on some worker, in any order; few are under way at a time.

        Raises `ClusterError` where there are no workers, or a unit outlived none of several.
        """
        from distributed import KilledWorker, as_completed

        waiting: dict[str, Unit] = {}
        ended: Any = as_completed(loop=self._client.loop)
        rest = iter(units)
        while True:
            room = _AHEAD * self._threads() - len(waiting)
            for unit in _first(rest, room):
                future = self._client.submit(_done, function, unit, pure=False)
                waiting[future.key] = unit
                ended.add(future)
            if not waiting:
                return
            future = next(ended)
            try:
                told = future.result()
            except KilledWorker as fault:
                raise ClusterError(
                    f"Several workers of the cluster died over the same unit of work ({fault}); what was done before "
                    "is kept. Look at the workers' memory, and run the night again."
                ) from None
            yield waiting.pop(future.key), told

    def _threads(self) -> int:
        self._client.wait_for_workers(1, timeout=_PATIENCE)
        return int(sum(self._client.nthreads().values()))


def _first(rest: Iterator[Unit], count: int) -> list[Unit]:
    return [unit for _, unit in zip(range(count), rest, strict=False)]


def _done(function: Callable[[Unit], Told], unit: Unit) -> Told:
    """Run on a worker: the function's answer, or a sentence where the worker is of the wrong kind."""
    if multiprocessing.current_process().daemon:
        raise ClusterError(
            "A worker of the cluster may not start reading processes; start it with `dask worker --no-nanny`, or with "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False."
        )
    return function(unit)
