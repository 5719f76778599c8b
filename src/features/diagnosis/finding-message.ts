import type { Stage } from "../assets";
import type { Evidence, Finding } from "./find-gaps";

export type MessageLanguage = "EN" | "ZH";

const ZH_STAGES: Readonly<Record<Stage, string>> = { AWARE: "认知", APPEAL: "吸引", ACT: "行动", ADVOCATE: "拥护" };

/** One sentence; every number in it is a field of the finding's evidence, a share as per cent. */
export function findingMessage({ subject, evidence }: Finding, language: MessageLanguage): string {
  if ("stage" in subject)
    return language === "ZH" ? zhStage(subject.stage, evidence) : enStage(subject.stage, evidence);
  const { from, to } = subject.flow;
  return language === "ZH" ? zhFlow([from, to], evidence) : enFlow([from, to], evidence);
}

function enStage(stage: Stage, evidence: Evidence): string {
  const { own, industryMean, topMean, topCount, gapPeople, z } = evidence;
  return `${stage} people: ${whole(own)}, ${whole(gapPeople)} below the industry mean of ${whole(industryMean)} (TOP ${topCount} mean ${whole(topMean)}${enZ(z)}).`;
}

function zhStage(stage: Stage, evidence: Evidence): string {
  const { own, industryMean, topMean, topCount, gapPeople, z } = evidence;
  return `${ZH_STAGES[stage]}人群 ${whole(own)} 人，比行业均值 ${whole(industryMean)} 人少 ${whole(gapPeople)} 人（行业 TOP ${topCount} 均值 ${whole(topMean)} 人${zhZ(z)}）。`;
}

function enFlow([from, to]: readonly [Stage, Stage], evidence: Evidence): string {
  const { own, industryMean, topMean, topCount, gapPeople, z } = evidence;
  return `Of the ${from} people ${perCent(own)} reached ${to}, below the industry mean of ${perCent(industryMean)} (TOP ${topCount} mean ${perCent(topMean)}${enZ(z)}); at that mean ${whole(gapPeople)} more would have.`;
}

function zhFlow([from, to]: readonly [Stage, Stage], evidence: Evidence): string {
  const { own, industryMean, topMean, topCount, gapPeople, z } = evidence;
  return `${ZH_STAGES[from]}人群到${ZH_STAGES[to]}的流转率为 ${perCent(own)}，低于行业均值 ${perCent(industryMean)}（行业 TOP ${topCount} 均值 ${perCent(topMean)}${zhZ(z)}）；达到均值可多流转 ${whole(gapPeople)} 人。`;
}

const enZ = (z: number | null): string => (z === null ? "" : `, z ${z.toFixed(2)}`);
const zhZ = (z: number | null): string => (z === null ? "" : `，z 值 ${z.toFixed(2)}`);

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const whole = (people: number | bigint): string => grouped.format(people);
/** Evidence holds shares to 4 decimals, so two decimals of a per cent lose nothing. */
const perCent = (share: number): string => `${(share * 100).toFixed(2)} %`;
