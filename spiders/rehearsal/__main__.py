"""`python -m spiders.rehearsal --night 1` serves the world until interrupted and prints one ready line.

`--catalogue` and `--truths` print what the world holds, and stop.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys

from spiders.rehearsal.catalogue import catalogue
from spiders.rehearsal.server import RehearsalServer
from spiders.rehearsal.world import build_world


def main() -> int:
    """Serve the world; the exit code is 0 after an interrupt."""
    parser = argparse.ArgumentParser(prog="python -m spiders.rehearsal", description="Serve the rehearsal world.")
    parser.add_argument(
        "--night", type=int, choices=(1, 2), default=1, help="the night as of which the world is served"
    )
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--seed", type=int, default=7, help="another world of the same kind")
    parser.add_argument("--catalogue", action="store_true", help="print the world's cast as JSON and stop")
    parser.add_argument("--truths", action="store_true", help="print the planted truths, one a line, and stop")
    asked = parser.parse_args()
    world = build_world(asked.seed)
    if asked.catalogue or asked.truths:
        if asked.catalogue:
            sys.stdout.write(json.dumps(catalogue(world), ensure_ascii=False, indent=2) + "\n")
        if asked.truths:
            sys.stdout.writelines(truth.as_json() + "\n" for truth in world.truths)
        return 0
    with RehearsalServer(world, night=asked.night, port=asked.port) as server:
        sys.stdout.write(f"ready {server.proxy_url} night {asked.night}\n")
        sys.stdout.flush()
        stops = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, stops)
        signal.sigwait(stops)
    return 0


if __name__ == "__main__":
    sys.exit(main())
