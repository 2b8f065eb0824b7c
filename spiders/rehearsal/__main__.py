"""`python -m spiders.rehearsal --night 1` serves the world until interrupted and prints one ready line."""

from __future__ import annotations

import argparse
import signal
import sys

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
    asked = parser.parse_args()
    world = build_world(asked.seed)
    with RehearsalServer(world, night=asked.night, port=asked.port) as server:
        sys.stdout.write(f"ready {server.proxy_url} night {asked.night}\n")
        sys.stdout.flush()
        stops = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, stops)
        signal.sigwait(stops)
    return 0


if __name__ == "__main__":
    sys.exit(main())
