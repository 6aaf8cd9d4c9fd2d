// The threads that decompress. They are started when first asked for, used by every reading after
// that, and ended when nothing was read for a while.
import { startThread, type Thread, type ThreadModule } from "../wasm/thread.ts";
import type { Packed } from "./packed.ts";
import type { Task, TaskDone } from "./unpack-task.ts";

const module: ThreadModule = {
  name: "codec/unpack-worker",
  from: import.meta.url,
  inPage: () =>
    new Worker(new URL("../codec/unpack-worker.js", import.meta.url), { type: "module" }),
};

/** Tasks that a thread has at most: one to work on, the others so that it need not wait. */
const DEPTH = 3;
/** Threads are ended after so many ms without work; they hold some MB. */
const IDLE_MS = 5_000;
/** Buffers that are kept for the next tasks: at most so many bytes. */
const MAX_SPARE_BYTES = 32 * 2 ** 20;
const MIN_BUFFER = 2 ** 20;

/** Blocks that are decompressed together, in one message there and one back. */
export interface Batch {
  readonly blocks: readonly Packed[];
  /** One for each block; `release` is called when nobody looks at its bytes any more. */
  done(unpacked: readonly Uint8Array[], release: () => void): void;
  /** It was not decompressed, and will not be. */
  failed(): void;
}

/** Who has something to decompress. */
export interface Client {
  /** Threads that it wants at most. */
  readonly threads: number;
  /** What to do next, if anything. */
  next(): Batch | undefined;
}

class Member {
  readonly tasks = new Map<number, Batch>();
  thread: Thread | undefined;
  ready = false;
}

const clients = new Set<Client>();
const members: Member[] = [];
/** None is started again after one that could not run. */
let refused = false;
let lastId = 0;
let tasksDone = 0;
let idle: ReturnType<typeof setTimeout> | undefined;
const spare: ArrayBuffer[] = [];

/** Threads work for `client` until it is removed. Those that are not there yet are started. */
export function addClient(client: Client): void {
  clearTimeout(idle);
  clients.add(client);
  while (members.length < client.threads && !refused) start();
  refill();
}

/** What is under way for it is still answered. */
export function removeClient(client: Client): void {
  clients.delete(client);
  if (clients.size > 0 || members.length === 0) return;
  clearTimeout(idle);
  idle = setTimeout(endThreads, IDLE_MS);
  (idle as { unref?: () => void }).unref?.();
}

/** Gives the threads what there is to do. Called when something was added. */
export function refill(): void {
  // In rounds: each has something before one has more.
  for (let depth = 1; depth <= DEPTH; depth++) {
    for (const [i, member] of members.entries()) {
      if (!member.ready || member.tasks.size >= depth) continue;
      const batch = nextBatch(i);
      if (batch !== undefined) send(member, batch);
    }
  }
}

/** Other threads that there are, and how many tasks all of them have done up to now. */
export interface ThreadUsage {
  readonly threads: number;
  readonly tasks: number;
}

/** @returns what the threads that `workers` asks for have done for this one */
export function threadUsage(): ThreadUsage {
  return { threads: members.length, tasks: tasksDone };
}

/** Ends all threads at once; the next reading starts others. */
function endThreads(): void {
  for (const { thread, tasks } of members.splice(0)) {
    thread?.end();
    for (const batch of tasks.values()) batch.failed();
  }
  spare.length = 0;
}

function start(): void {
  const member = new Member();
  members.push(member);
  member.thread = startThread(module, {
    ready() {
      member.ready = true;
      refill();
    },
    message: (message) => answered(member, message as TaskDone),
    failed: () => drop(member),
  });
  if (member.thread === undefined) drop(member);
}

function drop(member: Member): void {
  refused = true;
  const at = members.indexOf(member);
  if (at >= 0) members.splice(at, 1);
  for (const batch of member.tasks.values()) batch.failed();
  member.tasks.clear();
}

function nextBatch(place: number): Batch | undefined {
  for (const client of clients) {
    const batch = place < client.threads ? client.next() : undefined;
    if (batch !== undefined) return batch;
  }
  return undefined;
}

function send(member: Member, batch: Batch): void {
  let packed = 0;
  let length = 0;
  for (const block of batch.blocks) {
    packed += block.bytes.byteLength;
    length += block.length;
  }
  const buffer = takeBuffer(Math.max(packed, length));
  const bytes = new Uint8Array(buffer);
  let at = 0;
  const blocks = batch.blocks.map((block) => {
    const begin = at;
    bytes.set(block.bytes, begin);
    at += block.bytes.byteLength;
    const frames = block.frames.map((frame) => {
      return { ...frame, start: begin + frame.start, stop: begin + frame.stop };
    });
    return { frames, length: block.length };
  });
  const task: Task = { id: ++lastId, buffer, blocks };
  member.tasks.set(task.id, batch);
  if (member.tasks.size === 1) member.thread?.keepAlive(true);
  member.thread?.post(task, [buffer]);
}

function answered(member: Member, { id, buffer, good }: TaskDone): void {
  tasksDone++;
  const batch = member.tasks.get(id);
  member.tasks.delete(id);
  refill();
  if (member.tasks.size === 0) member.thread?.keepAlive(false);
  if (batch === undefined || !good) {
    giveBuffer(buffer);
    batch?.failed();
    return;
  }
  let users = batch.blocks.length;
  let at = 0;
  const unpacked = batch.blocks.map(({ length }) => {
    at += length;
    return new Uint8Array(buffer, at - length, length);
  });
  batch.done(unpacked, () => {
    if (--users === 0) giveBuffer(buffer);
  });
}

function takeBuffer(bytes: number): ArrayBuffer {
  if (bytes > MAX_SPARE_BYTES) return new ArrayBuffer(bytes);
  const size = Math.max(MIN_BUFFER, 2 ** (32 - Math.clz32(bytes - 1)));
  const at = spare.findIndex(({ byteLength }) => byteLength === size);
  return at >= 0 ? spare.splice(at, 1)[0] : new ArrayBuffer(size);
}

function giveBuffer(buffer: ArrayBuffer): void {
  spare.push(buffer);
  let bytes = spare.reduce((sum, { byteLength }) => sum + byteLength, 0);
  while (bytes > MAX_SPARE_BYTES) bytes -= spare.shift()?.byteLength ?? 0;
}
