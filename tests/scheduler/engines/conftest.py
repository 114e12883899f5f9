"""One cluster with TLS for all tests of a process, and another authority whose certificates it does not accept."""

from __future__ import annotations

import dask
import pytest

from tests.scheduler.engines.clusters import Authority, running


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture(scope="session")
def other_authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls") / "theirs")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory, authority):
    """Two workers, with TLS; a test that kills one begins another."""
    with running(tmp_path_factory.mktemp("cluster") / "tls", workers=2, authority=authority) as found:
        yield found


@pytest.fixture
def dask_configured():
    """A function to configure Dask in this process, for the length of a `with`."""
    return dask.config.set
