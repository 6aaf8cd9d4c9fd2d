"""Between a driver in Node and a Dask scheduler: frames on stdin and stdout, dask's client on the other side.

    driver -> bridge   connect {target, tls, timeout}
                       bundle {node, nodeArgs} + bytes
                       run {run: {id, ...}, items, retries, tree, workersTimeout}; with {counts: true}
                         items are files to be counted, some each
                       cancel {run: id}; close {}
    bridge -> driver   hello {python, distributed}
                       connected {address, workers}
                       chunk {run, told}, in any order, each chunk perhaps twice
                       part {run} + bytes, of each chunk, where the driver sums
                       retry {run, error}
                       result {run} + bytes; error {run, error: {kind, message, failure}}

It ends when its stdin does, so that nothing stays behind when the driver dies.
"""

import asyncio
import hashlib
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import threading
import uuid
import zipfile
from pathlib import Path

#: Seconds for what ends: the driver gives up waiting a little later.
CLOSING = 5
#: Kinds of failure that another trial does not change.
FINAL = {"user", "file", "oom", "node"}

JOBQUEUE = {
    "htcondor": "HTCondorCluster",
    "lsf": "LSFCluster",
    "moab": "MoabCluster",
    "oar": "OARCluster",
    "pbs": "PBSCluster",
    "sge": "SGECluster",
    "slurm": "SLURMCluster",
}


class Problem(Exception):
    """Said to the driver in words."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.error = {"kind": kind, "message": message}


def load_worker_module():
    """worker.py under a name of its content: the scheduler unpickles its functions by that name, and
    drivers of several versions may share a scheduler."""
    path = Path(__file__).with_name("worker.py")
    name = f"hepwasm_worker_{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


class Bridge:
    def __init__(self, worker, out):
        self.worker = worker
        self.source = Path(worker.__file__).read_bytes()
        self.out = out
        self.client = None
        self.address = None
        self.cluster = None
        self.bundle = None
        self.runs = {}
        self.cleaning = set()

    def emit(self, header, payload=b""):
        self.worker.write_frame(self.out, header, payload)

    async def connect(self, message):
        from distributed import Client
        from distributed.security import Security

        target = message["target"]
        tls = message.get("tls")
        security = None
        if tls is not None:
            security = Security(
                tls_ca_file=tls.get("ca"),
                tls_client_cert=tls.get("cert"),
                tls_client_key=tls.get("key"),
                tls_scheduler_cert=tls.get("cert"),
                tls_scheduler_key=tls.get("key"),
                tls_worker_cert=tls.get("cert"),
                tls_worker_key=tls.get("key"),
                require_encryption=True,
            )
        if "address" in target:
            address = target["address"]
        else:
            self.cluster = await start_cluster(target, security)
            address = self.cluster
        try:
            self.client = await Client(
                address,
                asynchronous=True,
                security=security,
                timeout=message["timeout"],
                set_as_default=False,
            )
        except (OSError, TimeoutError, ValueError) as error:
            raise Problem(
                "scheduler", f"no Dask scheduler answers at {target.get('address')}: {first_line(error)}"
            ) from error
        except TypeError as error:
            if tls is not None or "TLS" not in str(error):
                raise
            raise Problem(
                "scheduler", f"{target.get('address')} wants certificates: pass {{ tls: {{ ca, cert, key }} }}"
            ) from error
        await self.upload_worker()
        workers = await self.count_workers()
        self.address = self.client.scheduler.address
        self.emit({"op": "connected", "address": self.address, "workers": workers})

    async def upload_worker(self):
        """Sends worker.py under the name of its module: once to a scheduler, which keeps it for later workers, so
        that a thousand runs leave there what one does."""
        from distributed.diagnostics.plugin import SchedulerUploadFile, UploadFile

        name = self.worker.__name__
        # Only for as long as it is read: a bridge that is killed leaves no folder behind.
        with tempfile.TemporaryDirectory(prefix="hepwasm-dask-") as folder:
            # Compressed: Dask takes less than 10,000 bytes at once, and more only after a worker that starts has
            # unpickled the other plugins, which need this one.
            file = Path(folder) / f"{name}.zip"
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(f"{name}.py", self.source)
            assert file.stat().st_size < 10_000
            there, beside = SchedulerUploadFile(str(file)), UploadFile(str(file))
        there.idempotent = True
        await self.client.register_plugin(there, name=name)
        await self.client.register_plugin(self.worker.Janitor(), name=f"{name}.Janitor")
        # Not the same for workers: who comes second would go on before they all have it.
        await self.register(beside, name)

    async def send_bundle(self, message, bundle):
        """Sends the files of a processor to all workers, those to come included; of no other one any more."""
        await self.take_back()
        self.bundle = self.worker.plugin_name(self.client.id, uuid.uuid4())
        plugin = self.worker.NodePlugin(self.bundle, bundle, message["node"], message["nodeArgs"])
        await self.register(plugin, self.bundle)
        self.emit({"op": "sent"})

    async def register(self, plugin, name):
        """Gives all workers a plugin, those to come included. One that dies meanwhile is in nobody's way."""
        for trial in range(4):
            try:
                return await self.heard_by_all(self.client.register_plugin(plugin, name=name))
            except OSError:
                if trial == 3 or self.client.status != "running":
                    raise
                await asyncio.sleep(0.5)

    async def heard_by_all(self, telling):
        """Waits until all workers have heard, but for those that close: these get no work, and may never answer."""
        task = asyncio.ensure_future(telling)
        while True:
            done, _ = await asyncio.wait({task}, timeout=CLOSING)
            if done:
                return task.result()
            workers = (await self.client.scheduler.identity())["workers"].values()
            if any(worker["status"] != "running" for worker in workers):
                task.cancel()
                return

    async def take_back(self):
        """Takes the processor's files, and the Node children, from the workers."""
        name, self.bundle = self.bundle, None
        if name is not None:
            await self.heard_by_all(self.client.unregister_worker_plugin(name))

    async def run(self, message):
        run = message["run"]["id"]
        failed = asyncio.get_running_loop().create_future()

        def heard(event):
            _, told = event
            if "chunk" in told:
                self.emit({"op": "chunk", "run": run, "told": told["chunk"]})
                return
            error = json.loads(told["failed"])
            if error["kind"] not in FINAL:
                self.emit({"op": "retry", "run": run, "error": error})
            elif not failed.done():
                failed.set_result(error)

        self.client.subscribe_topic(run, heard)
        futures = []
        try:
            futures = self.submit(message)
            waiting = asyncio.ensure_future(self.result(run, futures, message))
            watching = asyncio.ensure_future(self.watch_workers(message["workersTimeout"]))
            tasks = {waiting, watching, failed}
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in (failed, waiting, watching):
                    if task in done:
                        answer = task.result()
                        break
            finally:
                waiting.cancel()
                watching.cancel()
        finally:
            # Also when it is cancelled once more, because the bridge ends.
            cleaning = asyncio.ensure_future(self.clean_up(run, futures))
            self.cleaning.add(cleaning)
            cleaning.add_done_callback(self.cleaning.discard)
            await asyncio.shield(cleaning)
        # Only now: nothing of the run is left on the workers.
        if isinstance(answer, bytes):
            self.emit({"op": "result", "run": run}, answer)
        else:
            self.emit({"op": "error", "run": run, "error": answer})

    def submit(self, message):
        """All chunks, and their sums in a tree: returns the future of its top, or those of all chunks where the
        driver sums.

        Blocks of a power of two are subtrees of the tree in which the iterative executor merges.
        """
        tree, items = message["tree"], message["items"]
        run, info = message["run"]["id"], message["run"]
        more = {"pure": False, "retries": message["retries"]}
        count = len(items)
        work, word = (self.worker.count, "count") if message.get("counts") else (self.worker.process, "chunk")
        level = self.client.map(
            work, [self.bundle] * count, [info] * count, items, key=f"{run}-{word}", **more
        )
        depth = 0
        while tree > 0 and len(level) > 1:
            depth += 1
            blocks = [level[i : i + tree] for i in range(0, len(level), tree)]
            # Sums go before chunks: they free memory.
            level = self.client.map(
                self.worker.merge,
                [self.bundle] * len(blocks),
                [info] * len(blocks),
                blocks,
                key=f"{run}-sum{depth}",
                priority=10 * depth,
                **more,
            )
        return level

    async def result(self, run, futures, message):
        """The bytes of the sum, or what went wrong."""
        from distributed.scheduler import KilledWorker

        try:
            if message["tree"] > 0:
                return await futures[0]

            async def pass_on(future):
                self.emit({"op": "part", "run": run}, await future)
                future.release()

            await asyncio.gather(*map(pass_on, futures))
            return b""
        except self.worker.Failed as error:
            return json.loads(error.text)
        except KilledWorker as error:
            index = error.task.rpartition("-")[2] if f"{run}-chunk" in error.task else ""
            where = {"item": message["items"][int(index)]["index"]} if index.isdigit() else {}
            text = f"{error.allowed_failures + 1} Dask workers died while they had it"
            return {"kind": "lost", "message": text, **where}
        except asyncio.CancelledError:
            raise
        except Exception as error:
            return await self.words(error)

    async def words(self, error):
        """An error of Dask's, for the driver."""
        try:
            # Whoever ends shows as many an error.
            if self.address is not None and self.client.status != "running":
                raise OSError
            if self.address is not None:
                await asyncio.wait_for(self.count_workers(), CLOSING)
        except (OSError, TimeoutError, asyncio.TimeoutError):
            return {"kind": "scheduler", "message": f"the connection to the scheduler at {self.address} was lost"}
        return {"kind": "dask", "message": f"{type(error).__name__}: {first_line(error)}"}

    async def watch_workers(self, timeout):
        """Returns an error when there has been no worker for a while."""
        missing = 0
        pause = min(5, timeout)
        while True:
            await asyncio.sleep(pause)
            missing = missing + pause if await self.count_workers() == 0 else 0
            if missing >= timeout:
                return {
                    "kind": "scheduler",
                    "message": f"the scheduler at {self.address} has had no workers for {timeout} s",
                }

    async def count_workers(self):
        return len((await self.client.scheduler.identity())["workers"])

    async def clean_up(self, run, futures):
        """Ends what the workers still do for a run."""
        try:
            self.client.unsubscribe_topic(run)
            if any(not future.done() for future in futures):
                await asyncio.wait_for(self.client.cancel(futures, force=True), CLOSING)
                work = self.client.run(self.worker.stop, self.bundle, run, on_error="ignore")
                await asyncio.wait_for(work, CLOSING)
        except Exception as error:
            print(f"hepwasm-dask: cleaning up: {error!r}", file=sys.stderr)

    async def close(self):
        runs = list(self.runs.values())
        for task in runs:
            task.cancel()
        await asyncio.gather(*runs, return_exceptions=True)
        if self.cleaning:
            await asyncio.wait(self.cleaning, timeout=CLOSING)
        closing = [self.take_back] + [thing.close for thing in (self.client, self.cluster) if thing is not None]
        for close in closing:
            try:
                await asyncio.wait_for(close(), CLOSING)
            except Exception as error:
                print(f"hepwasm-dask: closing: {error!r}", file=sys.stderr)

    async def serve(self, queue):
        while True:
            frame = await queue.get()
            if frame is None:
                return
            message, payload = frame
            op = message["op"]
            if op == "connect":
                await self.guard(None, self.connect(message))
            elif op == "bundle":
                await self.guard(None, self.send_bundle(message, payload))
            elif op == "run":
                run = message["run"]["id"]
                task = asyncio.ensure_future(self.guard(run, self.run(message)))
                self.runs[run] = task
                task.add_done_callback(lambda _, run=run: self.runs.pop(run, None))
            elif op == "cancel" and message["run"] in self.runs:
                self.runs[message["run"]].cancel()
            elif op == "close":
                # What was cancelled before, and what is cleaned up, comes to its end.
                return

    async def guard(self, run, work):
        try:
            await work
        except asyncio.CancelledError:
            self.emit(
                {"op": "error", "run": run, "error": {"kind": "cancelled", "message": "the run was stopped"}}
            )
        except Problem as problem:
            self.emit({"op": "error", "run": run, "error": problem.error})
        except Exception as error:
            self.emit({"op": "error", "run": run, "error": await self.words(error)})


async def start_cluster(target, security):
    """A cluster on this machine, or one whose workers are jobs of a batch system."""
    import dask

    if "local" in target:
        from distributed import LocalCluster

        # Chunks are alike and many: with the default the scheduler hands out each when one is done.
        dask.config.set({"distributed.scheduler.worker-saturation": float("inf")})
        return await LocalCluster(
            n_workers=target["local"],
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            asynchronous=True,
            security=security,
        )
    queue = target["jobqueue"]
    try:
        import dask_jobqueue
    except ImportError as error:
        raise Problem(
            "package", f"{sys.executable} has no package dask_jobqueue; pip install dask-jobqueue"
        ) from error
    name = JOBQUEUE.get(queue["kind"])
    if name is None:
        known = ", ".join(JOBQUEUE)
        raise Problem("jobqueue", f'no batch system "{queue["kind"]}" is known; there are {known}')
    kind = getattr(dask_jobqueue, name)
    command = (getattr(kind.job_cls, "submit_command", None) or "").split(" ")[0]
    if command and shutil.which(command) is None:
        raise Problem("jobqueue", f'there is no "{command}" here to submit jobs with')
    options = dict(queue.get("options") or {})
    if security is not None:
        options["security"] = security
    try:
        cluster = await kind(asynchronous=True, **options)
    except (TypeError, ValueError) as error:
        raise Problem("jobqueue", f"{name}: {first_line(error)}") from error
    cluster.scale(jobs=queue["jobs"])
    return cluster


def first_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


async def serve(worker, stdin, out):
    import distributed

    bridge = Bridge(worker, out)
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()

    def listen():
        try:
            while True:
                frame = worker.read_frame(stdin)
                loop.call_soon_threadsafe(queue.put_nowait, frame)
        except (EOFError, ValueError, OSError) as error:
            if not isinstance(error, EOFError):
                print(f"hepwasm-dask: {error}", file=sys.stderr)
            loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=listen, daemon=True).start()
    bridge.emit(
        {"op": "hello", "python": sys.version.split()[0], "distributed": distributed.__version__}
    )
    try:
        await bridge.serve(queue)
    finally:
        await bridge.close()


def main():
    # What packages print must not get between the frames.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    stdin = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    asyncio.run(serve(load_worker_module(), stdin, out))
    out.close()
    # Threads of packages may outlive their use.
    sys.stderr.flush()
    os._exit(0)
