import {
  createProgramme,
  documentOf,
  openProgrammeSetup,
  type ProgrammeSetup,
  programmeInput,
} from "./programme-setup";

const CREATE = documentOf("create-media-programme");
const CHANGE = documentOf("change-media-programme");
const LIST = documentOf("brand-programmes");

let setup: ProgrammeSetup;
beforeAll(async () => {
  setup = await openProgrammeSetup("2025-11-20T00:00:00+08:00");
});
afterAll(() => setup.test.close());

const create = async (change: object, key?: string, secret = setup.own.keys.AD_OPS) => {
  const input = programmeInput(setup.brands.haoyu, change);
  const answer = await setup.test.query(secret, CREATE, { input, key });
  return answer.data?.createMediaProgramme ?? answer;
};
const change = async (id: string, expectedVersion: number, input: object, secret = setup.own.keys.AD_OPS) =>
  (await setup.test.query(secret, CHANGE, { id, expectedVersion, input })).data.changeMediaProgramme;
const fieldsOf = (errors: readonly { code: string; field: string[] }[]): string[] =>
  errors.map(({ code, field }) => `${code} ${field.join(".")}`);

const AGREED = {
  contractNumber: "XHS-2025-7",
  endsOn: "2026-01-01",
  budget: { amount: "1200000", currencyCode: "CNY" },
};

describe("createMediaProgramme", () => {
  it("answers the contract, and the same one again under its idempotency key", async () => {
    const first = await create({ code: "红京", ...AGREED }, "once");
    expect(first).toEqual({
      mediaProgramme: {
        id: expect.any(String),
        code: "红京",
        name: "Red Jing 2025",
        partnerPlatform: "XIAOHONGSHU",
        contractNumber: "XHS-2025-7",
        startsOn: "2025-01-01",
        endsOn: "2026-01-01",
        hasDataReturn: true,
        budget: { amount: "1200000.00", currencyCode: "CNY" },
        version: 1,
        brand: { code: "haoyu" },
      },
      userErrors: [],
    });
    expect(await create({ code: "红京", ...AGREED }, "once")).toEqual(first);
    expect((await create({ code: "bare" })).mediaProgramme).toMatchObject({
      contractNumber: null,
      endsOn: null,
      budget: null,
    });
  });

  it("reports every problem at once, with paths", async () => {
    const { mediaProgramme, userErrors } = await create({
      code: "",
      name: " ",
      partnerPlatform: "MYSPACE",
      contractNumber: "",
      endsOn: "2025-01-01",
      budget: { amount: "1", currencyCode: "USD" },
    });
    expect(mediaProgramme).toBeNull();
    expect(fieldsOf(userErrors)).toEqual([
      "INVALID_INPUT input.code",
      "INVALID_INPUT input.budget",
      "INVALID_INPUT input.name",
      "INVALID_INPUT input.partnerPlatform",
      "INVALID_INPUT input.contractNumber",
      "INVALID_INPUT input.endsOn",
    ]);
    expect(userErrors[5].message).toBe(
      "endsOn is the first day after the contract and must lie after startsOn (2025-01-01), but got 2025-01-01.",
    );
  });

  it("refuses a code that the organisation has, and takes it from another organisation", async () => {
    await create({ code: "twice" });
    expect(fieldsOf((await create({ code: "twice" })).userErrors)).toEqual(["CODE_TAKEN input.code"]);
    expect((await create({ code: "twice" }, undefined, setup.careful.keys.AD_OPS)).userErrors).toEqual([]);
  });

  it("is for those who edit campaigns, of brands that are granted", async () => {
    for (const role of ["BI", "PARTNER"] as const)
      expect((await create({ code: "no" }, undefined, setup.own.keys[role])).errors[0].extensions.code).toBe(
        "FORBIDDEN",
      );
    const foreign = await create({ brandId: setup.brands.tinglan }, undefined, setup.careful.keys.AD_OPS);
    expect(fieldsOf(foreign.userErrors)).toEqual(["NOT_FOUND input.brandId"]);
  });
});

describe("changeMediaProgramme", () => {
  let id: string;
  let made = 0;
  beforeEach(async () => {
    made += 1;
    id = await createProgramme(
      setup.test,
      setup.own,
      programmeInput(setup.brands.haoyu, { code: `c${made}`, ...AGREED }),
    );
  });

  const unchanged = {
    name: "Red Jing 2025",
    partnerPlatform: "XIAOHONGSHU",
    contractNumber: "XHS-2025-7",
    startsOn: "2025-01-01",
    endsOn: "2026-01-01",
    hasDataReturn: true,
    budget: { amount: "1200000.00", currencyCode: "CNY" },
  };

  it.each([
    ["nothing", {}, {}],
    ["the number away", { contractNumber: null }, { contractNumber: null }],
    ["the end away", { endsOn: null }, { endsOn: null }],
    ["the budget away", { budget: null }, { budget: null }],
    [
      "everything",
      {
        name: "Tencent",
        partnerPlatform: "TENCENT",
        contractNumber: "T-1",
        startsOn: "2025-02-01",
        endsOn: "2025-02-02",
        hasDataReturn: false,
        budget: { amount: "0.5", currencyCode: "CNY" },
      },
      {
        name: "Tencent",
        partnerPlatform: "TENCENT",
        contractNumber: "T-1",
        startsOn: "2025-02-01",
        endsOn: "2025-02-02",
        hasDataReturn: false,
        budget: { amount: "0.50", currencyCode: "CNY" },
      },
    ],
  ])("changes %s and leaves the rest", async (_, input, changed) => {
    expect(await change(id, 1, input)).toEqual({
      mediaProgramme: { ...unchanged, ...changed, version: 2 },
      userErrors: [],
    });
  });

  it("checks what the contract would be, and refuses null for what must have a value", async () => {
    expect(fieldsOf((await change(id, 1, { startsOn: "2026-01-01" })).userErrors)).toEqual([
      "INVALID_INPUT input.endsOn",
    ]);
    const nulls = await change(id, 1, { name: null, partnerPlatform: null, startsOn: null, hasDataReturn: null });
    expect(fieldsOf(nulls.userErrors)).toEqual([
      "INVALID_INPUT input.name",
      "INVALID_INPUT input.partnerPlatform",
      "INVALID_INPUT input.startsOn",
      "INVALID_INPUT input.hasDataReturn",
    ]);
    expect(nulls.userErrors[0].message).toBe("name must have a value, but got null; leave it out to keep it.");
  });

  it("refuses an older version, and lets one of two changes at once win", async () => {
    const answers = await Promise.all([change(id, 1, { name: "One" }), change(id, 1, { name: "Two" })]);
    const refused = answers.filter(({ mediaProgramme }) => mediaProgramme === null);
    expect(refused).toEqual([
      {
        mediaProgramme: null,
        userErrors: [
          {
            code: "VERSION_CONFLICT",
            field: ["expectedVersion"],
            message:
              "expectedVersion must be the programme's current version 2, but got 1; read it again and repeat the change.",
          },
        ],
      },
    ]);
  });

  it("does not exist for another organisation, by any path", async () => {
    const foreign = await change(id, 1, { name: "Mine" }, setup.careful.keys.ADMIN);
    expect(fieldsOf(foreign.userErrors)).toEqual(["NOT_FOUND id"]);
    const read = "query($id: ID!) { node(id: $id) { id } mediaProgramme(id: $id) { code } }";
    expect((await setup.test.query(setup.careful.keys.ADMIN, read, { id })).data).toEqual({
      node: null,
      mediaProgramme: null,
    });
    expect((await setup.test.query(setup.own.keys.BI, read, { id })).data).toEqual({
      node: { id },
      mediaProgramme: { code: `c${made}` },
    });
  });
});

describe("brand.mediaProgrammes", () => {
  it("lists the organisation's contracts of the brand, newest first, by pages", async () => {
    for (const code of ["t1", "t2", "t3"]) {
      setup.time.now = new Date(setup.time.now.getTime() + 1);
      await createProgramme(setup.test, setup.own, programmeInput(setup.brands.tinglan, { code }));
    }
    const list = async (page: object) =>
      (await setup.test.query(setup.own.keys.BI, LIST, { brand: setup.brands.tinglan, ...page })).data.brand
        .mediaProgrammes;
    const first = await list({ first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    expect(first.nodes.map((node: { code: string }) => node.code)).toEqual(["t3", "t2"]);
    const second = await list({ first: 2, after: first.pageInfo.endCursor });
    expect(second.nodes).toMatchObject([{ code: "t1" }]);
    expect((await list({ last: 1 })).nodes).toMatchObject([{ code: "t1" }]);
    const foreign = await setup.test.query(setup.careful.keys.BI, LIST, { brand: setup.brands.haoyu, first: 9 });
    expect(foreign.data.brand.mediaProgrammes.nodes).toMatchObject([{ code: "twice" }]);
  });
});
