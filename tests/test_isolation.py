"""Worker processes: limits, faults, replacement, and that nothing is left behind."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from scorer.errors import ScorerError
from scorer.isolation import Limits, Pool, Setup, forks, wire
from scorer.isolation import pool as pools

from . import isolated

MB = 1_000_000
ROOMY = Limits(seconds=60, memory=200 * MB)
MEMORY = [
    isolated.fill,
    isolated.fill_at_once,
    isolated.fill_shared,
    isolated.reserve,
    isolated.fill_and_blame_the_file,
]
READY = Setup(isolated.prepare, ("given",))


@pytest.fixture(scope="module", params=[True, False], ids=["copies", "fresh"])
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    """Of both kinds of workers: copies of a prepared process, where the system allows them, and fresh interpreters."""
    with pytest.MonkeyPatch.context() as where:
        if not request.param:
            where.setattr(forks, "possible", lambda: False)
        elif not forks.possible():
            pytest.skip("no process can be forked and held here")
        pool = Pool(1, READY, ROOMY)
    with pool:
        yield pool


def code_of(work: Callable[[], Any]) -> str:
    with pytest.raises(ScorerError) as caught:
        work()
    return caught.value.code


def assert_gone(process: int) -> None:
    """Waits for the end of a process; the limit is against hanging only. Tells what it is that stays."""
    deadline = time.monotonic() + 120
    while (status := isolated.status(process)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not status, status


def test_a_worker_is_prepared_once_and_keeps_its_state(pool: Pool) -> None:
    value, calls, process = pool.run(isolated.count)
    again = pool.run(isolated.count)
    assert value == "given"
    assert again == ("given", calls + 1, process)
    assert process != os.getpid()


@pytest.mark.parametrize("value", [None, "£ – é", b"\x00" * 3_000_000, {"a": (1, 2.5)}], ids=lambda v: type(v).__name__)
def test_values_travel_both_ways(pool: Pool, value: Any) -> None:
    assert pool.run(isolated.echo, value) == value


def test_a_refusal_travels_as_such_and_the_worker_stays(pool: Pool) -> None:
    before = pool.run(isolated.pid)
    with pytest.raises(ScorerError) as caught:
        pool.run(isolated.refuse)
    error = caught.value
    assert (error.code, error.detail) == ("E109", "at page 201")
    assert error.message == "There are more pages than the limit (300 of at most 200)."
    assert str(error) == f"E109: {error.message} {error.advice}"
    assert pool.run(isolated.pid) == before


def test_a_refusal_is_the_same_after_pickling() -> None:
    error = ScorerError("E601", seconds=3, detail="somewhere")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.message, copy.advice, copy.detail) == (
        error.code,
        error.message,
        error.advice,
        error.detail,
    )
    assert str(copy) == str(error)


def test_of_another_exception_only_kind_and_place_travel(pool: Pool) -> None:
    before = pool.run(isolated.pid)
    with pytest.raises(ScorerError) as caught:
        pool.run(isolated.fail)
    assert caught.value.code == "E604"
    assert "ValueError" in caught.value.message
    assert "isolated.py:" in caught.value.detail
    assert "words" not in str(caught.value) + caught.value.detail
    assert caught.value.__cause__ is None
    assert pool.run(isolated.pid) == before


def test_a_result_that_cannot_travel_is_a_fault(pool: Pool) -> None:
    assert code_of(lambda: pool.run(isolated.answer_what_cannot_travel)) == "E604"


class Hostile:
    """What runs code in the process that unpickles it."""

    def __init__(self, made: Path) -> None:
        self._made = made

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self._made),)


def test_what_a_worker_sends_is_never_unpickled(pool: Pool, tmp_path: Path) -> None:
    message = pickle.dumps(Hostile(tmp_path / "made"))
    before = pool.run(isolated.pid)
    assert code_of(lambda: pool.run(isolated.tell, message)) == "E603"
    assert_gone(before)
    assert list(tmp_path.iterdir()) == []
    pickle.loads(message)
    assert list(tmp_path.iterdir()) == [tmp_path / "made"]  # it would have


@pytest.mark.parametrize(
    "value",
    [("done",), ("memory", 1), ("refused", "E999", "", "", ""), ("refused", "E101", "", ""), {}, "done", None],
)
def test_what_is_no_outcome_ends_the_worker(pool: Pool, value: Any) -> None:
    assert code_of(lambda: pool.run(isolated.tell, wire.dumps(value))) == "E603"
    assert pool.run(isolated.echo, 1) == 1


def test_an_answer_that_is_announced_and_never_sent_meets_the_limit_of_time(pool: Pool) -> None:
    assert code_of(lambda: pool.run(isolated.tell, b"the beginning", 1000, seconds=0.3)) == "E601"


def test_an_answer_larger_than_any_is_not_taken(pool: Pool) -> None:
    assert code_of(lambda: pool.run(isolated.tell, b"x", 1 << 40)) == "E603"


def test_what_is_printed_stays_out_of_the_pipe_and_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with Pool(1, READY, ROOMY) as pool:
        pool.run(isolated.speak)
        assert pool.run(isolated.echo, "next") == "next"
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    "work", [lambda p: p.run(isolated.hang, seconds=0.3), lambda p: p.run(isolated.sleep, 60, seconds=0.3)]
)
def test_a_call_that_takes_too_long_is_ended_and_the_worker_replaced(pool: Pool, work: Callable[[Pool], Any]) -> None:
    before = pool.run(isolated.pid)
    with pytest.raises(ScorerError) as caught:
        work(pool)
    assert caught.value.code == "E601"
    assert "0.3 seconds" in caught.value.message
    assert_gone(before)
    assert pool.run(isolated.pid) != before


@pytest.mark.parametrize("work", MEMORY)
def test_a_call_that_takes_too_much_memory_is_ended(pool: Pool, work: Callable[..., Any]) -> None:
    before = pool.run(isolated.pid)
    with pytest.raises(ScorerError) as caught:
        pool.run(work, 2_000 * MB)
    assert caught.value.code == "E602"
    assert "200 MB" in caught.value.message
    assert_gone(before)


def test_memory_within_the_limit_is_given(pool: Pool) -> None:
    assert pool.run(isolated.fill_at_once, 100 * MB) == 100 * MB


def test_a_process_that_ends_is_told_and_replaced(pool: Pool) -> None:
    assert code_of(lambda: pool.run(isolated.end)) == "E603"
    assert pool.run(isolated.echo, 1) == 1


def test_a_worker_that_ended_while_idle_is_replaced_silently(pool: Pool) -> None:
    before = pool.run(isolated.pid)
    os.kill(before, signal.SIGKILL)
    assert_gone(before)
    assert pool.run(isolated.pid) != before


def test_a_worker_that_was_told_to_end_is_not_handed_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pool(1, READY, ROOMY) as pool:
        worker = pool.acquire()
        worker.wait_ready()
        with monkeypatch.context() as slow:
            slow.setattr(worker._process, "kill", lambda: None)  # the end of a process may take its time
            worker.kill()
            assert not worker.alive
        pool.release(worker)
        assert pool.run(isolated.pid) != worker.pid


def test_a_call_can_be_stopped(pool: Pool) -> None:
    stop = threading.Event()
    before = pool.run(isolated.pid)
    threading.Timer(0.2, stop.set).start()
    assert code_of(lambda: pool.run(isolated.sleep, 60, stop=stop)) == "E605"
    assert_gone(before)


@pytest.mark.parametrize(("reason", "code"), [("E401", "E401"), ("", "E604")])
def test_a_worker_that_cannot_be_prepared_says_why(reason: str, code: str) -> None:
    with Pool(1, Setup(isolated.prepare_wrongly, (reason,)), ROOMY) as pool:
        assert code_of(lambda: pool.run(isolated.pid)) == code
        assert code_of(lambda: pool.run(isolated.pid)) == code  # a new one was tried
        assert not pool.ready


def test_workers_serve_many_threads_and_each_gets_its_own_answer() -> None:
    with Pool(2, READY, ROOMY) as pool, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda number: pool.run(isolated.echo, number), range(200))) == list(range(200))
        assert len(set(threads.map(lambda _: pool.run(isolated.pid), range(50)))) <= 2


def test_no_more_than_the_size_work_at_once_and_the_next_is_told_or_waits() -> None:
    with Pool(1, READY, ROOMY, spares=1) as pool:
        worker = pool.acquire()
        assert code_of(lambda: pool.acquire(wait=0.05)) == "E606"
        pool.release(worker)
        assert pool.run(isolated.echo, 1, wait=30) == 1


def test_a_spare_stands_ready_before_it_is_needed() -> None:
    with Pool(1, READY, ROOMY, spares=1) as pool:
        worker = pool.acquire()
        deadline = time.monotonic() + 60
        while not any(idle.prepared for idle in pool._idle) and time.monotonic() < deadline:
            time.sleep(0.02)
        (spare,) = [idle.pid for idle in pool._idle]
        assert code_of(lambda: worker.call(isolated.end)) == "E603"
        pool.release(worker)
        assert pool.run(isolated.pid) == spare


def test_closing_ends_every_worker_and_the_call_under_way() -> None:
    pool = Pool(1, READY, ROOMY, spares=1)
    first = pool.run(isolated.pid)
    codes: list[str] = []

    def work() -> None:
        codes.append(code_of(lambda: pool.run(isolated.sleep, 60)))

    thread = threading.Thread(target=work)
    thread.start()
    while not pool._busy:
        time.sleep(0.01)
    processes = [worker.pid for worker in (*pool._idle, *pool._busy)]
    pool.close()
    thread.join(30)
    assert codes == ["E603"]
    assert first in processes
    for process in processes:
        assert_gone(process)
    assert code_of(lambda: pool.run(isolated.pid)) == "E603"


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def test_workers_that_all_ended_are_replaced_though_nobody_asks(pool: Pool) -> None:
    until(lambda: pool.ready)
    ended = [worker.pid for worker in pool._idle]
    for process in ended:
        os.kill(process, signal.SIGKILL)
    for process in ended:
        assert_gone(process)
    until(lambda: pool.ready)


def test_what_could_not_be_started_is_tried_again_though_nobody_was_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "_AGAIN_SECONDS", 0.2)
    with Pool(1, Setup(isolated.prepare_the_second_time, (tmp_path / "tried",)), ROOMY) as pool:
        until(lambda: pool.ready)


FORKING = pytest.mark.skipif(not forks.possible(), reason="no process can be forked and held here")


def of_both(pool: Pool, function: Callable[..., Any]) -> dict[int, Any]:
    """What a function gives in each of two workers, by the number of the process."""
    both = [pool.acquire() for _ in range(2)]
    answers = {worker.pid: worker.call(function) for worker in both}
    for worker in both:
        pool.release(worker)
    return answers


@FORKING
def test_workers_are_copies_of_one_prepared_process() -> None:
    with Pool(2, Setup(isolated.prepare_in), ROOMY) as pool:
        answers = of_both(pool, isolated.made_in_and_parent)
        (server,) = {made_in for made_in, _ in answers.values()}
        assert {parent for _, parent in answers.values()} == {server}
        assert isolated.status(server)
    assert_gone(server)


@FORKING
def test_a_process_with_threads_is_not_copied() -> None:
    with Pool(2, Setup(isolated.prepare_with_a_thread), ROOMY) as pool:
        assert all(made_in == pid for pid, (made_in, _) in of_both(pool, isolated.made_in_and_parent).items())


@FORKING
def test_a_server_of_forks_that_ended_is_replaced() -> None:
    with Pool(1, Setup(isolated.prepare_in), ROOMY) as pool:
        server, _ = pool.run(isolated.made_in_and_parent)
        worker = pool.acquire()
        os.kill(server, signal.SIGKILL)
        assert_gone(worker.pid)
        pool.release(worker)
        deadline = time.monotonic() + 60
        while (again := _server_of(pool)) in (None, server) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert again not in (None, server)


def _server_of(pool: Pool) -> int | None:
    try:
        made_in, _ = pool.run(isolated.made_in_and_parent)
    except ScorerError:
        return None
    return int(made_in)


@FORKING
def test_a_server_of_forks_that_ended_while_idle_is_replaced_though_nobody_asks() -> None:
    with Pool(2, Setup(isolated.prepare_in), ROOMY) as pool:
        server, _ = pool.run(isolated.made_in_and_parent)
        until(lambda: len(pool._idle) == 2)
        ended = [worker.pid for worker in pool._idle]
        os.kill(server, signal.SIGKILL)
        for process in ended:
            assert_gone(process)
        until(lambda: pool.ready)


@FORKING
def test_where_no_more_copies_can_be_had_those_at_work_go_on_and_the_next_waits_for_them() -> None:
    with Pool(2, Setup(isolated.prepare_to_be_copied, (1,)), ROOMY) as pool, ThreadPoolExecutor(2) as threads:
        worker = pool.acquire()
        until(lambda: pool._failure)
        second = threads.submit(pool.run, isolated.pid)
        assert worker.call(isolated.echo, 1) == 1
        pool.release(worker)
        assert second.result(60) == worker.pid


def test_an_interpreter_without_the_calls_that_hold_a_process_forks_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    assert not forks.possible.__wrapped__()


@FORKING
def test_copies_hold_nothing_of_each_other_nor_of_the_server() -> None:
    """What strangers take over must not reach the pipes by which others are called or made."""
    with Pool(2, READY, ROOMY) as pool:
        assert [len(found) for found in of_both(pool, isolated.sockets).values()] == [1, 1]


_PARENT = """
import sys, time, threading
from pathlib import Path
from tests import isolated
from scorer.isolation import Limits, Pool, Setup
pool = Pool(1, Setup(isolated.prepare, ("given",)), Limits())
print(pool.run(isolated.pid), flush=True)
threading.Thread(target=pool.run, args=(isolated.hang, Path(sys.argv[1])), daemon=True).start()
time.sleep(120)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_worker_ends_with_its_parent_even_amid_a_call(tmp_path: Path) -> None:
    root, begun = Path(__file__).resolve().parent.parent, tmp_path / "begun"
    command = [sys.executable, "-c", _PARENT, str(begun)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        while not begun.exists():
            time.sleep(0.02)
        assert isolated.status(worker)
        parent.kill()
        parent.wait()
    assert_gone(worker)
