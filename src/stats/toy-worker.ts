// The module of a thread that throws toys.
import { serveThread } from "../wasm/thread.ts";
import { doToys, type ToyTask } from "./toy-task.ts";

serveThread((message) => ({ message: doToys(message as ToyTask), transfer: [] }));
