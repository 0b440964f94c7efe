import { FlushDialog, OperationDialog, TimedDialog } from "./operation-dialog.js";
import { ResizeDialog } from "./resize-dialog.js";

const ENDS = { name: "timeout", words: "Waits at most", standard: "PT1M", offered: ["PT10S", "PT1M", "PT5M", "PT15M", "PT1H"] };
const FAILS = { name: "deadline", words: "Has failed after", standard: "PT5S", offered: ["PT1S", "PT5S", "PT30S"] };

/** What an operator can have done to a pool, in the order in which it is offered; each makes its dialog. */
export const OPERATIONS = {
  settings: (pool) => new ResizeDialog(pool),
  recycle: (pool) => new TimedDialog("recycle", pool, "Replaces every connection; none that is in use is cut.", ENDS),
  ping: (pool) => new TimedDialog("ping", pool, "Borrows one connection and has it validated.", FAILS),
  warm: (pool) => new OperationDialog("warm", pool, "Opens connections up to min, and has min kept from then on."),
  drain: (pool) => new TimedDialog(
    "drain",
    pool,
    "Takes the pool out of service: the server is not ready from then on. Waits for zero in use, then closes what is idle.",
    ENDS,
  ),
  resume: (pool) => new OperationDialog("resume", pool, "Puts the drained pool back into service."),
  flush: (pool) => new FlushDialog("flush", pool, "Closes every connection at once, those in use too, under their borrowers."),
};
