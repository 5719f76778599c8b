import { LastTouchStore } from "../features/spend/last-touch.store";
import {
  AimedSpendResolver,
  CampaignSpendResolver,
  PlacementAimResolver,
  SpendRowResolver,
  SpendValueResolver,
} from "../features/spend/spend.resolver";
import { SpendService } from "../features/spend/spend.service";
import { SpendStore } from "../features/spend/spend.store";
import type { AudiencesPart } from "./audiences";
import type { CampaignsPart } from "./campaigns";
import type { EffectsPart } from "./effects";
import type { JourneysPart } from "./journeys";
import type { Composed, Kernel } from "./part";

export function composeSpend(
  { database, queries }: Kernel,
  { campaigns, windows, scopes, packs }: JourneysPart & AudiencesPart & CampaignsPart & EffectsPart,
) {
  const store = new SpendStore(database);
  const spends = new SpendService({ campaigns, scopes, windows, store, lastTouches: new LastTouchStore(queries) });
  return {
    resolvers: [
      new CampaignSpendResolver(spends),
      new SpendValueResolver(),
      new SpendRowResolver(campaigns, packs),
      new AimedSpendResolver(packs),
      new PlacementAimResolver(spends),
    ],
  } satisfies Composed;
}
