"""What runs in each Dask worker: a plugin that keeps Node children, and the tasks that they do.

One file that imports nothing of its package: it is uploaded to scheduler and workers as it is. Results pass
through as bytes; only Node knows what is in them.
"""

import asyncio
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import zlib
from collections import deque

from distributed import Reschedule, SchedulerPlugin, WorkerPlugin, get_worker

#: Of the frames, in both directions, and of what is in them.
VERSION = 1
#: A header is JSON of a few kilobytes; more is not a frame.
MAX_HEADER = 1 << 30

_LENGTH = struct.Struct("<I")


def write_frame(stream, header, payload=b""):
    """u32le length of the header | header, JSON, with the size of the payload | payload."""
    text = json.dumps({"v": VERSION, **header, "size": len(payload)}).encode()
    stream.write(_LENGTH.pack(len(text)) + text)
    if payload:
        stream.write(payload)
    stream.flush()


def read_frame(stream):
    """The next header and payload. Raises EOFError where the stream ends."""
    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    if length > MAX_HEADER:
        raise ValueError(f"a header of {length} bytes: this is no stream of frames")
    header = json.loads(_read(stream, length))
    if header.get("v") != VERSION:
        raise ValueError(f"frames of version {header.get('v')}: this is version {VERSION}")
    return header, _read(stream, header["size"])


def _read(stream, size):
    data = bytearray()
    while len(data) < size:
        some = stream.read(size - len(data))
        if not some:
            raise EOFError
        data += some
    return bytes(data)


class Failed(Exception):
    """Work that failed; its one argument is JSON {kind, message, failure}, as the driver reads it."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text

    def __str__(self):
        return json.loads(self.text)["message"]


def failed(kind, message, **more):
    return Failed(json.dumps({"kind": kind, "message": message, **more}))


class Child:
    """One Node process, doing one piece of work at a time."""

    def __init__(self, argv, folder):
        try:
            self.process = subprocess.Popen(
                argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
            )
        except OSError as error:
            name = os.uname().nodename
            raise failed(
                "node", f"the worker on {name} cannot start {argv[0]}: {error.strerror}"
            ) from None
        #: The last it said, for the message when it dies.
        self.said = deque(maxlen=60)
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self):
        for line in self.process.stderr:
            text = line.decode(errors="replace").rstrip()
            self.said.append(text)
            print(text, flush=True)

    def call(self, header, payload=b""):
        try:
            write_frame(self.process.stdin, header, payload)
            return read_frame(self.process.stdout)
        except (EOFError, OSError):
            raise self._lost() from None
        except (ValueError, KeyError):
            # Whatever follows would be taken for an answer.
            self.kill()
            name = os.uname().nodename
            raise failed(
                "node",
                f"the worker on {name}: what {self.process.args[0]} writes to its standard output are no frames;"
                " is it a script that prints something of its own?",
            ) from None

    def _lost(self):
        self.kill()
        # All that it said, unless a process of its own still may say something.
        self.listener.join(5)
        status = self.process.returncode
        said = "\n".join(self.said)
        # Node's own words where V8 gives up, and the one who kills when a machine has no memory left.
        if "heap out of memory" in said or "Array buffer allocation failed" in said:
            line = next((s for s in self.said if "out of memory" in s), "").strip()
            return failed("oom", f"the Node child ran out of memory: {line}", said=said)
        how = f"status {status}" if status >= 0 else signal.Signals(-status).name
        hint = "; has the machine run out of memory?" if how == "SIGKILL" else ""
        # What an uncaught error says stands above its stack.
        thrown = [text for text in self.said if re.match(r"(Uncaught )?\w*Error\b", text)]
        last = f": {(thrown or self.said)[-1]}" if self.said else ""
        return failed("lost", f"the Node child ended ({how}){hint}{last}", said=said)

    def alive(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        self.process.wait()


class NodePlugin(WorkerPlugin):
    """Holds what a processor needs on a worker: its files, and a Node child for each of the worker's threads."""

    def __init__(self, name, bundle, node, node_args):
        self.name = name
        self.bundle = bundle
        self.node = node
        self.node_args = node_args

    def setup(self, worker):
        self.worker = worker
        self.lock = threading.Lock()
        self.idle = []
        #: Children at work, each with the run that it works for.
        self.busy = {}
        self.stopped = set()
        self.ended = False
        self.folder = tempfile.mkdtemp(prefix="hepwasm-", dir=worker.local_directory)
        unpack(self.bundle, self.folder)

    def teardown(self, worker):
        with self.lock:
            self.ended = True
            children = [*self.idle, *self.busy]
            self.idle.clear()
        for child in children:
            child.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self, run):
        """Ends the children that work for a run, whatever they do; no more are started for it."""
        with self.lock:
            self.stopped.add(run)
            children = [child for child, of in self.busy.items() if of == run]
        for child in children:
            child.kill()

    def call(self, run, header, payload=b""):
        with self.lock:
            if run["id"] in self.stopped:
                raise failed("cancelled", "the run was stopped")
            if self.ended:
                # The worker closes: others go on with what it had.
                raise Reschedule()
            self.idle = [child for child in self.idle if child.alive()]
            child = self.idle.pop() if self.idle else None
            if child is None:
                entry = os.path.join(self.folder, "engine", "dist", "process", "dask-child.js")
                child = Child([self.node, *self.node_args, entry, self.folder], self.folder)
            self.busy[child] = run["id"]
        try:
            reply, result = child.call({**header, "run": run}, payload)
        finally:
            with self.lock:
                del self.busy[child]
                if child.alive() and not self.ended:
                    self.idle.append(child)
        if not reply["ok"]:
            raise Failed(json.dumps(reply["error"]))
        return reply, result


class Janitor(SchedulerPlugin):
    """On the scheduler: takes from the workers what a client leaves there that is gone without a word, as a bridge
    that was killed. Its children would stay, and work for nobody where a processor never returns."""

    #: One is enough, for all clients.
    idempotent = True

    def __init__(self):
        self.tasks = set()

    def remove_client(self, scheduler, client):
        for name in list(scheduler.worker_plugins):
            if name.startswith(plugin_name(client)):
                task = asyncio.ensure_future(scheduler.unregister_worker_plugin(None, name))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)


def plugin_name(client, bundle=""):
    """Of the files that a client sends."""
    return f"hepwasm-{client}-{bundle}"


def unpack(bundle, folder):
    """u32le length | JSON {files: [[path, size], ...]} | their bytes, all deflated."""
    data = zlib.decompress(bundle)
    (length,) = _LENGTH.unpack_from(data)
    at = _LENGTH.size + length
    for path, size in json.loads(data[_LENGTH.size : at])["files"]:
        place = os.path.realpath(os.path.join(folder, path))
        if not place.startswith(os.path.realpath(folder) + os.sep):
            raise ValueError(f"{path} leaves the folder of the run")
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(data[at : at + size])
        at += size


def _tell(run, event):
    get_worker().log_event(run["id"], event)


def _call(name, run, header, payload=b"", **more):
    plugin = get_worker().plugins.get(name)
    if plugin is None:
        raise failed("cancelled", "the run is over")
    try:
        return plugin.call(run, header, payload)
    except Failed as error:
        told = Failed(json.dumps({**more, **json.loads(error.text)}))
        # The driver need not wait for further trials of what fails each time.
        _tell(run, {"failed": told.text})
        raise told from None


def process(name, run, item):
    """The result of one chunk, in bytes."""
    reply, result = _call(name, run, {"op": "process", "item": item}, item=item["index"])
    _tell(run, {"chunk": reply["told"]})
    return result


def count(name, run, batch):
    """What is in some files, as JSON in bytes."""
    return _call(name, run, {"op": "count", "files": batch["files"]})[1]


def merge(name, run, parts):
    """The sum of several results, in bytes."""
    sizes = [len(part) for part in parts]
    return _call(name, run, {"op": "merge", "sizes": sizes}, b"".join(parts))[1]


def stop(name, run, dask_worker=None):
    """Ends what a worker does for a run."""
    plugin = dask_worker.plugins.get(name)
    if plugin is not None:
        plugin.stop(run)
