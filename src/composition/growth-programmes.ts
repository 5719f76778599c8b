import {
  BrandGrowthProgrammesResolver,
  CampaignProgrammeResolver,
  GrowthPhaseResolver,
  GrowthProgrammeResolver,
} from "../features/growth-programmes/growth-programme.resolver";
import { GrowthProgrammeService } from "../features/growth-programmes/growth-programme.service";
import { GrowthProgrammeStore } from "../features/growth-programmes/growth-programme.store";
import { toGrowthProgramme } from "../features/growth-programmes/growth-programme.types";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composeGrowthProgrammes(
  { database }: Kernel,
  { brands, packs, campaigns }: BrandsPart & AudiencesPart & CampaignsPart,
) {
  const store = new GrowthProgrammeStore(database);
  const growthProgrammes = new GrowthProgrammeService(database, store, campaigns, brands);
  return {
    growthProgrammes,
    resolvers: [
      new CampaignProgrammeResolver(growthProgrammes),
      new BrandGrowthProgrammesResolver(growthProgrammes),
      new GrowthProgrammeResolver(campaigns),
      new GrowthPhaseResolver(growthProgrammes, campaigns, packs),
    ],
    nodes: [
      [
        "GrowthProgramme",
        async (context, key) => whenFound(await growthProgrammes.find(context, key), toGrowthProgramme),
      ],
    ],
  } satisfies Composed;
}

export type GrowthProgrammesPart = Services<typeof composeGrowthProgrammes>;
