import * as corrections from "../../src/corrections/index.ts";
import { columnFrom } from "../../src/wasm/index.ts";
import { testExamples } from "../doc-examples.ts";

await testExamples("docs/corrections.md", 3, { ...corrections, columnFrom });
