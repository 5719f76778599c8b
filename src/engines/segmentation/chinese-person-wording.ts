import {
  type AttributeRule,
  type LifecycleState,
  type RandomShareRule,
  SHARE_PARTS,
  type ValueQuadrant,
  type ValueTierName,
} from "./person-rule";
import type { PersonNames, PersonWording } from "./person-wording";

export const chinesePersonWording = (names: PersonNames): PersonWording => ({
  pack: ({ id, mode }) => (mode ? `按当时规则属于人群包“${names.pack(id)}”` : `在人群包“${names.pack(id)}”中`),
  randomShare,
  attribute: (rule) => `${names.attribute(rule.code)}${valuesOf(rule)}`,
  reachable: ({ namespaces, platforms }) =>
    [
      ...(namespaces ? [`有${namespaces.join("或")}标识`] : []),
      ...(platforms ? [`在${platforms.map(names.platform).join("或")}可触达`] : []),
    ].join("且"),
  membership: ({ tiers }) => (tiers ? `会员等级为${tiers.join("或")}` : "会员"),
  lifecycle: (rule) => `处于${rule.in.map((state) => LIFECYCLE[state]).join("或")}生命周期`,
  list: ({ id }) => `在上传名单“${names.list(id)}”中`,
  valueTier: ({ in: tiers, quadrants }) =>
    [
      ...(tiers ? [`属于${tiers.map((tier) => TIER[tier]).join("或")}价值人群`] : []),
      ...(quadrants ? [quadrants.map((quadrant) => QUADRANT[quadrant]).join("或")] : []),
    ].join("且"),
});

function randomShare({ salt, from, to }: RandomShareRule): string {
  const after = from === 0 ? "" : `前${from}份之后的`;
  return `属于按“${salt}”随机的${SHARE_PARTS}份中${after}${to - from}份`;
}

/** As the lifecycle of a brand says them. */
const LIFECYCLE: Readonly<Record<LifecycleState, string>> = {
  NEW: "新客",
  ACTIVE: "活跃",
  LAPSING: "沉默",
  LOST: "流失",
};

const TIER: Readonly<Record<ValueTierName, string>> = { HIGH: "高", MID: "中", LOW: "低" };

const QUADRANT: Readonly<Record<ValueQuadrant, string>> = {
  HIGH_NOW_HIGH_NEXT: "当前与未来价值均高",
  HIGH_NOW_LOW_NEXT: "当前价值高而未来价值低",
  LOW_NOW_HIGH_NEXT: "当前价值低而未来价值高",
  LOW_NOW_LOW_NEXT: "当前与未来价值均低",
};

function valuesOf({ in: values, min, max }: AttributeRule): string {
  if (values) return `为${values.join("或")}`;
  if (max === null) return `至少${min}`;
  return min === null ? `至多${max}` : `为${min}至${max}`;
}
