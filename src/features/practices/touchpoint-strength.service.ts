import { RoaringBitmap32 } from "roaring";
import { type Strongest, shiftBudget, strongestOf } from "../../engines/allocation/shift-budget";
import { type TargetGroupIndex, targetGroupIndex } from "../../engines/numeric/target-group-index";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import { type CrowdGroup, crowdGroups, type RuleSet } from "../assets";
import type { BrandService } from "../brands";
import type { BrandWindows, GrantedWindow } from "../journeys";
import { lastHour, noData, tellOverlap } from "../opportunities";
import type { Action } from "../touchpoints";
import { type PracticeReader, requireDays, requireWithin } from "./practice-reader";
import { actionsOf } from "./practice-rules";
import { type Share, shareOf, tellParts } from "./told-people";
import type { TouchedPeople, TouchedPeopleStore } from "./touched-people.store";

export interface TouchpointSpend {
  readonly platform: string;
  readonly action: Action;
  /** Minor units of the brand's currency. */
  readonly minor: bigint;
}

export interface StrengthQuestion {
  readonly groupsAt: Date;
  readonly days: number;
  readonly spend: readonly TouchpointSpend[];
  /** Of all spend, in one step. */
  readonly maxShift: number;
}

/** People of a group at a touchpoint; null where withheld. */
export interface StrengthLine {
  readonly platform: string;
  readonly action: Action;
  readonly touched: bigint | null;
  readonly converted: bigint | null;
  readonly conversion: Share | null;
  readonly tgi: TargetGroupIndex | null;
  readonly spend: bigint | null;
  /** What the step adds to the spend; null without a step. */
  readonly change: bigint | null;
}

export interface GroupStrength {
  readonly group: CrowdGroup;
  readonly people: bigint | null;
  /** The highest conversion first, those withheld last. */
  readonly lines: readonly StrengthLine[];
  readonly strongest: (Pick<Strongest, "isSeparable"> & { readonly line: StrengthLine }) | null;
}

/** Which touchpoint converts each group best, and where to move money (G38). */
export interface TouchpointStrength {
  readonly window: GrantedWindow;
  readonly ruleSet: RuleSet;
  readonly currencyCode: string;
  readonly groups: readonly GroupStrength[];
}

export interface TouchpointStrengthParts {
  readonly reader: PracticeReader;
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly store: TouchedPeopleStore;
}

const DAY_MS = 86_400_000;
export const MAX_SPEND_LINES = 100;

export class TouchpointStrengthService {
  constructor(private readonly parts: TouchpointStrengthParts) {}

  async analyse(context: RequestContext, brandId: number, question: StrengthQuestion): Promise<TouchpointStrength> {
    const { reader, windows, brands, store } = this.parts;
    const { groupsAt, days, spend, maxShift } = question;
    requireDays(days);
    requireWithin("maxShift", maxShift, { min: 0.01, max: 1 });
    requireDistinct(spend);
    const [brand, platforms, { ruleSet }] = await Promise.all([
      brands.requireGranted(context, brandId, ["brandId"]),
      brands.platforms(context),
      reader.requireLabels(context, brandId, { at: groupsAt, path: ["groupsAt"] }),
    ]);
    const end = Math.min(groupsAt.getTime() + days * DAY_MS, lastHour(context.clock.now()).getTime());
    if (end <= groupsAt.getTime())
      throw UserProblems.one(
        "INVALID_INPUT",
        ["groupsAt"],
        `groupsAt must lie before the last full hour, so that something can have followed it, but got ${groupsAt.toISOString()}.`,
      );
    const window = await windows.grant(context, brandId, { from: groupsAt, to: new Date(end) });
    const trees = crowdGroups.map((group): RuleInput => ({ group: { in: [group], at: groupsAt } }));
    const asked = { figure: "TOUCHPOINT_STRENGTH", groupsAt, days };
    const { people } = await reader.ask(context, brandId, asked, { trees, path: ["groupsAt"] });
    const codes = platforms.map(({ code }) => code).sort();
    const actions = actionsOf(["EXPOSURE", "VISIT", "ENGAGE"]);
    const touched = await windows.read(context, window, (granted) =>
      store.findTouched(granted, { platforms: codes, actions, by: "TOUCHPOINT" }),
    );
    if (touched.length === 0) throw noData("touches of the brand", days);
    const base = RoaringBitmap32.orMany([...people]);
    const groups = crowdGroups.map((group, place) =>
      strengthOf(group, { people: people[place]!, base, touched, window, spend, maxShift }),
    );
    return { window, ruleSet, currencyCode: brand.currencyCode, groups };
  }
}

function strengthOf(
  group: CrowdGroup,
  {
    people,
    base,
    touched,
    window,
    spend,
    maxShift,
  }: {
    readonly people: RoaringBitmap32;
    readonly base: RoaringBitmap32;
    readonly touched: readonly TouchedPeople[];
    readonly window: GrantedWindow;
    readonly spend: readonly TouchpointSpend[];
    readonly maxShift: number;
  },
): GroupStrength {
  const lines = touched.map((touch): Omit<StrengthLine, "change"> => {
    const { platform, action } = touch as TouchedPeople & { readonly action: Action };
    const all = touch.touched.andCardinality(people);
    const some = touch.converted.andCardinality(people);
    const [converted, others] = tellParts([some, all - some], window) as [bigint | null, bigint | null];
    const told = converted === null || others === null ? null : converted + others;
    const index = tellOverlap(
      { both: all, audience: people.size, target: touch.touched.andCardinality(base), base: base.size },
      window,
    );
    const spent = spend.find((one) => one.platform === platform && one.action === action)?.minor ?? null;
    return {
      ...{ platform, action, touched: told, converted: told === null ? null : converted, spend: spent },
      conversion: shareOf(converted, told),
      tgi: index && targetGroupIndex(index),
    };
  });
  const rate = ({ conversion }: Pick<StrengthLine, "conversion">): number => conversion?.value ?? -1;
  const name = ({ platform, action }: Pick<StrengthLine, "platform" | "action">): string => `${platform} ${action}`;
  const ranked = lines.sort((a, b) => rate(b) - rate(a) || (name(a) < name(b) ? -1 : 1));
  const rated = ranked.filter(({ conversion }) => conversion !== null);
  const counts = rated.map(({ touched: trials, converted, spend: spent }) => ({
    ...{ successes: Number(converted), trials: Number(trials), spend: spent },
  }));
  const strongest = strongestOf(counts);
  const changes = strongest && shiftBudget(counts, maxShift);
  const told = ranked.map((line): StrengthLine => ({ ...line, change: changes?.[rated.indexOf(line)] ?? null }));
  return {
    ...{ group, people: tellParts([people.size], window)[0]!, lines: told },
    strongest: strongest && { isSeparable: strongest.isSeparable, line: told[strongest.place]! },
  };
}

function requireDistinct(spend: readonly TouchpointSpend[]): void {
  const distinct = new Set(spend.map(({ platform, action }) => `${platform} ${action}`)).size;
  if (spend.length <= MAX_SPEND_LINES && distinct === spend.length) return;
  throw UserProblems.one(
    "INVALID_INPUT",
    ["spend"],
    `spend must have at most ${MAX_SPEND_LINES} elements, each touchpoint once, but got ${spend.length}, ${distinct} of them different.`,
  );
}
