import type { Evidence, Finding } from "./find-gaps";
import { metricNames } from "./metric-name";

export type MessageLanguage = "EN" | "ZH";

/** One sentence; every number in it is a field of the finding's evidence, a share as per cent. */
export function findingMessage({ evidence }: Finding, language: MessageLanguage): string {
  const name = metricNames[evidence.metric];
  const isShare = "from" in name;
  if (language === "ZH") return isShare ? zhShare(name.ZH, evidence) : zhPeople(name.ZH, evidence);
  return isShare ? enShare(name.from, name.did, evidence) : enPeople(name.EN, evidence);
}

function enPeople(name: string, evidence: Evidence): string {
  const { own, industryMean, topMean, topCount, gapPeople, z } = evidence;
  return `${name}: ${whole(own)}, ${whole(gapPeople)} below the industry mean of ${whole(industryMean)} (TOP ${topCount} mean ${whole(topMean)}${enZ(z)}).`;
}

function zhPeople(name: string, evidence: Evidence): string {
  const { own, industryMean, topMean, topCount, gapPeople, z } = evidence;
  return `${name} ${whole(own)} 人，比行业均值 ${whole(industryMean)} 人少 ${whole(gapPeople)} 人（行业 TOP ${topCount} 均值 ${whole(topMean)} 人${zhZ(z)}）。`;
}

function enShare(from: string, did: string, evidence: Evidence): string {
  const { own, industryMean, topMean, topCount, gapPeople, z } = evidence;
  return `Of the ${from} ${perCent(own)} ${did}, below the industry mean of ${perCent(industryMean)} (TOP ${topCount} mean ${perCent(topMean)}${enZ(z)}); at that mean ${whole(gapPeople)} more would have.`;
}

function zhShare(name: string, evidence: Evidence): string {
  const { own, industryMean, topMean, topCount, gapPeople, z } = evidence;
  return `${name}为 ${perCent(own)}，低于行业均值 ${perCent(industryMean)}（行业 TOP ${topCount} 均值 ${perCent(topMean)}${zhZ(z)}）；达到均值可多转化 ${whole(gapPeople)} 人。`;
}

const enZ = (z: number | null): string => (z === null ? "" : `, z ${z.toFixed(2)}`);
const zhZ = (z: number | null): string => (z === null ? "" : `，z 值 ${z.toFixed(2)}`);

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const whole = (people: number | bigint): string => grouped.format(people);
/** Evidence holds shares to 4 decimals, so two decimals of a per cent lose nothing. */
const perCent = (share: number): string => `${(share * 100).toFixed(2)} %`;
