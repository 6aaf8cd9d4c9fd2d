import * as corrections from "../../src/corrections/index.ts";
import { testExamples } from "../doc-examples.ts";

await testExamples("docs/corrections.md", 2, corrections);
