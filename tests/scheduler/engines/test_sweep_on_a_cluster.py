"""A sweep on a cluster is the sweep of one machine; when the cluster is lost, what was done is written."""

from __future__ import annotations

import csv
import subprocess
from contextlib import closing

from constraints.catalogue import rules_in_force
from scheduler.engines.named import engine_from
from scheduler.sweep import kept_timetable, run_one, sweep
from scheduler.verify import verify
from tests.end_to_end.command import FORUM, contents, done, forum, requests, write
from tests.scheduler.engines.clusters import PATIENCE, running
from tests.scheduler.test_sweep import BUDGET, CROWDED, ONLY_PRICE


def test_the_runs_are_those_of_one_machine_and_verify(cluster):
    wanted = [(("channels", n),) for n in (1, 2, 3)]
    with cluster.configured(), closing(engine_from(cluster.name, 1)) as engine:
        found = {run.variation: run for run in sweep(CROWDED, ONLY_PRICE, BUDGET, wanted, engine=engine)}
    assert found == {variation: run_one(CROWDED, ONLY_PRICE, BUDGET, variation) for variation in wanted}
    for run in found.values():
        assert verify(kept_timetable(CROWDED, ONLY_PRICE, run), rules_in_force(ONLY_PRICE)).hard == ()


def test_the_command_writes_the_same_bytes(cluster, tmp_path):
    folder = write(tmp_path / "forum", requests=requests(8))
    arguments = ("sweep", folder, "--vary", "fairness=0,1", "--time-limit", "1", "--deterministic", "--keep", "--out")
    done(*arguments, tmp_path / "one", "--processes", 1)
    done(*arguments, tmp_path / "other", "--engine", cluster.name, env=cluster.environment)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_a_cluster_that_is_lost_costs_the_runs_that_were_not_done(tmp_path):
    folder, out = write(tmp_path / "forum", requests=requests(8)), tmp_path / "sweep"
    with running(tmp_path / "cluster", workers=1) as cluster:
        command = [FORUM, "sweep", folder, "--vary", "fairness=1..400", "--time-limit", "1", "--out", out]
        with subprocess.Popen(
            [*command, "--engine", cluster.name], env=cluster.environment, stderr=subprocess.PIPE, text=True
        ) as run:
            for line in run.stderr:
                if line.startswith("2 of 400: "):
                    break
            cluster.kill_scheduler()
            _, told = run.communicate(timeout=PATIENCE)
    assert run.returncode == 4
    with (out / "sweep.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert 2 <= len(rows) < 400
    assert {row["result"] for row in rows} == {"planned"}
    assert f"The cluster at {cluster.name} is lost: its scheduler no longer answers." in told
    assert f"Stopped: {len(rows)} of 400 combinations are in them." in told


def test_a_name_of_no_engine_is_a_wrong_usage(tmp_path):
    folder = write(tmp_path / "forum", requests=requests(2))
    run = forum("sweep", folder, "--vary", "fairness=0,1", "--engine", "dask://host", "--out", tmp_path / "out")
    assert (run.returncode, (tmp_path / "out").exists()) == (2, False)
    assert "expected local, or dask://HOST:PORT of a cluster's scheduler; not “dask://host”." in run.stderr
