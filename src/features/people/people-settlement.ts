import type { EntityManager } from "typeorm";
import type { JobHandler } from "../../platform/jobs/worker";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { ORDINAL_LOCK, PLANE_SHAPE, SETTLE_LOCK } from "./people-locks";
import { type MovedTouchpoints, type SettlePassParts, settlePass } from "./settle-pass";
import { SETTLE_PEOPLE } from "./settle-requests";

/** People in one pass: intake waits no longer than one pass takes. */
const PEOPLE_PER_PASS = 10_000;

export interface SettleOutcome {
  /** People who became part of another one. */
  readonly mergedPeople: number;
  /** People who came out of another one. */
  readonly splitPeople: number;
}

/** Told in the transaction that ends a pass, as the system: published figures of these touchpoints are of people as they were. */
export type MovedListener = (manager: EntityManager, moved: MovedTouchpoints, at: Date) => Promise<void>;

type Preparation = (context: Pick<RequestContext, "clock" | "logger">) => Promise<void>;

/**
 * Merges and splits people as links and cuts say. One settle at a time; between its passes intake and figures go on, and
 * what stands then is whole: some people settled, others not yet.
 */
export class PeopleSettlement {
  private readonly listeners: MovedListener[] = [];
  private clear: Preparation = async () => undefined;

  constructor(
    private readonly parts: SettlePassParts,
    private readonly locks: AdvisoryLocks,
  ) {}

  /** Called before every pass, under PLANE_SHAPE alone: what must not be moved is taken away. */
  beforePass(clear: Preparation): void {
    this.clear = clear;
  }

  onMoved(listener: MovedListener): void {
    this.listeners.push(listener);
  }

  /** Settles all that was asked for until now, and ends what a settle that died had begun. */
  async settle(context: Pick<RequestContext, "clock" | "logger">): Promise<SettleOutcome> {
    const { settlement, overlays } = this.parts;
    const sum = { mergedPeople: 0, splitPeople: 0 };
    if (!(await settlement.isAsked())) return sum;
    return this.locks.hold([SETTLE_LOCK], async (assertSettling) => {
      const until = await settlement.now();
      while (await this.pass(context, until, sum, assertSettling));
      await overlays.sweep(context.clock.now());
      context.logger.info(sum, "people are settled");
      return sum;
    });
  }

  readonly registration: readonly [kind: string, handler: JobHandler] = [
    SETTLE_PEOPLE,
    async (job) => {
      const outcome = await this.settle(job.context);
      await job.publish(async () => outcome);
    },
  ];

  /** False when nothing was left to do. */
  private async pass(
    context: Pick<RequestContext, "clock" | "logger">,
    until: string,
    sum: { mergedPeople: number; splitPeople: number },
    assertSettling: () => void,
  ): Promise<boolean> {
    const { settlement } = this.parts;
    return this.locks.holdInside([PLANE_SHAPE, ORDINAL_LOCK], async (assertShaping) => {
      const assertHeld = (): void => {
        assertSettling();
        assertShaping();
      };
      await this.clear(context);
      const unsettled = await settlement.findUnsettled(until, PEOPLE_PER_PASS);
      const { ordinals, organisationIds, isUnended } = unsettled;
      if (ordinals.length === 0 && organisationIds.length === 0 && !isUnended) return false;
      const at = context.clock.now();
      const done = await settlePass(this.parts, unsettled, { at, assertHeld });
      sum.mergedPeople += done.mergedPeople;
      sum.splitPeople += done.splitPeople;
      assertHeld();
      await settlement.publish({ ...done, unsettled, ...sum }, async (manager) => {
        for (const listener of this.listeners) for (const moved of done.moved) await listener(manager, moved, at);
      });
      return true;
    });
  }
}
