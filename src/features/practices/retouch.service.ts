import { RoaringBitmap32 } from "roaring";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import type { SmallGroups } from "../../platform/small-groups";
import { ProblemList } from "../../platform/user-error";
import { type RuleSet, type Stage, stages } from "../assets";
import type { AudiencePack } from "../audiences";
import type { BrandService } from "../brands";
import type { BrandWindows } from "../journeys";
import { MAX_WINDOW_DAYS, type NewOpportunityPack, noData, type OpportunityPacks } from "../opportunities";
import { type PracticeReader, type PracticeScope, requireDays, scopeOf } from "./practice-reader";
import { actionsOf, exposedWithin } from "./practice-rules";
import { type RetouchChoice, reachableOn, retainedRules, retouchRules, touchAges } from "./retouch";
import { type Share, shareOf, tellPart, tellParts } from "./told-people";
import type { TouchedPeople, TouchedPeopleStore } from "./touched-people.store";

/** How touches on a platform were followed by orders. */
export interface RetouchChannel {
  readonly platform: string;
  readonly touched: bigint | null;
  readonly ordered: bigint | null;
  /** Null where either is. */
  readonly orderRate: Share | null;
}

export interface RetouchReach {
  readonly platform: string;
  readonly people: bigint;
  /** People x order rate; null without a rate. */
  readonly expectedOrders: number | null;
}

export interface RetouchGroup {
  /** Null: in none. */
  readonly stage: Stage | null;
  /** Last touched off site so many days of 24 hours ago, more than the one and at most the other. */
  readonly lastTouch: { readonly fromDays: number; readonly toDays: number };
  readonly people: bigint | null;
  /** The most expected orders first, then the most people. */
  readonly reach: readonly RetouchReach[];
  readonly suggestedPlatform: string | null;
}

/** How people who were exposed and did not order settled, and how to touch them again (V08). */
export interface Retouch {
  readonly scope: PracticeScope;
  readonly ruleSet: RuleSet;
  readonly days: number;
  readonly people: bigint | null;
  readonly channels: readonly RetouchChannel[];
  readonly groups: readonly RetouchGroup[];
  readonly rules: RuleInput;
}

export interface RetouchServiceParts {
  readonly reader: PracticeReader;
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly store: TouchedPeopleStore;
  readonly packs: OpportunityPacks;
}

export class RetouchService {
  constructor(private readonly parts: RetouchServiceParts) {}

  async analyse(context: RequestContext, brandId: number, days: number): Promise<Retouch> {
    const { reader, brands } = this.parts;
    requireDays(days);
    const { ruleSet } = await reader.requireLabels(context, brandId, { path: ["brandId"] });
    const platforms = (await brands.platforms(context)).map(({ code }) => code).sort();
    const ages = touchAges(days);
    const rules = retainedRules(days);
    const trees = [
      rules,
      ...stages.map((stage): RuleInput => ({ stage: { in: [stage] } })),
      ...ages.map(exposedWithin),
      ...platforms.map(reachableOn),
    ];
    const read = await reader.ask(context, brandId, { figure: "RETOUCH", days }, { trees });
    const [retained, ...rest] = read.people as readonly [RoaringBitmap32, ...RoaringBitmap32[]];
    if (retained.isEmpty) throw noData("people who were exposed off site and did not order", days);
    const scope = scopeOf(read, days);
    const labelled = rest.slice(0, stages.length);
    const exposed = rest.slice(stages.length, stages.length + ages.length);
    const reachable = rest.slice(stages.length + ages.length);
    const channels = tellChannels(await this.touched(context, brandId, scope, platforms), read);
    const groups = crossed(retained, labelled, exposed);
    const told = tellParts(
      groups.map(({ people }) => people.size),
      read,
    );
    return {
      ...{ scope, ruleSet, days, channels, rules },
      people: tellParts([retained.size], read)[0]!,
      groups: groups.flatMap(({ stage, age, people }, index): RetouchGroup[] => {
        if (people.isEmpty) return [];
        const reach = told[index] === null ? [] : tellReach(people, { platforms, reachable, channels }, read);
        const lastTouch = { fromDays: ages[age - 1] ?? 0, toDays: ages[age]! };
        const suggested = reach[0]?.expectedOrders ? reach[0].platform : null;
        return [{ stage, lastTouch, people: told[index]!, reach, suggestedPlatform: suggested }];
      }),
    };
  }

  async createPack(
    context: RequestContext,
    pack: NewOpportunityPack,
    choice: RetouchChoice,
    key?: string,
  ): Promise<AudiencePack> {
    const problems = new ProblemList();
    const { days, restDays } = choice;
    if (days < 1 || days > MAX_WINDOW_DAYS)
      problems.add("INVALID_INPUT", ["input", "days"], `days must be 1 to ${MAX_WINDOW_DAYS}, but got ${days}.`);
    if (restDays < 0 || restDays >= days)
      problems.add(
        "INVALID_INPUT",
        ["input", "restDays"],
        `restDays must be at least 0 and less than days (${days}), but got ${restDays}.`,
      );
    const known = (await this.parts.brands.platforms(context)).map(({ code }) => code).sort();
    if (choice.platform !== null && !known.includes(choice.platform))
      problems.add(
        "INVALID_INPUT",
        ["input", "platform"],
        `platform must be one of ${known.join(", ")}, but got "${choice.platform.slice(0, 60)}".`,
      );
    return this.parts.packs.create(context, pack, retouchRules(choice), { key, problems });
  }

  private async touched(
    context: RequestContext,
    brandId: number,
    { from, to }: PracticeScope,
    platforms: readonly string[],
  ): Promise<readonly TouchedPeople[]> {
    const { windows, store } = this.parts;
    const window = await windows.grant(context, brandId, { from, to });
    const question = { platforms, actions: actionsOf(["EXPOSURE"]), by: "PLATFORM" } as const;
    return windows.read(context, window, (granted) => store.findTouched(granted, question));
  }
}

/** Every stage, and none, by every age; together they are the retained people. */
function crossed(
  retained: RoaringBitmap32,
  labelled: readonly RoaringBitmap32[],
  exposed: readonly RoaringBitmap32[],
): readonly { readonly stage: Stage | null; readonly age: number; readonly people: RoaringBitmap32 }[] {
  const unlabelled = RoaringBitmap32.andNot(retained, RoaringBitmap32.orMany([...labelled]));
  const rows = [
    ...stages.map((stage, index) => ({ stage, people: labelled[index]! })),
    { stage: null, people: unlabelled },
  ];
  return rows.flatMap(({ stage, people }) =>
    exposed.map((upTo, age) => {
      const those = RoaringBitmap32.and(RoaringBitmap32.and(retained, people), upTo);
      const later = exposed[age - 1];
      return { stage, age, people: later ? RoaringBitmap32.andNot(those, later) : those };
    }),
  );
}

function tellChannels(touched: readonly TouchedPeople[], smallGroups: SmallGroups): readonly RetouchChannel[] {
  const channels = touched.map(({ platform, touched: people, converted }) => {
    const [ordered, others] = tellParts([converted.size, people.size - converted.size], smallGroups) as [
      ...[bigint | null, bigint | null],
    ];
    const all = ordered === null || others === null ? null : ordered + others;
    return { platform, touched: all, ordered, orderRate: shareOf(ordered, all) };
  });
  return channels.sort((a, b) => (a.platform < b.platform ? -1 : 1));
}

function tellReach(
  people: RoaringBitmap32,
  {
    platforms,
    reachable,
    channels,
  }: {
    readonly platforms: readonly string[];
    readonly reachable: readonly RoaringBitmap32[];
    readonly channels: readonly RetouchChannel[];
  },
  smallGroups: SmallGroups,
): readonly RetouchReach[] {
  const reach = platforms.flatMap((platform, index): RetouchReach[] => {
    const told = tellPart(people.andCardinality(reachable[index]!), people.size, smallGroups);
    if (!told) return [];
    const rate = channels.find((channel) => channel.platform === platform)?.orderRate;
    return [{ platform, people: told, expectedOrders: rate ? Number(told) * rate.value : null }];
  });
  const orders = ({ expectedOrders }: RetouchReach): number => expectedOrders ?? -1;
  return reach.sort(
    (a, b) => orders(b) - orders(a) || Number(b.people - a.people) || (a.platform < b.platform ? -1 : 1),
  );
}
