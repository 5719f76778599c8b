import type { Logger } from "pino";
import type { Clock } from "../../platform/clock";
import type { Chore } from "../../platform/jobs/chore";
import { createRequestContext } from "../../platform/request-context";
import type { AccessService } from "../access";
import type { HourlyDecisionService } from "./hourly-decision.service";
import type { HourlyDecision } from "./steering";
import type { DuePlan, SteeringPlanStore } from "./steering-plan.store";

/**
 * Steers plans in AUTOMATIC mode once an hour: proposes, and approves and applies what people need not look at. A decision in which a
 * line has no facts, or that must cut lines for the total, waits for people as PROPOSED. Of several workers one takes each hour.
 */
export class AutomaticSteering {
  readonly chore: Chore = { name: "steer plans", run: (context) => this.run(context) };

  constructor(
    private readonly access: AccessService,
    private readonly store: SteeringPlanStore,
    private readonly decisions: HourlyDecisionService,
  ) {}

  /** A plan that fails waits for its next hour and holds up no other. */
  async run({ clock, logger }: { readonly clock: Clock; readonly logger: Logger }): Promise<void> {
    for (const plan of await this.store.findDue(clock.now()))
      await this.steer(plan, clock, logger).catch((error) =>
        logger.warn({ err: error, plan: plan.id }, "a plan was not steered in this hour"),
      );
  }

  private async steer(plan: DuePlan, clock: Clock, logger: Logger): Promise<void> {
    if (!(await this.store.takeHour(plan, clock.now()))) return;
    const { organisationId, accessKeyId } = plan;
    const context = createRequestContext({
      ...{ organisationId, clock, logger, permissions: this.access.permissionsOf("ADMIN") },
      actor: { accessKeyId, name: "automatic steering", role: "ADMIN", allowedOrigins: [] },
    });
    const { id, version, ...proposed } = await this.decisions.propose(context, plan.id, { isAutomatic: true });
    if (!needsNobody(proposed)) return;
    const approved = await this.decisions.approve(context, id, { expectedVersion: version, isAutomatic: true });
    await this.decisions.apply(context, id, { expectedVersion: approved.version, isAutomatic: true });
  }
}

const needsNobody = ({ evidence }: Pick<HourlyDecision, "evidence">): boolean =>
  evidence.lines.every(({ limit }) => limit !== "NO_FACTS" && limit !== "TOTAL");
