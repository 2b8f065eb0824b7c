"""What holds for every test: no address but loopback is ever reached, and logs stay out of the way."""

import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

import hypothesis
import pytest

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"

os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("overblik", deadline=None)
hypothesis.settings.load_profile("overblik")


FIRST = ("test_night.py", "test_orchestration.py", "test_operating.py", "test_bad_input.py", "test_whole.py")
"""Files of few tests that run whole nights: begun last, they would keep one process waiting for the other."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files."""
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


@pytest.fixture
def shared_data() -> Path:
    """Real development data beside the project; tests that need it skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the development data (../shared/data) is not on this machine")
    return SHARED_DATA


@pytest.fixture(scope="session")
def trained_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a CPV classifier trained once for all tests, from the shipped labels alone."""
    from nlp.training import ensure_classifier

    folder = tmp_path_factory.mktemp("models")
    ensure_classifier(folder, languages=("da", "en"))
    return folder


@pytest.fixture(autouse=True)
def no_network_but_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine, with a sentence that names the address."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address: Any) -> None:
        if not isinstance(address, tuple):
            return
        try:
            local = ipaddress.ip_address(address[0].split("%")[0]).is_loopback
        except ValueError:
            local = address[0] == "localhost"
        if not local:
            raise AssertionError(f"a test tried to reach {address[0]}; only loopback is allowed")

    def guarded(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
