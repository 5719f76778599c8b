import { ProblemList, UserProblems } from "../../platform/user-error";
import type { Brand } from "../brands";
import { readAmount } from "../budgets";
import { checkName } from "../campaigns";
import type { StoredCurve } from "../response-curves";
import type { Bounds, YearInput } from "./plan-year";
import { type ChannelRequest, MAX_CHANNELS, MONTHS, type MonthRequest, type YearPlanRequest } from "./year-plan";

/** What a request is read against. */
export interface YearFacts {
  readonly brand: Brand;
  readonly platforms: ReadonlySet<string>;
  readonly curves: ReadonlyMap<string, StoredCurve>;
  /** Of the year's budget tree; null: there is none. */
  readonly treeTotal: bigint | null;
}

/** Everything of a year plan that can be read, or every problem at once. */
export function readYearPlan(request: YearPlanRequest, facts: YearFacts): Omit<YearInput, "lastYear"> {
  const problems = new ProblemList();
  const { year, name, objective } = request;
  const { currencyCode } = facts.brand;
  const refuse = (field: readonly string[], message: string): void =>
    problems.add("INVALID_INPUT", field, `${field.join(".")} ${message}`);
  if (year < 2000 || year > 2100) refuse(["input", "year"], `must be 2000 to 2100, but got ${year}.`);
  if (name != null) checkName(problems, name, ["input", "name"]);
  if (objective === "WEIGHTED_MIX")
    refuse(["input", "objective"], "must be one objective; a year's curves count one thing.");
  const total = readTotal(problems, request, facts);
  const months = readMonths(problems, request.months ?? [], currencyCode);
  const count = request.channels.length;
  if (count < 1 || count > MAX_CHANNELS)
    refuse(["input", "channels"], `must have 1 to ${MAX_CHANNELS} elements, but got ${count}.`);
  problems.throwIfAny();
  const channels = request.channels.map((channel, index) => {
    const path = ["input", "channels", String(index)];
    if (!facts.platforms.has(channel.platform))
      refuse(
        [...path, "platform"],
        `must be the code of a platform, e.g. DOUYIN, but got "${channel.platform.slice(0, 60)}".`,
      );
    if (request.channels.findIndex(({ platform }) => platform === channel.platform) !== index)
      refuse([...path, "platform"], "must be a platform that no other channel names, but it came before.");
    const curve = facts.curves.get(channel.responseCurveId);
    if (!curve)
      problems.add(
        "NOT_FOUND",
        [...path, "responseCurveId"],
        `${[...path, "responseCurveId"].join(".")} must name a response curve of the brand; list them with brand { responseCurves }.`,
      );
    return { platform: channel.platform, curve: curve!, ...readBounds(problems, channel, currencyCode, path) };
  });
  problems.throwIfAny();
  return { year, currencyCode, objective, total: total!, channels, months };
}

function readTotal(
  problems: ProblemList,
  { total, year }: YearPlanRequest,
  { brand, treeTotal }: YearFacts,
): bigint | null {
  const at = ["input", "total"];
  if (total == null) {
    if (treeTotal === null)
      problems.add(
        "INVALID_INPUT",
        at,
        `input.total must be given where the brand has no budget tree of ${year}; give it or make one with createBudgetTree.`,
      );
    return treeTotal;
  }
  const minor = readAmount(problems, total, brand.currencyCode, at);
  if (minor === null || minor > 0n) return minor;
  throw UserProblems.one("INVALID_INPUT", at, `input.total must be above 0, but got ${total.amount}.`);
}

function readMonths(
  problems: ProblemList,
  requests: readonly MonthRequest[],
  currencyCode: string,
): YearInput["months"] {
  requests.forEach(({ month, season }, index) => {
    const path = ["input", "months", String(index)];
    const isOnce = requests.findIndex((other) => other.month === month) === index;
    if (month < 1 || month > MONTHS || !isOnce)
      problems.add(
        "INVALID_INPUT",
        [...path, "month"],
        `${path.join(".")}.month must be 1 to ${MONTHS}, each once, but got ${month}${isOnce ? "" : " again"}.`,
      );
    if (season != null && !(Number(season) > 0))
      problems.add(
        "INVALID_INPUT",
        [...path, "season"],
        `${path.join(".")}.season must be above 0, but got ${season}; 1 is as usual.`,
      );
  });
  const read = requests.map((request, index) => ({
    ...readBounds(problems, request, currencyCode, ["input", "months", String(index)]),
    season: request.season == null ? 1 : Number(request.season),
    place: index,
  }));
  return Array.from(
    { length: MONTHS },
    (_, month) =>
      read[requests.findIndex((request) => request.month === month + 1)] ?? {
        ...{ lower: null, upper: null, season: 1, place: null },
      },
  );
}

function readBounds(
  problems: ProblemList,
  { lower, upper }: Pick<ChannelRequest, "lower" | "upper">,
  currencyCode: string,
  path: readonly string[],
): Bounds {
  const [least, most] = (["lower", "upper"] as const).map((name) => {
    const money = { lower, upper }[name];
    return money == null ? null : readAmount(problems, money, currencyCode, [...path, name]);
  }) as [bigint | null, bigint | null];
  if ((least ?? 0n) < 0n || (most !== null && most < (least ?? 0n)))
    problems.add(
      "INVALID_INPUT",
      [...path, "lower"],
      `The bounds of ${path.join(".")} must be at least 0 and in order; correct lower or upper.`,
    );
  return { lower: least, upper: most };
}
