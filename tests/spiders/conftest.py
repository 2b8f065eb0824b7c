"""What several sources' tests need."""

import pytest

from spiders.sources.doffin import KEY
from spiders.sources.udbud_dk import CLIENT_ID, CLIENT_SECRET
from tests.spiders.interface_fakes import SECRETS


@pytest.fixture
def interface_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """The credentials of every interface that wants some, as the operator's environment gives them."""
    monkeypatch.setenv(CLIENT_ID, SECRETS[0])
    monkeypatch.setenv(CLIENT_SECRET, SECRETS[1])
    monkeypatch.setenv(KEY, SECRETS[1])
