import type { Stage } from "../assets";
import type { StageFlow } from "../benchmarks";
import type { DiagnosisMetric } from "./diagnosis-metric";

/** What a metric is called; a share also says of whom it is, and what they did. */
export interface CountName {
  readonly EN: string;
  readonly ZH: string;
}

export interface ShareName extends CountName {
  readonly from: string;
  readonly did: string;
}

const ZH_STAGES: Readonly<Record<Stage, string>> = { AWARE: "认知", APPEAL: "吸引", ACT: "行动", ADVOCATE: "拥护" };

const peopleName = (stage: Stage): CountName => ({ EN: `${stage} people`, ZH: `${ZH_STAGES[stage]}人群` });

const flowName = ({ from, to }: StageFlow): ShareName => ({
  EN: `${from} > ${to}`,
  ZH: `${ZH_STAGES[from]}人群到${ZH_STAGES[to]}的流转率`,
  from: `${from} people`,
  did: `reached ${to}`,
});

export const metricNames = {
  MET_PEOPLE: { EN: "People met", ZH: "触达人群" },
  ASSET_PEOPLE: { EN: "Asset people", ZH: "4A人群资产" },
  "CELL_PEOPLE:BRAND>LOYAL": { EN: "Core people (brand intent, loyal)", ZH: "核心人群（品牌意向·忠诚）" },
  "STAGE_PEOPLE:AWARE": peopleName("AWARE"),
  "STAGE_PEOPLE:APPEAL": peopleName("APPEAL"),
  "STAGE_PEOPLE:ACT": peopleName("ACT"),
  "STAGE_PEOPLE:ADVOCATE": peopleName("ADVOCATE"),
  "STAGE_REACH:AWARE>APPEAL": flowName({ from: "AWARE", to: "APPEAL" }),
  "STAGE_REACH:APPEAL>ACT": flowName({ from: "APPEAL", to: "ACT" }),
  "STAGE_REACH:APPEAL>ADVOCATE": flowName({ from: "APPEAL", to: "ADVOCATE" }),
  "STAGE_REACH:ACT>ADVOCATE": flowName({ from: "ACT", to: "ADVOCATE" }),
  SALES_CONVERSION: {
    EN: "Sales conversion",
    ZH: "进店人群的销售转化率",
    from: "people who visited the shop",
    did: "ordered",
  },
} as const satisfies Readonly<Record<DiagnosisMetric, CountName | ShareName>>;
