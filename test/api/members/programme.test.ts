import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { createProgramme, documentOf, type MemberSetup, openMemberSetup, TIERS } from "./member-setup";

let setup: MemberSetup;
beforeAll(async () => {
  setup = await openMemberSetup("2025-11-01T00:00:00+08:00", ["haoyu", "tinglan"]);
});
afterAll(() => setup.test.close());

const send = (name: string, variables: object, secret = setup.own.keys.AD_OPS) =>
  setup.test.query(secret, documentOf(name), variables);
const create = async (change: object = {}, key?: string) => {
  const input = { brandId: setup.brands["haoyu"], name: "Haoyu Club", tiers: TIERS, ...change };
  return (await send("create-membership-programme", { input, key })).data.createMembershipProgramme;
};

describe("createMembershipProgramme", () => {
  it("refuses tiers that are no ladder, each problem at its path", async () => {
    const yuan = (amount: string, currencyCode = "CNY") => ({ amount, currencyCode });
    const tiers = {
      ...{ qualifyingDays: 0, keepingDays: 2_000 },
      tiers: [
        { code: "BRONZE", name: "Bronze", minimumOrderDays: 1 },
        { code: "SILVER", name: " ", minimumSpend: yuan("100.005") },
        { code: "SILVER", name: "Gold", minimumOrderDays: 2 },
        { code: "black", name: "Black", minimumSpend: yuan("1", "USD"), minimumOrderDays: 2, minimumTenureDays: 0 },
        { code: "TOP", name: "Top" },
      ],
    };
    const { membershipProgramme, userErrors } = await create({ tiers });
    expect(membershipProgramme).toBeNull();
    const problems = userErrors.map(({ code, field }: { code: string; field: string[] }) => [
      code,
      field.slice(2).join("."),
    ]);
    expect(problems).toEqual([
      ["INVALID_INPUT", "qualifyingDays"],
      ["INVALID_INPUT", "keepingDays"],
      ["INVALID_INPUT", "tiers.1.name"],
      ["INVALID_INPUT", "tiers.1.minimumSpend"],
      ["INVALID_INPUT", "tiers.2.code"],
      ["INVALID_INPUT", "tiers.2.minimumOrderDays"],
      ["INVALID_INPUT", "tiers.3.code"],
      ["INVALID_INPUT", "tiers.3.minimumOrderDays"],
      ["INVALID_INPUT", "tiers.3.minimumTenureDays"],
      ["INVALID_INPUT", "tiers.3.minimumSpend"],
    ]);
    const [first, , third] = tiers.tiers;
    const ladder = await create({ tiers: { tiers: [first, third, { code: "TOP", name: "Top" }] } });
    expect(ladder.userErrors).toMatchObject([
      {
        field: ["input", "tiers", "tiers", "0", "minimumOrderDays"],
        message:
          "The first tier takes every member and must ask for nothing, but BRONZE asks for minimumOrderDays; put a tier without conditions before it.",
      },
      {
        field: ["input", "tiers", "tiers", "2"],
        message: "Every tier but the first must ask for something, but TOP asks for nothing.",
      },
    ]);
  });

  it("says which tier leaves a gap, and which nobody could stand in", async () => {
    const spend = (amount: string) => ({ minimumSpend: { amount, currencyCode: "CNY" } });
    const base = { code: "BRONZE", name: "Bronze" };
    const silver = { code: "SILVER", name: "Silver", ...spend("1000") };
    const problems = async (...tiers: object[]) => (await create({ tiers: { tiers: [base, ...tiers] } })).userErrors;
    expect(await problems(silver, { code: "GOLD", name: "Gold", ...spend("999.99") })).toEqual([
      {
        code: "TIER_GAP",
        field: ["input", "tiers", "tiers", "2", "minimumSpend"],
        message:
          "Whoever meets GOLD must meet SILVER too, but of minimumSpend GOLD asks for less; raise it, or add it.",
      },
    ]);
    expect(await problems(silver, { ...silver, code: "GOLD" })).toEqual([
      {
        code: "TIER_OVERLAP",
        field: ["input", "tiers", "tiers", "2"],
        message:
          "Every tier must ask for more than the one below, but GOLD asks for what SILVER does: nobody could stand in SILVER.",
      },
    ]);
    const any = await create({
      tiers: { match: "ANY", tiers: [base, silver, { code: "GOLD", name: "Gold", minimumOrderDays: 12 }] },
    });
    expect(any.userErrors).toEqual([
      {
        code: "TIER_GAP",
        field: ["input", "tiers", "tiers", "2", "minimumOrderDays"],
        message:
          "Whoever meets GOLD must meet SILVER too, but minimumOrderDays alone is enough for GOLD and not for SILVER; raise it, or leave it out.",
      },
    ]);
  });

  it("refuses a target that is none and a brand that is not granted", async () => {
    const target = { netAdds: "0", from: "2025-11-01T00:00:00Z", to: "2025-11-01T00:00:00Z" };
    expect((await create({ target })).userErrors).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "target", "netAdds"] },
      { code: "INVALID_INPUT", field: ["input", "target", "to"] },
    ]);
    const other = await send(
      "create-membership-programme",
      { input: { brandId: setup.brands["tinglan"], name: "Other", tiers: TIERS } },
      setup.careful.keys.AD_OPS,
    );
    expect(other.data.createMembershipProgramme.userErrors).toMatchObject([
      { code: "NOT_FOUND", field: ["input", "brandId"] },
    ]);
  });

  it("sets one up per brand and organisation, once per idempotency key", async () => {
    const first = await create({}, "set-up");
    expect(first.userErrors).toEqual([]);
    expect(first.membershipProgramme).toEqual({
      id: expect.any(String),
      ...{ name: "Haoyu Club", version: 1, brand: { code: "haoyu" }, target: null },
      tiers: {
        ...{ version: 1, match: "ALL", qualifyingDays: 90, keepingDays: 30 },
        tiers: [
          {
            code: "BRONZE",
            name: "Bronze",
            nameZh: "铜卡",
            minimumSpend: null,
            minimumOrderDays: null,
            minimumTenureDays: null,
          },
          {
            ...{ code: "SILVER", name: "Silver", nameZh: null, minimumOrderDays: null, minimumTenureDays: null },
            minimumSpend: { amount: "1000.00", currencyCode: "CNY" },
          },
          {
            ...{ code: "GOLD", name: "Gold", nameZh: null, minimumOrderDays: 3, minimumTenureDays: null },
            minimumSpend: { amount: "5000.00", currencyCode: "CNY" },
          },
        ],
      },
    });
    expect(await create({}, "set-up")).toEqual(first);
    expect((await create()).userErrors).toMatchObject([{ code: "PROGRAMME_EXISTS", field: ["input", "brandId"] }]);
    expect(await createProgramme(setup, setup.careful)).not.toBe(first.membershipProgramme.id);
  });
});

describe("a programme that exists", () => {
  const page = async (secret = setup.own.keys.BI) =>
    (await send("programme-status", { brand: setup.brands["haoyu"] }, secret)).data.brand.membershipProgramme;
  const read = async () =>
    (await send("membership-programme", { brand: setup.brands["haoyu"] })).data.brand.membershipProgramme;

  it("is changed at the version that the caller saw only", async () => {
    const { id, version } = await read();
    const named = await send("change-membership-programme", { id, version, input: { name: "Haoyu Plus" } });
    expect(named.data.changeMembershipProgramme).toEqual({
      membershipProgramme: { id, name: "Haoyu Plus", version: version + 1, target: null },
      userErrors: [],
    });
    const conflict = {
      code: "VERSION_CONFLICT",
      field: ["expectedVersion"],
      message: `expectedVersion must be the programme's current version ${version + 1}, but got ${version}; read it again and repeat the change.`,
    };
    const late = await send("change-membership-programme", { id, version, input: { name: "Late" } });
    expect(late.data.changeMembershipProgramme).toEqual({ membershipProgramme: null, userErrors: [conflict] });
    const tiers = await send("change-membership-tiers", { id, version, input: TIERS });
    expect(tiers.data.changeMembershipTiers.userErrors).toEqual([conflict]);
    const noName = await send("change-membership-programme", { id, version: version + 1, input: { name: null } });
    expect(noName.data.changeMembershipProgramme.userErrors).toMatchObject([{ field: ["input", "name"] }]);
    const foreign = await send(
      "change-membership-tiers",
      { id, version: version + 1, input: TIERS },
      setup.careful.keys.AD_OPS,
    );
    expect(foreign.data.changeMembershipTiers.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
    expect(
      (await send("change-membership-tiers", { id, version: 1, input: TIERS }, setup.own.keys.BI)).errors![0],
    ).toMatchObject({
      extensions: { code: "FORBIDDEN" },
    });
  });

  it("makes one of two changes that saw the same version", async () => {
    const { id, version } = await read();
    const answers = await Promise.all(
      [1, 2, 3, 4].map((keepingDays) =>
        send("change-membership-tiers", { id, version, input: { ...TIERS, keepingDays } }),
      ),
    );
    const codes = answers.map(({ data }) => data.changeMembershipTiers.userErrors[0]?.code ?? "DONE");
    expect(codes.sort()).toEqual(["DONE", "VERSION_CONFLICT", "VERSION_CONFLICT", "VERSION_CONFLICT"]);
  });

  it("says how far it has come towards its target", async () => {
    const brandId = numberOf(setup.brands["haoyu"]!);
    const joined = (first: number, count: number, at: string) =>
      Array.from({ length: count }, (_, place) => ({
        ...{ person: `p${first + place}`, action: "MEMBER_JOIN", at, brandId, sourceId: setup.cloud },
      }));
    await insertTouchpoints(setup.test, [
      ...joined(1, 10, "2025-09-01T12:00:00+08:00"),
      ...joined(101, 30, "2025-10-10T12:00:00+08:00"),
      { person: "p1", action: "MEMBER_LEAVE", at: "2025-10-15T12:00:00+08:00", brandId, sourceId: setup.cloud },
    ]);
    expect((await page()).status).toMatchObject({
      members: "39",
      atStart: null,
      netAdds: null,
      state: "NO_TARGET",
      elapsed: null,
    });
    const aim = async (netAdds: string, from: string, to: string) => {
      const { id, version } = await read();
      const changed = await send("change-membership-programme", {
        id,
        version,
        input: { target: { netAdds, from, to } },
      });
      expect(changed.data.changeMembershipProgramme.userErrors).toEqual([]);
      return (await page()).status;
    };
    const [october, december] = ["2025-10-01T00:00:00+08:00", "2025-12-01T00:00:00+08:00"];
    // 29 of a million after 31 of 61 days.
    expect(await aim("1000000", october, december)).toEqual({
      ...{ asOf: "2025-10-31T16:00:00.000Z", members: "39", atStart: "10", netAdds: "29", attainment: 0.000029 },
      ...{ elapsed: 31 / 61, state: "BEHIND", threshold: 1 },
    });
    expect(await aim("57", october, december)).toMatchObject({ state: "ON_TRACK", attainment: 29 / 57 });
    expect(await aim("58", october, december)).toMatchObject({ state: "BEHIND" });
    expect(await aim("29", october, december)).toMatchObject({ state: "REACHED", attainment: 1 });
    expect(await aim("30", "2025-09-15T00:00:00+08:00", "2025-10-20T00:00:00+08:00")).toMatchObject({
      ...{ asOf: "2025-10-19T16:00:00.000Z", members: "39", atStart: "10", state: "MISSED", elapsed: 1 },
    });
    expect(await aim("30", "2025-11-02T00:00:00+08:00", december)).toMatchObject({
      ...{ members: "39", atStart: null, netAdds: null, attainment: null, state: "NOT_STARTED", elapsed: 0 },
    });
  });

  it("loses its target when it is set to null, and is nobody else's to see", async () => {
    const { id, version } = await read();
    const { data } = await send("change-membership-programme", { id, version, input: { target: null } });
    expect(data.changeMembershipProgramme.membershipProgramme.target).toBeNull();
    const node = "query ($id: ID!) { node(id: $id) { id } }";
    expect((await setup.test.query(setup.careful.keys.BI, node, { id })).data.node).toBeNull();
    expect((await setup.test.query(setup.own.keys.BI, node, { id })).data.node).toEqual({ id });
    expect((await setup.test.query(setup.own.keys.INTEGRATION, node, { id })).data.node).toBeNull();
  });
});
