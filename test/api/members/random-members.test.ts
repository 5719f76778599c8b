import type { TierRules } from "../../../src/engines/membership/tier-rules";
import { SeededRandom } from "../../../src/engines/numeric/seeded-random";
import { numberOf } from "../../support/catalogue";
import { slowTierOfMember } from "../../support/slow-tier";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { byPerson, factsOf, isMemberAt, type Membership, membershipsOf } from "./member-reference";
import {
  createProgramme,
  documentOf,
  evaluate,
  type MemberSetup,
  openMemberSetup,
  peopleOf,
  readEvaluation,
} from "./member-setup";

const DAY = 86_400_000;
const START = Date.parse("2025-01-01T00:00:00+08:00");
const DAYS = 240;
const PLATFORMS = ["JD", "TMALL", "DOUYIN"];
const NOTHING = { minimumSpend: null, minimumOrderDays: null, minimumTenureDays: null };

let setup: MemberSetup;
let world: ReadonlyMap<number, readonly TouchpointRow[]>;
const random = SeededRandom.fromSeed(31);
const pick = <T>(items: readonly T[]): T => items[random.integer(0, items.length - 1)]!;
/** Half of the instants lie on a noon or a midnight, so that some coincide, also with the ends of days. */
const instant = (): string => {
  const at = START + random.integer(0, 2 * DAYS) * (DAY / 2);
  return new Date(random.uniform() < 0.5 ? at : at + random.integer(1, DAY / 2 - 1)).toISOString();
};

beforeAll(async () => {
  setup = await openMemberSetup("2025-12-01T00:00:00+08:00");
  const brandId = numberOf(setup.brands["haoyu"]!);
  const rows = Array.from({ length: 120 }, (_, person) => person + 1).flatMap((person): TouchpointRow[] => {
    const row = (action: string, more: Partial<TouchpointRow> = {}): TouchpointRow => ({
      ...{ person: `p${person}`, action, at: instant(), platform: pick(PLATFORMS), brandId, sourceId: setup.cloud },
      ...more,
    });
    const some = (count: number, make: () => TouchpointRow): TouchpointRow[] =>
      Array.from({ length: random.integer(0, count) }, make);
    const joins = some(4, () => row("MEMBER_JOIN"));
    return [
      ...joins,
      ...some(3, () => row("MEMBER_LEAVE")),
      ...joins
        .filter(() => random.uniform() < 0.1)
        .map(({ at, platform }) => row("MEMBER_LEAVE", { at, platform: platform! })),
      ...some(8, () =>
        row("ORDER", { orderId: `o${person}-${random.integer(1, 6)}`, value: random.integer(1, 90_000), quantity: 1 }),
      ),
      ...some(3, () =>
        row("REFUND", { orderId: `o${person}-${random.integer(1, 6)}`, value: random.integer(1, 90_000), quantity: 1 }),
      ),
      ...some(3, () => row(pick(["VISIT", "IMPRESSION", "BENEFIT_ISSUE", "SEARCH"]))),
    ];
  });
  world = byPerson(rows);
  await insertTouchpoints(setup.test, rows);
  await insertTouchpoints(setup.test, rows.slice(0, 200)); // once more, as a chunk that is tried again
});
afterAll(() => setup.test.close());

const RULES: readonly TierRules[] = [
  {
    ...{ match: "ALL", qualifyingDays: 60, keepingDays: 30 },
    tiers: [NOTHING, { ...NOTHING, minimumSpend: 50_000 }, { ...NOTHING, minimumSpend: 80_000, minimumOrderDays: 2 }],
  },
  {
    ...{ match: "ANY", qualifyingDays: 30, keepingDays: 0 },
    tiers: [
      NOTHING,
      { minimumSpend: 20_000, minimumOrderDays: 2, minimumTenureDays: 100 },
      { ...NOTHING, minimumSpend: 90_000, minimumTenureDays: 150 },
    ],
  },
];
const INSTANTS = [30, 90.5, 150, 239].map((days) => START + days * DAY);

it("has members of every kind to compare", () => {
  const all = [...world.values()].map((rows) => membershipsOf(rows, START + DAYS * DAY));
  expect(all.filter((one) => one.length > 1).length).toBeGreaterThan(10);
  expect(all.filter((one) => one.length === 0).length).toBeGreaterThan(10);
  expect(new Set(all.flat().map(({ platform }) => platform)).size).toBe(3);
});

it("evaluates as following every person from instant to instant does", async () => {
  const toInput = ({ tiers, ...rules }: TierRules) => ({
    ...rules,
    tiers: tiers.map(({ minimumSpend, ...tier }, place) => ({
      ...{ code: `T${place}`, name: `Tier ${place}`, ...tier },
      minimumSpend: minimumSpend === null ? null : { amount: String(minimumSpend / 100), currencyCode: "CNY" },
    })),
  });
  const programme = await createProgramme(setup, setup.own, { tiers: toInput(RULES[0]!) });
  for (const [version, rules] of RULES.entries()) {
    if (version > 0) {
      const input = { id: programme, version, input: toInput(rules) };
      const { data } = await setup.test.query(setup.own.keys.AD_OPS, documentOf("change-membership-tiers"), input);
      expect(data.changeMembershipTiers.userErrors).toEqual([]);
    }
    const seen = new Set<number>();
    let before: ReadonlyMap<number, number> = new Map();
    for (const at of INSTANTS) {
      const tiers = new Map<number, number>();
      for (const [person, rows] of world) {
        const facts = factsOf(rows, at);
        if (facts) tiers.set(person, slowTierOfMember(facts, rules, at));
      }
      const id = await evaluate(setup.test, setup.own, programme, new Date(at).toISOString());
      const evaluation = await readEvaluation(setup.test, setup.own, id);
      const expected = rules.tiers.map((_, tier) => [...tiers.values()].filter((one) => one === tier).length);
      for (const [tier, count] of expected.entries()) if (count > 0) seen.add(tier);
      expect(peopleOf(evaluation)).toEqual(
        Object.fromEntries(expected.map((count, tier) => [`T${tier}`, String(count)])),
      );
      if (at !== INSTANTS[0]) {
        const all = [...world.keys()].map((person) => [before.get(person) ?? -1, tiers.get(person) ?? -1] as const);
        const count = (fits: (from: number, to: number) => boolean) =>
          String(all.filter(([a, b]) => fits(a, b)).length);
        expect(evaluation.moves).toMatchObject({
          joined: count((from, to) => from < 0 && to >= 0),
          left: count((from, to) => from >= 0 && to < 0),
          upgraded: count((from, to) => from >= 0 && to > from),
          downgraded: count((from, to) => to >= 0 && to < from),
          unchanged: count((from, to) => from >= 0 && to === from),
        });
      }
      before = tiers;
    }
    expect([...seen].sort()).toEqual([0, 1, 2]);
  }
});

describe("figures", () => {
  const activeDays = 20;
  const PASSIVE = ["IMPRESSION", "MEMBER_JOIN", "MEMBER_LEAVE", "MEMBER_TIER", "BENEFIT_ISSUE"];
  const isActive = (rows: readonly TouchpointRow[], at: number): boolean =>
    rows.some((row) => {
      const then = Date.parse(row.at);
      return !PASSIVE.includes(row.action) && then < at && then >= at - activeDays * DAY;
    });
  const read = async (at: number, variables: object = {}) => {
    const asOf = new Date(at).toISOString();
    const input = {
      brand: setup.brands["haoyu"],
      asOf,
      activeDays,
      from: "2025-03-01",
      to: "2025-05-01",
      ...variables,
    };
    const answer = await setup.test.query(setup.own.keys.BI, documentOf("brand-members"), input);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.brand;
  };

  it("count members by platform, age and activity as following every person does", async () => {
    for (const at of INSTANTS) {
      const members = [...world].flatMap(([, rows]): { one: Membership; rows: readonly TouchpointRow[] }[] => {
        const one = membershipsOf(rows, at).at(-1);
        return one && one.end >= at ? [{ one, rows }] : [];
      });
      const { members: figures } = await read(at);
      expect(figures).toMatchObject({ members: String(members.length), isSuppressed: false, threshold: 1 });
      const platforms = PLATFORMS.map((code) => [code, members.filter(({ one }) => one.platform === code).length]);
      expect(
        Object.fromEntries(
          figures.byPlatform.map((row: { platform: string; members: string }) => [row.platform, Number(row.members)]),
        ),
      ).toEqual(Object.fromEntries(platforms.filter(([, count]) => count !== 0)));
      const ages = [0, 30, 90, 180, 365, Number.POSITIVE_INFINITY];
      const inAge = (place: number) =>
        members.filter(({ one }) => {
          const days = Math.floor((at - one.begin) / DAY);
          return days >= ages[place]! && days < ages[place + 1]!;
        }).length;
      expect(figures.byAge.map((row: { members: string }) => Number(row.members))).toEqual([0, 1, 2, 3, 4].map(inAge));
      expect(Number(figures.active.members)).toBe(members.filter(({ rows }) => isActive(rows, at)).length);
    }
  });

  it("follow the members from stretch to stretch", async () => {
    for (const grain of ["DAY", "WEEK", "MONTH"]) {
      const { memberTrend } = await read(INSTANTS[0]!, { grain });
      const points: {
        from: string;
        to: string;
        joined: string;
        left: string;
        net: string;
        members: string;
        active: { members: string };
      }[] = memberTrend.points;
      expect(points).toHaveLength({ DAY: 61, WEEK: 10, MONTH: 2 }[grain]!);
      const people = [...world].map(([, rows]) => ({
        rows,
        memberships: membershipsOf(rows, Number.POSITIVE_INFINITY),
      }));
      const membersAt = (at: number) => people.filter(({ memberships }) => isMemberAt(memberships, at));
      for (const point of points) {
        const [from, to] = [Date.parse(point.from), Date.parse(point.to)];
        const beganIn = (memberships: readonly Membership[]) =>
          memberships.some(({ begin }) => begin >= from && begin < to);
        const joined = people.filter((one) => !isMemberAt(one.memberships, from) && beganIn(one.memberships));
        const left = people.filter(
          (one) => (isMemberAt(one.memberships, from) || beganIn(one.memberships)) && !isMemberAt(one.memberships, to),
        );
        const active = membersAt(to).filter(({ rows }) => isActive(rows, to));
        expect([point.joined, point.left, point.members, point.active.members].map(Number)).toEqual(
          [joined, left, membersAt(to), active].map((some) => some.length),
        );
        expect(Number(point.net)).toBe(joined.length - left.length);
        expect(membersAt(from).length + Number(point.net)).toBe(Number(point.members));
      }
      expect(points.slice(1).every((point, place) => point.from === points[place]!.to)).toBe(true);
    }
  });
});
