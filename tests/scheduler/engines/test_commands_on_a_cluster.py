"""Commands on a cluster write what they write on one machine; when the cluster is lost, what was found is written."""

from __future__ import annotations

import csv
import re
import subprocess
from contextlib import closing

import pytest

from constraints.catalogue import rules_in_force
from scheduler.engines.named import engine_from
from scheduler.sweep import kept_timetable, run_one, sweep
from scheduler.verify import verify
from tests.end_to_end.command import FORUM, FRAME, contents, done, forum, requests, write
from tests.scheduler.engines.clusters import PATIENCE, running
from tests.scheduler.test_sweep import BUDGET, CROWDED, ONLY_PRICE

POOL = FRAME.replace('name = "Virtual room"', 'name = "Virtual room"\ncount = 14')
"""Room for 84 sessions."""


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


def test_a_plan_made_in_rounds_is_the_same_on_a_cluster(cluster, tmp_path):
    timetables = []
    for name, where in (("one", {}), ("other", {"env": cluster.environment})):
        folder = write(tmp_path / name, frame=POOL, requests=requests(90))
        engine = ("--engine", cluster.name) if where else ()
        run = forum(
            "plan", folder, "--strategy", "neighbourhoods", "--deterministic", "--time-limit", "0.5", *engine, **where
        )
        assert run.returncode == 5, run.stderr
        timetables.append((folder / "timetable.json").read_bytes())
    assert timetables[0] == timetables[1]


@pytest.mark.full
def test_a_plan_goes_on_without_a_worker_and_is_written_when_the_cluster_is_lost(tmp_path):
    folder = tmp_path / "forum"
    done("new", folder, "--sample", "wsis-2020")
    command = [FORUM, "plan", folder, "--strategy", "neighbourhoods", "--time-limit", "600"]
    costs = []
    with (
        running(tmp_path / "cluster", workers=2) as cluster,
        subprocess.Popen(
            [*command, "--engine", cluster.name], env=cluster.environment, stderr=subprocess.PIPE, text=True
        ) as run,
    ):
        for line in run.stderr:
            cost = re.search(r"best cost (\d+)", line)
            if cost and int(cost[1]) not in costs:
                costs.append(int(cost[1]))
                if len(costs) == 2:
                    cluster.kill_worker(cluster.workers[0].pid)
                if len(costs) == 5:
                    break
        cluster.kill_scheduler()
        _, told = run.communicate(timeout=PATIENCE)
    assert run.returncode == 4
    assert f"The cluster at {cluster.name} is lost" in told
    assert "Traceback" not in told
    verdict = forum("verify", folder)
    assert verdict.returncode in (0, 5)
    assert costs[3] >= int(re.search(r"^Cost (\d+)", verdict.stdout, re.MULTILINE)[1])
