"""What happens to events when a process ends or forks: each arrives exactly once, and nothing hangs."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.sdk_py.answering import Answer, AnsweringServer
from tests.sdk_py.programs import BEGINNING, ended, ran, started

EVENTS = """
def goals(beheld, count):
    for number in range(count):
        say(beheld.goal(visitor_id="ann", goal="g"))
"""


def each_once(server: AnsweringServer, out: str, count: int) -> None:
    """Assert that what a program said it sent has arrived, once."""
    ids = out.split()
    assert len(ids) == count
    assert Counter(server.ids) == Counter(ids)


def test_what_is_left_is_sent_when_the_process_ends(server: AnsweringServer) -> None:
    each_once(server, ran(EVENTS + "beheld = client(sys.argv[1])\ngoals(beheld, 3)", server.url), 3)


@pytest.mark.parametrize("ending", ["sys.exit(3)", "raise RuntimeError('a fault of the application')"])
def test_what_is_left_is_sent_however_the_program_ends(ending: str, server: AnsweringServer) -> None:
    process = started(EVENTS + "beheld = client(sys.argv[1])\ngoals(beheld, 3)\n" + ending, server.url)
    code, out, _ = ended(process)
    assert code != 0
    each_once(server, out, 3)


def test_a_client_nobody_holds_any_more_sends_what_it_took(server: AnsweringServer) -> None:
    each_once(server, ran(EVENTS + "goals(client(sys.argv[1]), 3)", server.url), 3)


def test_a_client_nobody_holds_any_more_ends_its_thread(server: AnsweringServer) -> None:
    program = """
beheld = client(sys.argv[1])
beheld.goal(visitor_id="ann", goal="g")
(thread,) = [thread for thread in threading.enumerate() if thread.name == "beheld-sender"]
del beheld
thread.join(20)
say(thread.is_alive())
"""
    assert ran(program, server.url).split() == ["False"]
    assert len(server.ids) == 1


def test_an_event_of_the_very_last_moment_is_sent_too(server: AnsweringServer) -> None:
    program = """
import atexit
beheld = client(sys.argv[1])
atexit.register(lambda: say(beheld.goal(visitor_id="ann", goal="g")))
"""
    each_once(server, ran(program, server.url), 1)


def test_a_collector_that_cannot_be_reached_does_not_hold_up_the_end() -> None:
    program = 'client("http://127.0.0.1:1", exit_timeout=0.1).goal(visitor_id="ann", goal="g")'
    code, _, err = ended(started(program))
    assert code == 0
    assert "1 events lost" in err


def test_a_collector_that_does_not_answer_does_not_hold_up_the_end(server: AnsweringServer) -> None:
    never = threading.Event()
    server.will_answer(Answer(after=never))
    program = 'client(sys.argv[1], exit_timeout=0.1, timeout=600).goal(visitor_id="ann", goal="g")'
    code, _, err = ended(started(program, server.url))
    never.set()
    assert code == 0
    assert "1 events lost" in err


def test_a_forked_child_leaves_the_events_of_before_to_its_parent(server: AnsweringServer) -> None:
    program = """
beheld = client(sys.argv[1])
goals(beheld, 3)
if (child := os.fork()) == 0:
    assert beheld.stats().waiting == beheld.stats().taken == 0
    goals(beheld, 2)
    sys.exit()
assert os.waitpid(child, 0)[1] == 0
"""
    each_once(server, ran(EVENTS + program, server.url), 5)


def test_workers_forked_by_a_master_send_what_they_took_when_they_stop(server: AnsweringServer) -> None:
    program = """
beheld = client(sys.argv[1])
children = []
for _ in range(4):
    ready, tell = os.pipe()
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        goals(beheld, 5)
        os.write(tell, b"ready")
        threading.Event().wait()
    os.read(ready, 5)
    children.append(child)
for child in children:
    os.kill(child, signal.SIGTERM)
    assert os.waitpid(child, 0)[1] == 0
"""
    each_once(server, ran(EVENTS + program, server.url), 20)


def test_forking_in_the_middle_of_the_work_neither_hangs_nor_repeats_anything(
    server: AnsweringServer, tmp_path: Path
) -> None:
    program = """
import warnings
warnings.filterwarnings("ignore", message=".*multi-threaded.*fork", category=DeprecationWarning)
beheld = client(sys.argv[1], spool=sys.argv[2], flush_interval=0, batch_events=5)
stop = threading.Event()
sent = []
def busy():
    while not stop.wait(0.0005):
        sent.append(beheld.goal(visitor_id="ann", goal="g"))
threads = [threading.Thread(target=busy) for _ in range(3)]
for thread in threads:
    thread.start()
for _ in range(30):
    if (child := os.fork()) == 0:
        say(beheld.goal(visitor_id="child", goal="g"))
        os._exit(0 if beheld.close(20) else 1)
    assert os.waitpid(child, 0)[1] == 0
stop.set()
for thread in threads:
    thread.join()
assert beheld.close(20)
say(*sent)
say(os.listdir(sys.argv[2]))
"""
    dropped, left, _ = ran(program, server.url, tmp_path).rsplit("\n", 2)
    assert left == "[]"
    assert Counter(server.ids) == Counter(dropped.split())
    assert len(dropped.split()) > 30


def test_a_child_of_multiprocessing_sends_what_it_took_when_it_ends(server: AnsweringServer) -> None:
    program = """
import multiprocessing
beheld = client(sys.argv[1])
child = multiprocessing.get_context("fork").Process(target=lambda: goals(beheld, 3))
child.start()
child.join()
goals(beheld, 1)
"""
    each_once(server, ran(EVENTS + program, server.url), 4)


def test_a_connection_of_the_parent_is_not_used_by_its_child(server: AnsweringServer) -> None:
    program = """
beheld = Beheld(sys.argv[1], "sk_a-key-of-this-test", read_key="rk_a-read-key")
beheld.visitor("parent")
if (child := os.fork()) == 0:
    beheld.visitor("child")
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
beheld.visitor("parent again")
"""
    server.will_answer(*[Answer(200, {})] * 3)
    ran(program, server.url)
    parent, child, parent_again = (requests.connection for requests in server.received)
    assert parent == parent_again != child


WORK_OF_A_POOL = """
beheld = client(os.environ["BURL"])

def work(number):
    return beheld.goal(visitor_id="v", goal="g")
"""


def test_workers_of_a_pool_that_is_left_send_what_they_took(server: AnsweringServer) -> None:
    program = """
import multiprocessing
beheld = client(sys.argv[1])

def work(number):
    return beheld.goal(visitor_id=f"v{number}", goal="g")

with multiprocessing.get_context("fork").Pool(2) as pool:
    say(*pool.map(work, range(20), chunksize=1))
"""
    each_once(server, ran(program, server.url), 20)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_of_a_pool_that_are_replaced_after_each_task_send_what_they_took(
    method: str, server: AnsweringServer, tmp_path: Path
) -> None:
    module = tmp_path / "work_of_a_pool.py"
    module.write_text(
        BEGINNING + "beheld = client(os.environ['BURL'])\ndef work(n): return beheld.goal(visitor_id='v', goal='g')"
    )
    program = f"""
import multiprocessing
os.environ["BURL"] = sys.argv[1]
sys.path.insert(0, sys.argv[2])
import work_of_a_pool
pool = multiprocessing.get_context("{method}").Pool(2, maxtasksperchild=1)
say(*pool.map(work_of_a_pool.work, range(6), chunksize=1))
pool.close()
pool.join()
"""
    each_once(server, ran(program, server.url, tmp_path), 6)


def test_a_worker_that_is_terminated_ends_by_that_signal(server: AnsweringServer) -> None:
    program = """
import multiprocessing
beheld = client(sys.argv[1])

def work(tell):
    say(beheld.goal(visitor_id="v", goal="g"))
    tell.send_bytes(b"told")
    threading.Event().wait()

hear, tell = multiprocessing.Pipe()
child = multiprocessing.get_context("fork").Process(target=work, args=(tell,))
child.start()
hear.recv_bytes()
child.terminate()
child.join()
assert child.exitcode == -signal.SIGTERM, child.exitcode
"""
    each_once(server, ran(program, server.url), 1)


def test_a_program_that_sees_to_the_signal_itself_is_left_alone(server: AnsweringServer) -> None:
    program = """
import multiprocessing
beheld = client(sys.argv[1])

def work(tell):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))
    say(beheld.goal(visitor_id="v", goal="g"))
    tell.send_bytes(b"told")
    threading.Event().wait()

hear, tell = multiprocessing.Pipe()
child = multiprocessing.get_context("fork").Process(target=work, args=(tell,))
child.start()
hear.recv_bytes()
child.terminate()
child.join()
assert child.exitcode == 7, child.exitcode
"""
    each_once(server, ran(program, server.url), 1)


def test_a_pool_of_executors_sends_what_it_took(server: AnsweringServer) -> None:
    program = """
import multiprocessing, warnings
from concurrent.futures import ProcessPoolExecutor
warnings.simplefilter("ignore", DeprecationWarning)
beheld = client(sys.argv[1])

def work(number):
    return beheld.goal(visitor_id=f"v{number}", goal="g")

with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
    say(*pool.map(work, range(6)))
"""
    each_once(
        server, ran("import warnings; warnings.simplefilter('ignore', DeprecationWarning)" + program, server.url), 6
    )


def test_a_pool_that_is_left_does_not_hang_on_a_collector_that_is_away() -> None:
    program = """
import multiprocessing
beheld = client("http://127.0.0.1:1", exit_timeout=0.2)

def work(number):
    return beheld.goal(visitor_id=f"v{number}", goal="g")

with multiprocessing.get_context("fork").Pool(2) as pool:
    pool.map(work, range(4), chunksize=1)
"""
    code, _, err = ended(started(program))
    assert code == 0
    assert "events lost" in err
