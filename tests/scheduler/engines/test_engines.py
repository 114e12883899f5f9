"""Every engine does what it is given, and loses no more than what a process was at when it was killed."""

from __future__ import annotations

import asyncio
import os
import pickle
import re
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.problems import ForumError
from scheduler.engine import Stop
from scheduler.engines import Done, EngineLost, Lost
from scheduler.engines.local import Here, Local
from scheduler.engines.named import engine_from
from scheduler.engines.pieces import packed, unpacked
from tests.scheduler.engines import work
from tests.scheduler.engines.clusters import PATIENCE, ROOT, is_gone, running, until


@contextmanager
def connected(cluster, hands=2):
    """The engine that is a cluster, when all its workers are there."""
    with cluster.configured(), closing(engine_from(cluster.name, 1)) as engine:
        until(lambda: engine.hands == hands, f"{engine.hands} instead of {hands} hands")
        yield engine


@pytest.fixture(params=["here", "local", "cluster"])
def engine(request):
    if request.param == "cluster":
        with connected(request.getfixturevalue("cluster")) as found:
            yield found
    else:
        with closing(Here() if request.param == "here" else Local(2, "fork")) as found:
            yield found


@pytest.fixture(params=["fork", "spawn", "cluster"])
def killed(request):
    """An engine with two hands, a function that kills a process of it, and whether they begin with what is shared."""
    if request.param == "cluster":
        cluster = request.getfixturevalue("cluster")
        with connected(cluster) as found:
            yield found, cluster.kill_worker, False
        cluster.begin_worker()
    else:
        with closing(Local(2, request.param)) as found:
            yield found, lambda pid: os.kill(pid, signal.SIGKILL), request.param == "fork"


def taken(engine, count):
    """The next so many pieces to end, by number."""
    found = {}
    for _ in range(count):
        ended = until(lambda: engine.take(1), "nothing ended")
        found[ended.number] = ended
    assert engine.take(0) is None
    return found


def begun(folder, name):
    """The process that works on `work.wait`."""
    file = folder / f"{name}-by"
    return int(until(lambda: file.exists() and file.read_text().strip(), f"{name} was not begun"))


def makers(folder):
    return {int(file.name.removeprefix("made-")) for file in folder.glob("made-*")}


def test_each_piece_ends_with_what_it_returned_or_raised(engine, tmp_path):
    engine.share(work.made, str(tmp_path), 10)
    assert engine.take(0) is None
    for number in range(4):
        engine.give(number, work.add, number)
    engine.give(4, work.fail, "why")
    engine.give(5, work.fail_strangely, None)
    ended = taken(engine, 6)
    assert [ended[number] for number in range(4)] == [Done(number, 10 + number) for number in range(4)]
    assert (type(ended[4].error), ended[4].error.args) == (KeyError, ("why",))
    assert "unlike any other" in str(ended[5].error)


def test_what_is_shared_is_replaced_and_nothing_need_be(engine, tmp_path):
    engine.give(1, work.plain, 7)
    assert taken(engine, 1) == {1: Done(1, 7)}
    for value in (10, 20):
        engine.share(work.made, str(tmp_path), value)
        engine.give(1, work.add, 1)
        assert taken(engine, 1) == {1: Done(1, value + 1)}


def test_an_error_in_what_is_shared_is_told_by_who_makes_it(cluster):
    with closing(Local(1, "fork")) as engine, pytest.raises(KeyError):
        engine.share(work.fail, None, "why")
    for other in (closing(Local(1, "spawn")), connected(cluster)):
        with other as engine:
            engine.share(work.fail, None, "why")
            engine.give(1, work.plain, 7)
            assert type(taken(engine, 1)[1].error) is KeyError


def test_what_cannot_be_sent_back_is_an_error(tmp_path):
    with closing(Local(1, "fork")) as engine:
        engine.give(1, work.cannot_be_sent, None)
        assert "pickle" in str(taken(engine, 1)[1].error)


def test_a_process_that_is_killed_costs_its_piece_and_another_takes_its_place(killed, tmp_path):
    engine, kill, forks = killed
    engine.share(work.made, str(tmp_path), 10)
    engine.give(1, work.wait, "first")
    engine.give(2, work.wait, "second")
    first, second = begun(tmp_path, "first"), begun(tmp_path, "second")
    engine.give(3, work.add, 3)
    kill(first)
    (tmp_path / "second-go").touch()
    assert taken(engine, 3) == {1: Lost(1), 2: Done(2, second), 3: Done(3, 13)}
    assert begun(tmp_path, "first") == first
    assert makers(tmp_path) == {os.getpid()} if forks else makers(tmp_path) >= {first, second}


def test_a_process_that_is_killed_while_it_has_nothing_to_do_costs_nothing():
    with closing(Local(1, "fork")) as engine:
        engine.give(1, work.process, None)
        process = taken(engine, 1)[1].value
        os.kill(process, signal.SIGKILL)
        until(lambda: is_gone(process), "it lives")
        engine.give(2, work.process, None)
        assert taken(engine, 1)[2].value != process


def test_large_things_go_both_ways():
    with closing(Local(2, "fork")) as engine:
        for number in range(4):
            engine.give(number, work.plain, bytes([number]) * 3_000_000)
        assert {number: ended.value for number, ended in taken(engine, 4).items()} == {
            number: bytes([number]) * 3_000_000 for number in range(4)
        }


def test_processes_take_no_notice_of_what_the_terminal_sends_and_end_with_their_engine(tmp_path):
    for method in ("fork", "spawn"):
        with closing(Local(1, method)) as engine:
            engine.share(work.made, str(tmp_path), 10)
            engine.give(1, work.told_to_end, None)
            assert taken(engine, 1) == {1: Done(1, "still here")}
            engine.give(2, work.wait, method)
            process = begun(tmp_path, method)
        assert is_gone(process)


PROGRAM = """
import sys

from scheduler.engines.local import Local
from tests.scheduler.engines import work

if __name__ == "__main__":
    engine = Local({hands}, {method!r})
    engine.share(work.made, {folder!r}, 10)
    for number in range({hands}):
        engine.give(number, work.wait, str(number))
    sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("method", "hands", "how"), [("fork", 3, "killed"), ("spawn", 1, "killed"), ("fork", 2, "ends")]
)
def test_no_process_outlives_the_one_that_began_it(method, hands, how, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(method=method, hands=hands, folder=str(tmp_path)))
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, program], env=surroundings, stdin=subprocess.PIPE) as run:
        processes = [begun(tmp_path, str(number)) for number in range(hands)]
        if how == "killed":
            run.kill()
        run.stdin.close()
        assert run.wait(PATIENCE) == (-signal.SIGKILL if how == "killed" else 0)
    for process in processes:
        until(lambda process=process: is_gone(process), f"{process} is an orphan")


INTERRUPTED = """
import os, signal
from contextlib import closing
from multiprocessing.process import BaseProcess
from scheduler.engines.local import Local
from tests.scheduler.engines import work

def start(process, real=BaseProcess.start):
    real(process)
    print(process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGINT)

BaseProcess.start = start
with closing(Local(2, "fork")) as engine:
    engine.give(1, work.plain, 7)
"""


def test_a_process_that_was_begun_as_ctrl_c_came_ends_too(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(INTERRUPTED)
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, program], env=surroundings, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert run.stderr.splitlines()[-1] == "KeyboardInterrupt"
    assert is_gone(int(run.stdout))


def test_a_machine_that_can_begin_no_process_loses_the_engine(monkeypatch):
    def cannot(process):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", cannot)
    with closing(Local(2)) as engine, pytest.raises(EngineLost, match="Resource temporarily unavailable"):
        engine.give(1, work.plain, 7)


# ---- clusters --------------------------------------------------------------------------------------------------


def test_a_worker_that_joins_later_has_what_is_shared(cluster, tmp_path):
    with connected(cluster) as engine:
        engine.share(work.made, str(tmp_path), 10)
        gone = cluster.workers[0].pid
        cluster.kill_worker(gone)
        joined = cluster.begin_worker().pid
        until(lambda: is_gone(gone) and engine.hands == 2, "nobody joined")
        engine.give(1, work.wait, "first")
        engine.give(2, work.wait, "second")
        assert joined in {begun(tmp_path, "first"), begun(tmp_path, "second")}
        assert joined in makers(tmp_path)
        for name in ("first", "second"):
            (tmp_path / f"{name}-go").touch()
        taken(engine, 2)


def test_a_worker_with_several_threads_does_one_piece_after_the_other(monkeypatch):
    from scheduler.engines import cluster

    shared = cluster.Shared(pickle.dumps((list, ())), cluster.versions())
    scheduler = SimpleNamespace(event_is_set=None, event_set=None)
    worker = SimpleNamespace(loop=None, scheduler=scheduler, plugins={"token": shared})
    monkeypatch.setattr(cluster, "get_worker", lambda: worker)
    monkeypatch.setattr(cluster, "sync", lambda *asked, **named: None)
    with ThreadPoolExecutor(3) as threads:
        pieces = [threads.submit(cluster._do, "token", "key", packed(work.alone, None)) for _ in range(3)]
    assert [unpacked(1, piece.result()) for piece in pieces] == [Done(1, 1)] * 3


def test_work_is_told_to_end_when_its_engine_is_closed(cluster, tmp_path):
    with connected(cluster) as engine:
        engine.share(work.Stoppable, str(tmp_path))
        engine.give(1, work.wait_for_stop, "first")
        begun(tmp_path, "first")
    until(lambda: (tmp_path / "first-stopped").exists(), "it went on")


def test_when_the_scheduler_is_lost_so_is_the_engine(tmp_path, monkeypatch):
    """Without TLS, as a cluster on a network of its own can be."""
    with running(tmp_path / "plain", workers=1) as cluster:
        for name, how in (("silent", signal.SIGSTOP), ("gone", signal.SIGKILL)):
            with connected(cluster, hands=1) as engine:
                engine.share(work.made, str(tmp_path), 10)
                engine.give(1, work.add, 1)
                assert taken(engine, 1) == {1: Done(1, 11)}
                engine.give(2, work.wait, name)
                begun(tmp_path, name)
                cluster.scheduler.send_signal(how)
                with monkeypatch.context() as patch:
                    patch.setattr("scheduler.engines.cluster.SILENCE", 3.0)
                    with pytest.raises(EngineLost, match="no longer answers"):
                        until(lambda engine=engine: engine.take(1), "nobody noticed")
                with pytest.raises(EngineLost):
                    engine.give(3, work.add, 1)
            (tmp_path / f"{name}-go").touch()
            cluster.scheduler.send_signal(signal.SIGCONT)


def test_a_program_with_an_event_loop_of_its_own_connects_too(cluster):
    async def program():
        with connected(cluster) as engine:
            engine.give(1, work.plain, 7)
            return taken(engine, 1)

    with ThreadPoolExecutor(1) as threads:  # What drives a browser in other tests has a loop in this thread already.
        assert threads.submit(asyncio.run, program()).result() == {1: Done(1, 7)}


def refusal(name):
    """What a person is told who cannot connect."""
    with pytest.raises(ForumError) as caught:
        engine_from(name, 1).close()
    return str(caught.value)


def test_who_has_no_certificate_of_the_cluster_is_refused(cluster, other_authority, dask_configured):
    assert "if it uses TLS, Dask's configuration here must have distributed.comm.tls" in refusal(cluster.name)
    with dask_configured(other_authority.configuration):
        assert "is not signed by the authority of distributed.comm.tls.ca-file" in refusal(cluster.name)


def test_a_certificate_of_another_authority_is_refused_by_the_scheduler_itself(
    cluster, authority, other_authority, dask_configured
):
    stolen = other_authority.configuration
    stolen["distributed.comm.tls.ca-file"] = str(authority.folder / "ca.pem")
    with dask_configured(stolen):
        assert "There is no cluster to be had" in refusal(cluster.name)


def test_a_configuration_by_halves_is_told(dask_configured, authority, tmp_path):
    with dask_configured({"distributed.comm.require-encryption": True}):
        assert refusal("dask://127.0.0.1:9").endswith("asks for TLS, but distributed.comm.tls.ca-file is not set.")
    with dask_configured({"distributed.comm.tls.ca-file": str(tmp_path / "ca.pem")}):
        assert refusal("dask://127.0.0.1:9").endswith("ca.pem, which is no file.")
    with dask_configured(
        {**authority.configuration, "distributed.comm.tls.client.cert": str(authority.folder / "ca.pem")}
    ):
        assert "cannot be used" in refusal("dask://127.0.0.1:9")


def test_nobody_there_is_told(monkeypatch):
    monkeypatch.setattr("scheduler.engines.cluster.CONNECTING", 5.0)
    assert "nothing listens there" in refusal("dask://127.0.0.1:9")
    assert "there is no machine of this name" in refusal("dask://nowhere.invalid:9")


ANSWERS = {
    "silence": (b"", "did not answer in 1 seconds"),
    "a web server": (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "what listens there is no scheduler"),
    "zeros": (bytes(64), "what listens there is no scheduler"),
    "too much": (b"\0\0\0\0\0\0\0\x40" * 4, "what listens there is no scheduler"),
}


@pytest.mark.parametrize("answers", ANSWERS)
def test_who_answers_otherwise_than_a_scheduler_is_told(answers, monkeypatch):
    said, told = ANSWERS[answers]
    monkeypatch.setattr("scheduler.engines.cluster.CONNECTING", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as threads:
        server.settimeout(PATIENCE)
        answered = threads.submit(lambda: server.accept()[0])
        answered.add_done_callback(lambda ended: ended.result().sendall(said))
        assert told in refusal(f"dask://127.0.0.1:{server.getsockname()[1]}")
        answered.result().close()


def test_other_versions_than_those_of_this_machine_are_refused(cluster, monkeypatch):
    from scheduler.engines.cluster import versions

    here = versions()
    with cluster.configured():
        monkeypatch.setattr("scheduler.engines.cluster.versions", lambda: {**here, "ortools": "9.99"})
        told = refusal(cluster.name)
        assert re.search(r"has ortools [\d.]+, and this machine has 9\.99: install the same everywhere\.$", told)
        monkeypatch.setattr("scheduler.engines.cluster.versions", lambda: {**here, "distributed": "1.0"})
        assert re.match(r"The scheduler of the cluster at dask://[\d.:]+ has distributed", refusal(cluster.name))


def test_a_worker_with_another_version_that_joins_later_leaves_again(cluster, tmp_path):
    other = tmp_path / "other"
    for room in ("constraints", "data", "scheduler"):
        shutil.copytree(ROOT / room, other / room, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "data" / "clock.py").open("a") as file:
        file.write("# Another version.\n")
    with connected(cluster) as engine:
        engine.share(work.made, str(tmp_path), 10)
        engine.give(1, work.wait, "first")
        engine.give(2, work.wait, "second")
        at_work = {begun(tmp_path, "first"), begun(tmp_path, "second")}
        stranger = cluster.begin_worker(root=other)
        engine.give(3, work.plain, 3)
        until(lambda: is_gone(stranger.pid), "the stranger stays")
        for name in ("first", "second"):
            (tmp_path / f"{name}-go").touch()
        ended = taken(engine, 3)
        assert (ended[3], {ended[1].value, ended[2].value}) == (Lost(3), at_work)
    cluster.workers.remove(stranger)


def test_a_cluster_without_workers_is_lost_in_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr("scheduler.engines.cluster.NO_WORKERS", 0.5)
    with running(tmp_path / "empty", workers=0) as cluster, cluster.configured():
        assert "has no workers" in refusal(cluster.name)
        stop = Stop()
        stop.set()
        engine_from(cluster.name, 1, stop).close()


# ---- by name ---------------------------------------------------------------------------------------------------


def test_the_engine_of_this_machine_by_name():
    with closing(engine_from("local", 3)) as engine:
        assert (type(engine), engine.hands) == (Local, 3)


@pytest.mark.parametrize(
    "name", ["", "dask", "dask://", "dask://host", "dask://host:x", "dask://host:65536", "dask://a b:1", "tcp://host:1"]
)
def test_a_name_of_no_engine_says_what_is_expected(name):
    with pytest.raises(ValueError, match="expected local, or dask://HOST:PORT of a cluster's scheduler; not"):
        engine_from(name, 1)


def test_without_the_library_people_are_told_how_to_install_it(monkeypatch):
    monkeypatch.delitem(sys.modules, "scheduler.engines.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install --editable '.[cluster]'" in refusal("dask://127.0.0.1:9")


def test_only_this_project_s_own_name_is_needed_where_no_cluster_is():
    """The library is not imported by who plans on one machine."""
    program = "import sys, scheduler.engines.named, scheduler.sweep; assert 'distributed' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(ROOT))
