import {
  BrandPlaybooksResolver,
  CampaignPlaybookResolver,
  LineagePlaybookResolver,
  PlaybookInstanceResolver,
  PlaybookResolver,
} from "../features/playbooks/playbook.resolver";
import { type CampaignMaker, PlaybookService } from "../features/playbooks/playbook.service";
import { PlaybookStore } from "../features/playbooks/playbook.store";
import { toPlaybook } from "../features/playbooks/playbook.types";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import type { CrowdStrategiesPart } from "./crowd-strategies";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { ReviewsPart } from "./reviews";

export function composePlaybooks(
  { database }: Kernel,
  known: BrandsPart & AudiencesPart & CampaignsPart & CrowdStrategiesPart & ReviewsPart,
) {
  const maker: CampaignMaker = {
    prepare: async (context, brandId) => {
      const facts = await known.campaignEditor.factsOf(context, [], brandId);
      return (manager, campaign, packIds) => {
        const brandOfPack = new Map(packIds.map((id) => [id, brandId]));
        return known.campaignEditor.insert(manager, context, campaign, { ...facts, brandOfPack });
      };
    },
  };
  const playbooks = new PlaybookService({
    ...known,
    strategies: known.crowdStrategies,
    maker,
    database,
    store: new PlaybookStore(database),
  });
  return {
    playbooks,
    resolvers: [
      new CampaignPlaybookResolver(playbooks),
      new PlaybookInstanceResolver(playbooks),
      new PlaybookResolver(known.campaigns),
      new BrandPlaybooksResolver(playbooks),
      new LineagePlaybookResolver(playbooks),
    ],
    nodes: [["Playbook", async (context, key) => whenFound(await playbooks.find(context, key), toPlaybook)]],
  } satisfies Composed;
}

export type PlaybooksPart = Services<typeof composePlaybooks>;
