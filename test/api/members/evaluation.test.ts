import { numberOf } from "../../support/catalogue";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import {
  createProgramme,
  documentOf,
  evaluate,
  type MemberSetup,
  openMemberSetup,
  peopleOf,
  readEvaluation,
  TIERS,
} from "./member-setup";

const AS_OF = "2025-11-01T00:00:00+08:00";
const LATER = "2025-11-11T00:00:00+08:00";

let setup: MemberSetup;
let programme: string;
beforeAll(async () => {
  setup = await openMemberSetup("2025-11-20T00:00:00+08:00");
  programme = await createProgramme(setup, setup.own);
});
afterAll(() => setup.test.close());

let orders = 0;
const row = (person: string, action: string, at: string, more: Partial<TouchpointRow> = {}): TouchpointRow => ({
  ...{ person, action, at: at.length === 10 ? `${at}T12:00:00+08:00` : at },
  ...{ brandId: numberOf(setup.brands["haoyu"]!), sourceId: setup.cloud, ...more },
});
const order = (person: string, at: string, yuan: number, orderId = `o-${orders++}`): TouchpointRow =>
  row(person, "ORDER", at, { orderId, value: yuan * 100, quantity: 1 });

it("begins with nobody", async () => {
  const id = await evaluate(setup.test, setup.own, programme, AS_OF);
  expect(await readEvaluation(setup.test, setup.own, id)).toEqual({
    asOf: "2025-10-31T16:00:00.000Z",
    state: "COMPLETE",
    members: "0",
    erasedPeople: "0",
    rules: { version: 1 },
    tiers: ["BRONZE", "SILVER", "GOLD"].map((code) => ({ tier: { code }, people: "0", share: null })),
    suppression: { threshold: 1, suppressedCells: 0, remainderPeople: null },
    moves: null,
  });
});

describe("with members", () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    const join = (person: string, at = "2025-06-01") => row(person, "MEMBER_JOIN", at);
    await insertTouchpoints(setup.test, [
      // p1: nothing. p2: 1,000 within 90 days. p3: 999.99. p4: 1,000 only 130 days before, beyond both periods.
      join("p1"),
      ...[join("p2"), order("p2", "2025-10-01", 1_000)],
      ...[join("p3"), order("p3", "2025-10-01", 999.99)],
      ...[join("p4"), order("p4", "2025-06-24", 1_000)],
      // p5: gold. p6: 5,000 on two days, of which one has two orders. p7: 5,000 on three days, one refunded in full.
      ...[
        join("p5"),
        order("p5", "2025-09-01", 2_000),
        order("p5", "2025-09-02", 2_000),
        order("p5", "2025-09-03", 1_000),
      ],
      ...[
        join("p6"),
        order("p6", "2025-09-01", 2_000),
        order("p6", "2025-09-01", 2_000),
        order("p6", "2025-09-03", 1_000),
      ],
      ...[
        join("p7"),
        order("p7", "2025-09-01", 2_000),
        order("p7", "2025-09-02", 2_000),
        order("p7", "2025-09-03", 1_000, "p7-3"),
      ],
      row("p7", "REFUND", "2025-09-04", { orderId: "p7-3", value: 100_000, quantity: 1 }),
      // p8: left. p9: left and came again. p10: left on one platform and stays on another. p11: joins later. p12: never.
      ...[join("p8"), row("p8", "MEMBER_LEAVE", "2025-07-01"), order("p8", "2025-10-01", 9_000)],
      ...[join("p9"), row("p9", "MEMBER_LEAVE", "2025-07-01"), join("p9", "2025-10-20")],
      ...[
        join("p10"),
        row("p10", "MEMBER_JOIN", "2025-06-02", { platform: "TMALL" }),
        row("p10", "MEMBER_LEAVE", "2025-07-01"),
      ],
      join("p11", "2025-11-05"),
      order("p12", "2025-10-01", 9_000),
      // p13: reached silver 95 days ago with an order of 100 days ago, keeps it for 30 days after it fell out.
      ...[join("p13"), order("p13", "2025-07-24", 1_500)],
      // p14: partly refunded below silver. p15: says both at one instant: left.
      ...[join("p14"), order("p14", "2025-10-01", 1_200, "p14-1")],
      row("p14", "REFUND", "2025-10-02", { orderId: "p14-1", value: 30_000, quantity: 1 }),
      ...[join("p15"), row("p15", "MEMBER_LEAVE", "2025-06-01")],
      // p16: a member in the eyes of `own` alone.
      row("p16", "MEMBER_JOIN", "2025-06-01", { sourceId: setup.private }),
      // Moves until the later instant.
      order("p1", "2025-11-02", 1_000),
      row("p2", "MEMBER_LEAVE", "2025-11-03"),
    ]);
    first = await evaluate(setup.test, setup.own, programme, AS_OF);
    second = await evaluate(setup.test, setup.own, programme, LATER);
  });

  it("puts each into the highest tier whose conditions hold or held in the keeping period", async () => {
    const evaluation = await readEvaluation(setup.test, setup.own, first);
    // p1 p3 p4 p9 p10 p14 p16 | p2 p6 p7 p13 | p5
    expect(peopleOf(evaluation)).toEqual({ BRONZE: "7", SILVER: "4", GOLD: "1" });
    expect(evaluation).toMatchObject({ members: "12", state: "COMPLETE" });
    expect(evaluation.tiers[2].share).toBeCloseTo(1 / 12, 12);
  });

  it("says who joined, left and moved since", async () => {
    const { moves, ...evaluation } = await readEvaluation(setup.test, setup.own, second, AS_OF);
    // p11 joined, p2 left, p1 rose; p13 keeps silver: the order of 24 July counts until 22 October and the tier until 21 November.
    expect(peopleOf(evaluation)).toEqual({ BRONZE: "7", SILVER: "4", GOLD: "1" });
    expect(moves).toMatchObject({ joined: "1", left: "1", upgraded: "1", downgraded: "0", unchanged: "10" });
    expect(moves.since).toBe("2025-10-31T16:00:00.000Z");
    const cells = moves.cells.filter(({ people }: { people: string }) => people !== "0");
    expect(
      cells.map((cell: { from?: { code: string }; to?: { code: string }; people: string }) => [
        cell.from?.code ?? null,
        cell.to?.code ?? null,
        cell.people,
      ]),
    ).toEqual([
      [null, "BRONZE", "1"],
      ["BRONZE", "BRONZE", "6"],
      ["BRONZE", "SILVER", "1"],
      ["SILVER", null, "1"],
      ["SILVER", "SILVER", "3"],
      ["GOLD", "GOLD", "1"],
    ]);
    expect(moves.cells).toHaveLength(15);
    // The newest earlier one is the same; an instant without one has no moves.
    expect((await readEvaluation(setup.test, setup.own, second)).moves).toEqual(moves);
    expect((await readEvaluation(setup.test, setup.own, second, "2025-10-01T00:00:00Z")).moves).toBeNull();
    const backwards = await setup.test.query(setup.own.keys.BI, documentOf("member-evaluation"), {
      id: second,
      since: LATER,
    });
    expect(backwards.errors![0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
  });

  it("answers with the same evaluation until something late comes, and keeps the earlier one then", async () => {
    expect(await evaluate(setup.test, setup.own, programme, AS_OF)).toBe(first);
    await insertTouchpoints(setup.test, [order("p3", "2025-10-15", 1)]);
    expect(await readEvaluation(setup.test, setup.own, first)).toMatchObject({ state: "OUTDATED", members: "12" });
    const again = await evaluate(setup.test, setup.own, programme, AS_OF);
    expect(again).not.toBe(first);
    expect(peopleOf(await readEvaluation(setup.test, setup.own, again))).toEqual({
      BRONZE: "6",
      SILVER: "5",
      GOLD: "1",
    });
    expect(peopleOf(await readEvaluation(setup.test, setup.own, first))).toEqual({
      BRONZE: "7",
      SILVER: "4",
      GOLD: "1",
    });
    // What happened at or after its instant does not concern it.
    await insertTouchpoints(setup.test, [order("p3", AS_OF, 1)]);
    expect(await readEvaluation(setup.test, setup.own, again)).toMatchObject({ state: "COMPLETE" });
  });

  it("counts for another organisation what it may see, and withholds few", async () => {
    const other = await createProgramme(setup, setup.careful);
    const id = await evaluate(setup.test, setup.careful, other, AS_OF);
    const evaluation = await readEvaluation(setup.test, setup.careful, id);
    // Without p16: 5, 5 and 1 of 11; the gold one would follow from the others.
    expect(evaluation).toMatchObject({
      members: "11",
      suppression: { threshold: 5, suppressedCells: 2, remainderPeople: "6" },
    });
    expect(peopleOf(evaluation)).toEqual({ BRONZE: null, SILVER: "5", GOLD: null });
    expect(
      (await setup.test.query(setup.careful.keys.BI, documentOf("member-evaluation"), { id: first })).data.node,
    ).toBeNull();
  });

  it("evaluates an instant under another version of the tiers beside the one before", async () => {
    const page = () =>
      setup.test.query(setup.own.keys.BI, documentOf("membership-programme"), { brand: setup.brands["haoyu"] });
    const { version } = (await page()).data.brand.membershipProgramme;
    const input = { ...TIERS, keepingDays: 0 };
    const changed = await setup.test.query(setup.own.keys.AD_OPS, documentOf("change-membership-tiers"), {
      id: programme,
      input,
      version,
    });
    expect(changed.data.changeMembershipTiers).toMatchObject({
      membershipProgramme: {
        version: version + 1,
        tiers: { version: 2 },
        tierVersions: [{ version: 2 }, { version: 1 }],
      },
      userErrors: [],
    });
    const strict = await evaluate(setup.test, setup.own, programme, AS_OF);
    expect(await readEvaluation(setup.test, setup.own, strict)).toMatchObject({ rules: { version: 2 }, moves: null });
    // p13 keeps nothing.
    expect(peopleOf(await readEvaluation(setup.test, setup.own, strict))).toEqual({
      BRONZE: "7",
      SILVER: "4",
      GOLD: "1",
    });
    const lenient = await evaluate(setup.test, setup.own, programme, AS_OF, 1);
    expect(peopleOf(await readEvaluation(setup.test, setup.own, lenient))).toEqual({
      BRONZE: "6",
      SILVER: "5",
      GOLD: "1",
    });
    const { evaluations, latestEvaluation } = (await page()).data.brand.membershipProgramme;
    expect(evaluations.totalCount).toBe(5);
    expect(evaluations.nodes[0].id).toBe(second);
    expect(latestEvaluation.id).toBe(second);
  });
});

describe("evaluateMembers refuses", () => {
  const send = async (change: object) => {
    const input = { membershipProgrammeId: programme, asOf: AS_OF, ...change };
    return (await setup.test.query(setup.own.keys.AD_OPS, documentOf("evaluate-members"), { input })).data
      .evaluateMembers;
  };

  it("an instant to come, a version that is not, and a programme of others", async () => {
    expect(await send({ asOf: "2025-11-21T00:00:00+08:00" })).toEqual({
      run: null,
      userErrors: [
        {
          code: "INVALID_INPUT",
          field: ["input", "asOf"],
          message: "asOf must not be in the future, but got 2025-11-20T16:00:00.000Z at 2025-11-19T16:00:00.000Z.",
        },
      ],
    });
    expect(await send({ tiersVersion: 9 })).toMatchObject({
      userErrors: [{ code: "NOT_FOUND", field: ["input", "tiersVersion"] }],
    });
    const other = await setup.test.query(setup.careful.keys.AD_OPS, documentOf("evaluate-members"), {
      input: { membershipProgrammeId: programme, asOf: AS_OF },
    });
    expect(other.data.evaluateMembers).toMatchObject({ run: null, userErrors: [{ code: "NOT_FOUND" }] });
  });
});
