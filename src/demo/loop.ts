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
  /** The campaign with its review. */
  readonly review: Answer;
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

const target = (metric: string, value: number, owner: string): object => ({
  metric,
  target: value,
  owner,
  dueOn: "2025-12-01",
});
const TARGETS = [target("ROI", 2, "Media"), target("ASSET_GROWTH", 0.1, "Brand"), target("A12_TO_A3", 0.05, "Shop")];

/** The loop of one campaign through the API: diagnosis, pack, campaign, budget, attribution, review, and the diagnosis after it. */
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
  const review = await reviewed(api, { brandId, campaignId, campaign });
  return {
    before,
    after: await diagnose(api, brandId, to),
    estimate,
    pack: await packOf(api, brandId, packId),
    budgetPlan,
    attribution: attribution.campaign.attributionReport,
    review,
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

interface ReviewedCampaign {
  readonly brandId: string;
  readonly campaignId: string;
  readonly campaign: DescribedCampaign;
}

/** Against the weeks before it, which ran without a campaign: a campaign of their own, so that they can be the base. */
async function reviewed(api: ApiClient, { brandId, campaignId, campaign }: ReviewedCampaign): Promise<Answer> {
  const from = DateTime.fromISO(campaign.window.from, { setZone: true });
  const window = { from: from.minus({ days: 33 }).toISO(), to: from.minus({ days: 3 }).toISO() };
  const input = {
    brandId,
    code: `${campaign.code}-base`,
    name: "The weeks before (环比基期)",
    window,
    steps: [],
    placements: [],
  };
  const { createCampaign } = await api.send("CreateCampaign", { input, key: "base" });
  const phases = [createCampaign.campaign.id, campaignId].map((id) => ({ campaignId: id }));
  await api.send("CreateGrowthProgramme", { input: { brandId, name: "Autumn", phases }, key: "programme" });
  const { campaign: found } = await api.send("Targets", { campaign: campaignId });
  if (!found.targets) await api.send("SetTargets", { campaign: campaignId, targets: TARGETS, version: 0 });
  await api.run("PublishReview", { input: { campaignId, isPerDay: true }, key: "review" });
  return (await api.send("Review", { campaign: campaignId })).campaign;
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
