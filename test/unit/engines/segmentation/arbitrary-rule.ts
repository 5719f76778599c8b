import fc from "fast-check";
import { type Action, stagePositions } from "../../../../src/engines/segmentation/rule";
import type { DidInput, MoneyRangeInput, RuleInput, TouchInput } from "../../../../src/engines/segmentation/rule-input";
import type { World, WorldTouchpoint } from "./reference-evaluator";

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Midnight in Shanghai, which is amid a day in UTC. */
export const AS_OF = Date.parse("2025-11-11T00:00:00+08:00");
export const EARLIER = AS_OF - 30 * DAY;

const ACTIONS = ["CONTENT_VIEW", "ORDER", "SEARCH"] as const satisfies readonly Action[];
const PLATFORMS = ["XIAOHONGSHU", "DOUYIN"] as const;
const STAGES = ["AWARE", "APPEAL", "ACT", "ADVOCATE"] as const;
const INTENTS = ["BRAND", "CATEGORY", "PLATFORM"] as const;
const LOYALTIES = ["LOYAL", "POTENTIAL", "SWING"] as const;
const GROUPS = ["BASE", "POTENTIAL", "INDUSTRY", "PENETRATION"] as const;
const PEOPLE = 12;
const person = fc.integer({ min: 1, max: PEOPLE });

/** Few people and few values, so that random trees hit, miss and count them all; times on and beside every window's edge, and the ends of days in UTC. */
const touchpoint: fc.Arbitrary<WorldTouchpoint> = fc.record({
  person,
  at: fc
    .tuple(fc.constantFrom(0, 1, 2, 7, 30, 31, 365, 366, 400), fc.constantFrom(-1, 0, 1, 8 * HOUR - 1, 8 * HOUR))
    .map(([days, beside]) => AS_OF - days * DAY + beside),
  action: fc.constantFrom(...ACTIONS, "CLICK"),
  platform: fc.constantFrom(...PLATFORMS),
  site: fc.constantFrom("OFF_SITE", "ON_SITE"),
  brandId: fc.constantFrom(0, 1, 1, 1, 1, 2, 3, 4),
  categoryId: fc.constantFrom(0, 10, 11, 20),
  campaign: fc.constantFrom("", "618", "1111"),
  sourceId: fc.constantFrom(1, 1, 2, 2, 3),
  placement: fc.constantFrom("", "PL-1", "PL-2"),
  value: fc.constantFrom(undefined, 100, 250),
});

const stageOfPeople = fc
  .array(fc.tuple(person, fc.constantFrom(...STAGES, "LAPSED" as const)), { maxLength: 2 * PEOPLE, size: "max" })
  .map((rows) => new Map(rows));

/** Brand 1 is the own one, 2 and 3 its rivals. Source 1 is the cloud's, 2 the organisation's, 3 another organisation's. */
export const world: fc.Arbitrary<World> = fc
  .record({
    asOf: fc.constant(AS_OF),
    // In the small ones an answer often hangs on a single touchpoint.
    touchpoints: fc.oneof(
      { weight: 1, arbitrary: fc.array(touchpoint, { maxLength: 25, size: "max" }) },
      { weight: 2, arbitrary: fc.array(touchpoint, { maxLength: 120, size: "max" }) },
    ),
    ownBrandId: fc.constant(1),
    rivalBrandIds: fc.constant([2, 3]),
    visibleSourceIds: fc.constant([1, 2]),
    cloudSourceIds: fc.constant([1]),
    categoryTree: fc.constant((id: number) => (id === 10 ? [10, 11] : [id])),
    stages: fc.tuple(stageOfPeople, stageOfPeople).map(
      ([now, before]) =>
        new Map([
          [AS_OF, now],
          [EARLIER, before],
        ]),
    ),
    cells: fc
      .array(fc.tuple(person, fc.tuple(fc.constantFrom(...INTENTS), fc.constantFrom(...LOYALTIES))), {
        maxLength: PEOPLE,
      })
      .map((rows) => new Map(rows)),
    groups: fc.constant<World["groups"]>({
      BASE: [["BRAND", "LOYAL"]],
      POTENTIAL: [
        ["BRAND", "SWING"],
        ["BRAND", "POTENTIAL"],
      ],
      INDUSTRY: LOYALTIES.map((loyalty) => ["CATEGORY", loyalty] as const),
      PENETRATION: LOYALTIES.map((loyalty) => ["PLATFORM", loyalty] as const),
    }),
    packs: fc.tuple(fc.uniqueArray(person), fc.uniqueArray(person)).map(
      ([first, second]) =>
        new Map([
          ["first", first],
          ["second", second],
        ]),
    ),
  })
  .map((data) => ({ ...data, lists: listsOf(data.packs) }));

/** One list, uploaded in two parts. */
function listsOf(packs: World["packs"]): World["lists"] {
  const [first = [], second = []] = [...packs.values()];
  return new Map([["crm", [first.filter((one) => one % 2 === 0), second.filter((one) => one % 3 === 0)]]]);
}

/** Mostly absent: a leaf with every condition set meets nobody. */
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const range = (...minors: readonly string[]): fc.Arbitrary<MoneyRangeInput> =>
  fc
    .tuple(optional(fc.constantFrom(...minors)), optional(fc.constantFrom(...minors)))
    .filter(([min, max]) => (min != null || max != null) && Number(min ?? 0) <= Number(max ?? "501"))
    .map(([min, max]) => ({ currencyCode: "CNY", min, max }));
const some = <T extends string>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

const times = fc
  .tuple(optional(fc.nat(3)), optional(fc.nat(3)))
  .filter(([min, max]) => (min != null || max != null) && (max == null || (min ?? 0) <= max))
  .map(([min, max]) => ({ min, max }));

const window = fc.oneof(
  fc.record({ within: fc.record({ days: fc.constantFrom(1, 7, 30, 400) }) }),
  fc.record({ within: fc.record({ hours: fc.constantFrom(1, 30, 168) }) }),
  fc.constant({ between: { from: new Date(AS_OF - 31 * DAY), to: new Date(AS_OF - 7 * DAY) } }),
);

export const didInput: fc.Arbitrary<DidInput> = fc
  .tuple(
    fc.record({
      action: fc.constantFrom(...ACTIONS),
      platforms: optional(some(PLATFORMS)),
      site: optional(fc.constantFrom("OFF_SITE", "ON_SITE")),
      brand: optional(fc.constantFrom("OWN", "RIVAL", "ANY")),
      categoryId: optional(fc.constantFrom(10, 20)),
      campaignCode: optional(fc.constantFrom("618", "1111")),
      times: optional(times),
      placementCodes: rarely(some(["PL-1", "PL-2"])),
      value: rarely(range("100", "250")),
    }),
    window,
  )
  .map(([did, when]) => ({ ...did, ...when }));

const touchInput: fc.Arbitrary<TouchInput> = fc.record({
  action: fc.constantFrom(...ACTIONS),
  brand: optional(fc.constantFrom("OWN", "RIVAL", "ANY")),
  platforms: rarely(some(PLATFORMS)),
});

const gap = fc.constantFrom(
  ...[null, { maxHours: 24 }, { minHours: 24 }, { minHours: 24, maxHours: 144 }, { minHours: 120, maxHours: 672 }],
);

const spentInput: fc.Arbitrary<RuleInput> = fc
  .tuple(
    fc.record({
      action: fc.constantFrom(...ACTIONS),
      brand: optional(fc.constantFrom("OWN", "RIVAL", "ANY")),
      times: rarely(times),
      totalValue: range("100", "250", "251", "500"),
    }),
    window,
  )
  .map(([did, when]) => ({ did: { ...did, ...when } }));

const sequenceInput: fc.Arbitrary<RuleInput> = fc
  .tuple(fc.record({ first: touchInput, second: touchInput, gap }), window)
  .map(([sequence, when]) => ({ sequence: { ...sequence, ...when } }));

const frequencyInput: fc.Arbitrary<RuleInput> = fc
  .tuple(times, window, fc.record({ platforms: optional(some(PLATFORMS)), campaignCode: rarely(fc.constant("618")) }))
  .map(([often, when, where]) => ({ frequency: { ...often, ...when, ...where } }));

export const leafInput: fc.Arbitrary<RuleInput> = fc.oneof(
  { weight: 5, arbitrary: didInput.map((did) => ({ did })) },
  fc.record({ in: some(STAGES), at: optional(fc.constant(new Date(EARLIER))) }).map((stage) => ({ stage })),
  fc
    .record({ intent: optional(some(INTENTS)), loyalty: optional(some(LOYALTIES)) })
    .filter(({ intent, loyalty }) => intent != null || loyalty != null)
    .map((cell) => ({ cell })),
  some(GROUPS).map((groups) => ({ group: { in: groups } })),
  fc.constantFrom<RuleInput>({ pack: { id: "first" } }, { pack: { id: "second" } }, { list: { id: "crm" } }),
  spentInput,
  { weight: 2, arbitrary: frequencyInput },
  sequenceInput,
  fc
    .record({ from: some(stagePositions), to: some(stagePositions), since: fc.constant(new Date(EARLIER)) })
    .map((moved) => ({ moved })),
);

/** Trees of these leaves, of at most 4 levels, as the caller writes them. */
export const treeOf = (leaf: fc.Arbitrary<RuleInput>): fc.Arbitrary<RuleInput> =>
  fc.letrec<{ rule: RuleInput }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 3, arbitrary: leaf },
      { weight: 2, arbitrary: fc.array(tie("rule"), { minLength: 1, maxLength: 4 }).map((allOf) => ({ allOf })) },
      { weight: 2, arbitrary: fc.array(tie("rule"), { minLength: 1, maxLength: 4 }).map((anyOf) => ({ anyOf })) },
      { weight: 1, arbitrary: tie("rule").map((not) => ({ not })) },
    ),
  })).rule;

export const ruleInput: fc.Arbitrary<RuleInput> = treeOf(leafInput);
