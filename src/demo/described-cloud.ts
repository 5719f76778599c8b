import { readFile } from "node:fs/promises";
import { join } from "node:path";

interface Names {
  readonly en: string;
  readonly zh: string;
}

interface Span {
  readonly from: string;
  readonly to: string;
}

export interface DescribedPlacement {
  readonly externalId: string;
  readonly names: Names;
  readonly platform: string;
  readonly site: string;
  readonly objective: string;
  readonly step: string;
  readonly responseCurve:
    | { readonly kind: "LOG"; readonly a: number; readonly b: number }
    | { readonly kind: "MICHAELIS_MENTEN"; readonly b: number; readonly k: number };
}

export interface DescribedCampaign {
  readonly code: string;
  readonly brand: string;
  readonly names: Names;
  readonly window: Span;
  readonly steps: readonly (Span & { readonly step: string })[];
  readonly placements: readonly DescribedPlacement[];
}

/** What `cloud.json` says of the generated cloud: the part of the truth that a marketer would know. */
export interface DescribedCloud {
  readonly files: readonly string[];
  readonly categories: readonly { readonly code: string; readonly names: Names }[];
  readonly brands: readonly { readonly code: string; readonly category: string; readonly names: Names }[];
  readonly campaigns: readonly DescribedCampaign[];
}

export interface DeliveredDay {
  readonly placement: string;
  readonly platform: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly cost: string;
  readonly currencyCode: string;
}

export async function readCloud(folder: string): Promise<DescribedCloud> {
  return JSON.parse(await readFile(join(folder, "cloud.json"), "utf8")) as DescribedCloud;
}

export async function readDelivery(folder: string): Promise<readonly DeliveredDay[]> {
  const lines = (await readFile(join(folder, "delivery.ndjson"), "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as DeliveredDay);
}
