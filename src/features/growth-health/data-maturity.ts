/** What makes a brand's work data-driven, in the order in which it comes: 数字化, 数据化, 数智化. */
export const maturityDimensions = ["SOURCES_CONNECTED", "METRICS_GOVERNED", "DECISIONS_AUTOMATED"] as const;
export type MaturityDimension = (typeof maturityDimensions)[number];

export const maturityChecks = {
  OWN_SOURCE: "SOURCES_CONNECTED",
  SEVERAL_PLATFORMS: "SOURCES_CONNECTED",
  FRESH_TOUCHPOINTS: "SOURCES_CONNECTED",
  SNAPSHOT_TAKEN: "METRICS_GOVERNED",
  INDUSTRY_COMPARED: "METRICS_GOVERNED",
  COST_KNOWN: "METRICS_GOVERNED",
  PACK_BUILT: "DECISIONS_AUTOMATED",
  PACK_IN_CAMPAIGN: "DECISIONS_AUTOMATED",
  FINDING_HANDED_OVER: "DECISIONS_AUTOMATED",
} as const satisfies Readonly<Record<string, MaturityDimension>>;

export type MaturityCode = keyof typeof maturityChecks;

/** An object that shows that a check is met. */
export interface Evidence {
  readonly type: string;
  readonly key: string | number;
}

/** What was found for one check; a check is met by what is found, never by what is said. */
export interface Found {
  readonly isMet: boolean;
  readonly evidence: readonly Evidence[];
  /** Codes of what has no object, e.g. platforms. */
  readonly codes: readonly string[];
}

export interface MaturityCheck extends Found {
  readonly code: MaturityCode;
}

export interface MaturityScore {
  readonly dimension: MaturityDimension;
  /** Checks met over all checks of the dimension. */
  readonly score: number;
  readonly checks: readonly MaturityCheck[];
}

export function maturityScores(found: Readonly<Record<MaturityCode, Found>>): readonly MaturityScore[] {
  const checks = (Object.keys(maturityChecks) as MaturityCode[]).map((code) => ({ code, ...found[code] }));
  return maturityDimensions.map((dimension) => {
    const own = checks.filter(({ code }) => maturityChecks[code] === dimension);
    return { dimension, score: own.filter(({ isMet }) => isMet).length / own.length, checks: own };
  });
}

export const foundObjects = (type: string, keys: readonly (string | number)[]): Found => ({
  isMet: keys.length > 0,
  evidence: keys.map((key) => ({ type, key })),
  codes: [],
});

export const foundCodes = (codes: readonly string[], least: number): Found => ({
  isMet: codes.length >= least,
  evidence: [],
  codes,
});
