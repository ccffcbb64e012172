import { requireNode } from "./require-node.mjs";

// Loaded only after the check: an old Node would stop at the first modern line with a message about syntax.
if (requireNode()) import("./hand-over.mjs").then(({ handOver }) => handOver("./demo.ts"));
