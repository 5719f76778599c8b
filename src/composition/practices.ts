import { ChaseService } from "../features/practices/chase.service";
import { ChaseStore } from "../features/practices/chase.store";
import { CrowdActivationResolver } from "../features/practices/crowd-activation.resolver";
import { CrowdActivationService } from "../features/practices/crowd-activation.service";
import { BrandPracticesResolver } from "../features/practices/practice.resolver";
import { PracticePackResolver } from "../features/practices/practice-pack.resolver";
import { PracticeReader } from "../features/practices/practice-reader";
import { RetouchService } from "../features/practices/retouch.service";
import { SecondTouchService } from "../features/practices/second-touch.service";
import { SecondTouchStore } from "../features/practices/second-touch.store";
import { SeedingService } from "../features/practices/seeding.service";
import { type BestFrequencies, TouchLimits } from "../features/practices/touch-limit";
import { TouchLimitResolver } from "../features/practices/touch-limit.resolver";
import { TouchedPeopleStore } from "../features/practices/touched-people.store";
import { TouchpointStrengthService } from "../features/practices/touchpoint-strength.service";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { CrowdStrategiesPart } from "./crowd-strategies";
import type { JourneysPart } from "./journeys";
import type { OpportunitiesPart } from "./opportunities";
import type { Composed, Kernel } from "./part";

export function composePractices(
  { queries }: Kernel,
  known: AccessPart &
    BrandsPart &
    JourneysPart &
    AssetsPart &
    AudiencesPart &
    OpportunitiesPart &
    CampaignsPart &
    CrowdStrategiesPart & { readonly frequencies: BestFrequencies },
) {
  const { brands, packs: audiences, opportunityPacks: packs } = known;
  const parts = { ...known, packs, audiences, reader: new PracticeReader(known) };
  const touched = new TouchedPeopleStore(queries);
  const services = {
    brands,
    retouch: new RetouchService({ ...parts, store: touched }),
    seeding: new SeedingService(parts),
    chase: new ChaseService({
      ...{ ...parts, store: new ChaseStore(queries) },
      limits: new TouchLimits(known.campaigns, known.frequencies),
    }),
    secondTouch: new SecondTouchService({ ...parts, store: new SecondTouchStore(queries) }),
    strength: new TouchpointStrengthService({ ...parts, store: touched }),
  };
  return {
    resolvers: [
      new BrandPracticesResolver(services),
      new PracticePackResolver(services),
      new TouchLimitResolver(known.campaigns),
      new CrowdActivationResolver(new CrowdActivationService(parts)),
    ],
  } satisfies Composed;
}
