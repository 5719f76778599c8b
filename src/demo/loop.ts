import { DateTime } from "luxon";
import type { Answer, ApiClient } from "./api-client";
import type { DeliveredDay, DescribedCampaign } from "./described-cloud";

export interface LoopInput {
  readonly api: ApiClient;
  readonly brandId: string;
  readonly campaign: DescribedCampaign;
  readonly delivery: readonly DeliveredDay[];
}

/** What the loop answered, as the report prints it. */
export interface LoopResult {
  readonly before: Answer;
  readonly after: Answer;
  readonly estimate: Answer;
  readonly pack: Answer;
  readonly budgetPlan: Answer;
  readonly attribution: Answer;
  readonly campaignName: string;
}

/** People whom the demo's pack is about: interested, reached by content, not buyers lately. */
const RULES = {
  allOf: [
    { stage: { in: ["APPEAL", "ACT"] } },
    { did: { action: "CONTENT_VIEW", platforms: ["XIAOHONGSHU"], times: { min: 1 }, within: { days: 30 } } },
    { not: { did: { action: "ORDER", brand: "OWN", within: { days: 60 } } } },
  ],
};
const MODELS = ["FIRST_TOUCH", "LAST_TOUCH", "LINEAR_TOUCH"];

/** The loop of one campaign through the API: diagnosis, pack, campaign, budget, attribution, and the diagnosis after it. */
export async function runLoop({ api, brandId, campaign, delivery }: LoopInput): Promise<LoopResult> {
  const { from, to } = campaign.window;
  const snapshots = fortnightsBetween(from, to);
  await Promise.all(
    snapshots.map((asOf) => api.run("TakeSnapshot", { input: { brandId, asOf }, key: `snapshot ${asOf}` })),
  );
  const before = await diagnose(api, brandId, from);

  const { estimateAudiencePack: estimate } = await api.send("Estimate", {
    brand: brandId,
    rules: RULES,
    language: "EN",
  });
  const { createAudiencePack } = await api.send("CreatePack", {
    input: { brandId, name: "Interested, not bought yet", rules: RULES, tags: ["11.11"] },
    key: "pack",
  });
  const packId: string = createAudiencePack.audiencePack.id;
  const listed = await packOf(api, brandId, packId);
  if (!listed?.size) await api.run("BuildPack", { id: packId, version: createAudiencePack.audiencePack.version });

  const { createCampaign } = await api.send("CreateCampaign", {
    input: toInput(brandId, campaign, packId),
    key: "campaign",
  });
  const campaignId: string = createCampaign.campaign.id;
  await api.send("ImportDelivery", {
    input: { campaignId, source: "media reports", rows: deliveryRows(campaign, delivery) },
    key: "delivery",
  });
  const budgetPlan = await allocate(api, campaignId, campaign);
  await api.run("RunAttribution", { input: { campaignId, models: MODELS, lookbackDays: 14 }, key: "attribution" });
  const attribution = await api.send("CampaignAttribution", { campaign: campaignId, models: MODELS });
  return {
    before,
    after: await diagnose(api, brandId, to),
    estimate,
    pack: await packOf(api, brandId, packId),
    budgetPlan,
    attribution: attribution.campaign.attributionReport,
    campaignName: campaign.names.en,
  };
}

function diagnose(api: ApiClient, brand: string, asOf: string): Promise<Answer> {
  const day = DateTime.fromISO(asOf, { setZone: true });
  return api.send("BrandDiagnosis", {
    brand,
    asOf,
    from: day.minus({ days: 60 }).toISODate(),
    to: day.toISODate(),
    language: "EN",
  });
}

async function packOf(api: ApiClient, brand: string, packId: string): Promise<Answer> {
  const { brand: answer } = await api.send("Packs", { brand });
  return answer.audiencePacks.nodes.find((node: Answer) => node.id === packId);
}

/** The same money once more, split by the placements' response curves: each between 2 % and 30 % of the total. */
async function allocate(api: ApiClient, campaignId: string, campaign: DescribedCampaign): Promise<Answer> {
  const { campaign: delivered } = await api.send("Delivered", { campaign: campaignId });
  const placements: Answer[] = delivered.placements;
  const spent = placements.map((placement) => Number(placement.delivery?.cost.amount ?? 0));
  const total = spent.reduce((sum, cost) => sum + cost, 0);
  const money = (amount: number) => ({ amount: amount.toFixed(2), currencyCode: "CNY" });
  const lines = placements.map((placement, index) => {
    const described = campaign.placements.find(
      (one) => one.names.en === placement.name.split(" · ")[1] && one.platform === placement.platform,
    )!;
    return {
      placementId: placement.id,
      curve: toCurve(described),
      lower: money(total * 0.02),
      upper: money(total * 0.3),
      current: money(spent[index]!),
    };
  });
  const input = { campaignId, total: money(total), objective: "CONVERSIONS", lines };
  const { allocateBudget } = await api.send("Allocate", { input, key: "budget" });
  const { id, version, state } = allocateBudget.budgetPlan;
  if (state === "DRAFT") await api.send("Approve", { id, version });
  return allocateBudget.budgetPlan;
}

function toCurve({ responseCurve: curve }: DescribedCampaign["placements"][number]): object {
  if (curve.kind === "LOG") return { log: { a: String(curve.a), b: String(curve.b) } };
  return { michaelisMenten: { maximum: String(curve.b), halfSaturation: String(curve.k) } };
}

function toInput(brandId: string, campaign: DescribedCampaign, audiencePackId: string): object {
  return {
    brandId,
    code: campaign.code,
    name: `${campaign.names.en} (${campaign.names.zh})`,
    window: campaign.window,
    steps: campaign.steps,
    placements: campaign.placements.map(({ externalId, names, platform, site, objective, step }) => ({
      name: `${platform} · ${names.en}`,
      platform,
      site,
      objective,
      step,
      externalIds: [externalId],
      ...(step === "UPSELL" && { audiencePackId }),
    })),
  };
}

function deliveryRows(campaign: DescribedCampaign, delivery: readonly DeliveredDay[]): readonly object[] {
  const own = new Set(campaign.placements.map(({ externalId }) => externalId));
  return delivery
    .filter(({ placement }) => own.has(placement))
    .map((day) => ({
      externalId: day.placement,
      platform: day.platform,
      period: { from: day.periodStart, to: day.periodEnd },
      impressions: String(day.impressions),
      clicks: String(day.clicks),
      cost: { amount: day.cost, currencyCode: day.currencyCode },
    }));
}

function fortnightsBetween(from: string, to: string): readonly string[] {
  const end = DateTime.fromISO(to, { setZone: true });
  const instants: string[] = [];
  for (let at = DateTime.fromISO(from, { setZone: true }); at <= end; at = at.plus({ weeks: 2 }))
    instants.push(at.toISO()!);
  return instants;
}
