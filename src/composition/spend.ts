import { CampaignGroupSpendResolver } from "../features/spend/group-spend.resolver";
import { GroupSpendService } from "../features/spend/group-spend.service";
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
import type { AssetsPart } from "./assets";
import type { AudiencesPart } from "./audiences";
import type { CampaignsPart } from "./campaigns";
import type { EffectsPart } from "./effects";
import type { FlightsPart } from "./flights";
import type { JourneysPart } from "./journeys";
import type { Composed, Kernel } from "./part";
import type { ReachStrategiesPart } from "./reach-strategies";

export function composeSpend(
  { database, queries }: Kernel,
  known: AssetsPart & JourneysPart & AudiencesPart & CampaignsPart & FlightsPart & ReachStrategiesPart & EffectsPart,
) {
  const { campaigns, windows, scopes, packs } = known;
  const store = new SpendStore(database);
  const spends = new SpendService({ campaigns, scopes, windows, store, lastTouches: new LastTouchStore(queries) });
  return {
    resolvers: [
      new CampaignSpendResolver(spends),
      new CampaignGroupSpendResolver(new GroupSpendService({ ...known, spends })),
      new SpendValueResolver(),
      new SpendRowResolver(campaigns, packs),
      new AimedSpendResolver(packs),
      new PlacementAimResolver(spends),
    ],
  } satisfies Composed;
}
