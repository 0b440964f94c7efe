import { DrillDialog } from "./drill-dialog.js";
import { ModeDialog } from "./mode-dialog.js";
import { FlushDialog, OperationDialog, TimedDialog } from "./operation-dialog.js";
import { ResizeDialog } from "./resize-dialog.js";

const ENDS = { name: "timeout", words: "Waits at most", standard: "PT1M", offered: ["PT10S", "PT1M", "PT5M", "PT15M", "PT1H"] };
const FAILS = { name: "deadline", words: "Fails after", standard: "PT5S", offered: ["PT1S", "PT5S", "PT30S"] };

/**
 * What an operator can have done to a pool, in the order in which it is offered; each makes its dialog, from the pool and the parts of its
 * page that show what comes of it.
 */
export const OPERATIONS = {
  settings: (pool) => new ResizeDialog(pool),
  govern: (pool, { advice }) => new ModeDialog(pool, advice),
  recycle: (pool) => new TimedDialog("recycle", pool, "Replaces every connection; none that is in use is cut.", ENDS),
  ping: (pool) => new TimedDialog("ping", pool, "Borrows one connection and has it validated.", FAILS),
  warm: (pool) => new OperationDialog("warm", pool, "Opens connections up to min, and has min kept from then on."),
  drill: (pool, { drill }) => new DrillDialog(pool, drill),
  drain: (pool) => new TimedDialog(
    "drain",
    pool,
    "Takes the pool out of service: the server is not ready from then on. Waits for zero in use, then closes what is idle.",
    ENDS,
  ),
  resume: (pool) => new OperationDialog("resume", pool, "Puts the drained pool back into service."),
  flush: (pool) => new FlushDialog("flush", pool, "Closes every connection at once, those in use too, under their borrowers."),
};
