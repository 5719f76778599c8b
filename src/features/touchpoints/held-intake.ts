import type { HeldIntake } from "./group-commit";
import { HeldRows, type HeldRowsParts } from "./held-rows";
import type { IntakeService } from "./intake.service";

/** Brings rows that this process holds in through the intake protocol. */
export const heldIntake = (intake: IntakeService, parts: HeldRowsParts): HeldIntake => ({
  commit: async (context, { runId, source, ...sealed }) => {
    const rows = new HeldRows(parts, sealed);
    const { taken } = await intake.commit(context, { runId, source, rows, position: null });
    return taken;
  },
});
