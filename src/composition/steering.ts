import { AutomaticSteering } from "../features/steering/automatic-steering";
import {
  HourlyDecisionChangeResolver,
  HourlyDecisionLineResolver,
  HourlyDecisionResolver,
  HourlyDecisionStepResolver,
} from "../features/steering/hourly-decision.resolver";
import { HourlyDecisionService } from "../features/steering/hourly-decision.service";
import { HourlyDecisionStore } from "../features/steering/hourly-decision.store";
import { toHourlyDecision } from "../features/steering/hourly-decision.types";
import { OutdatedDecisionStore } from "../features/steering/outdated-decision.store";
import { PlacementOrders } from "../features/steering/placement-orders";
import { PlacementOrdersStore } from "../features/steering/placement-orders.store";
import {
  BrandSteeringResolver,
  CampaignSteeringResolver,
  SteeringLineResolver,
  SteeringPlanChangeResolver,
  SteeringPlanResolver,
} from "../features/steering/steering-plan.resolver";
import { SteeringPlanService } from "../features/steering/steering-plan.service";
import { SteeringPlanStore } from "../features/steering/steering-plan.store";
import { toSteeringPlan } from "../features/steering/steering-plan.types";
import { VariantDrawService } from "../features/steering/variant-draw";
import { VariantDrawResolver } from "../features/steering/variant-draw.resolver";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { ExperimentsPart } from "./experiments";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, whenFound } from "./part";
import type { TouchpointsPart } from "./touchpoints";

export function composeSteering(
  { database, queries }: Kernel,
  parts: AccessPart & BrandsPart & TouchpointsPart & JourneysPart & CampaignsPart & ExperimentsPart,
) {
  const { access, brands, touchpoints, windows, campaigns, experimentReader } = parts;
  const planStore = new SteeringPlanStore(database);
  const plans = new SteeringPlanService({ database, access, brands, campaigns, store: planStore });
  const store = new HourlyDecisionStore(database);
  const orders = new PlacementOrders({ campaigns, windows, touchpoints, store: new PlacementOrdersStore(queries) });
  const decisions = new HourlyDecisionService({
    ...{ database, access, campaigns, touchpoints, plans, planStore, store, orders },
    outdated: new OutdatedDecisionStore(),
  });
  return {
    resolvers: [
      new SteeringPlanChangeResolver(plans, campaigns),
      new SteeringPlanResolver(plans, decisions, campaigns),
      new SteeringLineResolver(campaigns),
      new BrandSteeringResolver(plans),
      new CampaignSteeringResolver(plans),
      new HourlyDecisionChangeResolver(decisions, plans),
      new HourlyDecisionResolver(decisions, plans),
      new HourlyDecisionLineResolver(campaigns),
      new HourlyDecisionStepResolver(decisions),
      new VariantDrawResolver(new VariantDrawService(experimentReader)),
    ],
    nodes: [
      ["SteeringPlan", async (context, key) => whenFound(await plans.find(context, key), toSteeringPlan)],
      [
        "HourlyDecision",
        async (context, key) =>
          whenFound(await decisions.find(context, key), async (row) =>
            toHourlyDecision(row, (await plans.find(context, row.planId))!.currencyCode),
          ),
      ],
    ],
    chores: [new AutomaticSteering(access, planStore, decisions).chore],
  } satisfies Composed;
}
