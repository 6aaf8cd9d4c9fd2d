import * as tasks from "./tasks.ts";

Object.assign(globalThis, { tasks });
