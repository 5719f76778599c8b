import type { DataState } from "../touchpoints";
import type { Movement } from "./asset-change";
import type { CrowdGroup, Intent, Loyalty } from "./nine-grid";
import type { Stage } from "./stage";

/** What a label is called in each language of the API. */
type Name = Readonly<Record<"EN" | "ZH", string>>;

export const stageNames: Readonly<Record<Stage, Name>> = {
  AWARE: { EN: "Aware", ZH: "认知" },
  APPEAL: { EN: "Appeal", ZH: "吸引" },
  ACT: { EN: "Act", ZH: "行动" },
  ADVOCATE: { EN: "Advocate", ZH: "拥护" },
};

export const intentNames: Readonly<Record<Intent, Name>> = {
  BRAND: { EN: "Brand intent", ZH: "品牌意向" },
  CATEGORY: { EN: "Category intent", ZH: "品类意向" },
  PLATFORM: { EN: "Platform intent", ZH: "平台意向" },
};

export const loyaltyNames: Readonly<Record<Loyalty, Name>> = {
  LOYAL: { EN: "Loyal", ZH: "忠诚" },
  POTENTIAL: { EN: "Potential", ZH: "潜客" },
  SWING: { EN: "Swing", ZH: "摇摆" },
};

export const groupNames: Readonly<Record<CrowdGroup, Name>> = {
  BASE: { EN: "Base", ZH: "基础用户" },
  POTENTIAL: { EN: "Potential customers", ZH: "潜在用户" },
  INDUSTRY: { EN: "Industry customers", ZH: "行业用户" },
  PENETRATION: { EN: "Platform customers", ZH: "平台渗透用户" },
};

export const stateNames: Readonly<Record<DataState, Name>> = {
  COMPLETE: { EN: "Complete", ZH: "完整" },
  PROVISIONAL: { EN: "Provisional", ZH: "暂定" },
  OUTDATED: { EN: "Outdated", ZH: "已过期" },
};

export const movementNames: Readonly<Record<Movement, Name>> = {
  ENTERED: { EN: "Entered", ZH: "流入" },
  LEFT: { EN: "Left", ZH: "流出" },
  RISEN: { EN: "Risen", ZH: "升级" },
  FALLEN: { EN: "Fallen", ZH: "降级" },
  UNMOVED: { EN: "Unmoved", ZH: "留存" },
};
