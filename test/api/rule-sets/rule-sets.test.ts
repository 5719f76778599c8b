import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import { createTestApp, type TestApp } from "../../support/test-app";
import { createFixture, NOW, type SnapshotFixture } from "../assets/snapshot-fixture";
import { SHIPPED_CHINESE, SHIPPED_ENGLISH, STRICT } from "./definitions";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const CREATE = document("create-rule-set");
const CHANGE = document("change-rule-set");
const LIST = document("rule-sets");
const READ = document("rule-set");

let test: TestApp;
let fixture: SnapshotFixture;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createFixture(test);
});
afterAll(() => test.close());

const admin = (): string => fixture.acme.keys.ADMIN;

const create = async (input: object, { secret = admin(), key }: { secret?: string; key?: string } = {}) =>
  (await test.query(secret, CREATE, { input, key })).data.createRuleSet;

const change = async (id: string, definition: object, expectedVersion: number) =>
  (await test.query(admin(), CHANGE, { id, definition, expectedVersion })).data.changeRuleSet;

const read = async (id: string, secret = admin()) => (await test.query(secret, READ, { id })).data.node;

const sentencesOf = (rows: readonly { topic: string; sentence: string }[]) =>
  Object.fromEntries(rows.map(({ topic, sentence }) => [topic, sentence]));

describe("rules", () => {
  it("that are shipped explain themselves in English and Chinese", async () => {
    const { data } = await test.query(admin(), LIST, { brand: fixture.brand, first: 1 });
    expect(data.brand.ruleSetInForce).toMatchObject({ version: 0, assignedAt: null, ruleSet: { code: "DEFAULT" } });
    const shipped = await read(data.brand.ruleSetInForce.ruleSet.id);
    expect(shipped).toMatchObject({ code: "DEFAULT", version: 1, isShipped: true });
    expect(shipped.definition).toMatchObject({ universeDays: 365, stagePriority: STRICT.stagePriority });
    expect(sentencesOf(shipped.english)).toEqual(SHIPPED_ENGLISH);
    expect(sentencesOf(shipped.chinese)).toEqual(SHIPPED_CHINESE);
  });

  it("of an organisation's own are read as they were written", async () => {
    const { ruleSet, userErrors } = await create({ code: "WRITTEN", brandId: fixture.brand, definition: STRICT });
    expect(userErrors).toEqual([]);
    expect(ruleSet).toMatchObject({ code: "WRITTEN", version: 1, isShipped: false, brand: { code: "tv-one" } });
    const found = await read(ruleSet.id);
    expect(found.definition).toEqual(STRICT);
    expect(sentencesOf(found.english)).toMatchObject({
      APPEAL: "In the last 15 days at least 3 of content view, click, or at least 2 of search, follow.",
      GROUPS: expect.stringContaining("Category intent × Potential; Platform customers"),
    });
  });

  it("take the shipped orders when none are given", async () => {
    const { stagePriority: _, ...definition } = STRICT;
    const { intentPriority: __, ...nineGrid } = STRICT.nineGrid;
    const { ruleSet } = await create({ code: "ORDERS", definition: { ...definition, nineGrid } });
    expect((await read(ruleSet.id)).definition).toEqual(STRICT);
    expect(ruleSet.brand).toBeNull();
  });

  it("are made once per idempotency key, and once per code", async () => {
    const input = { code: "ONCE", definition: STRICT };
    const first = await create(input, { key: "once" });
    expect((await create(input, { key: "once" })).ruleSet.id).toBe(first.ruleSet.id);
    expect(await create(input)).toEqual({
      ruleSet: null,
      userErrors: [
        {
          code: "CODE_TAKEN",
          field: ["input", "code"],
          message: "code must be new in the organisation, but rules ONCE exist; change them with changeRuleSet.",
        },
      ],
    });
    expect((await create(input, { secret: fixture.careful.keys.ADMIN })).userErrors).toEqual([]);
  });

  it("are nobody else's, and are made by those who may", async () => {
    const { ruleSet } = await create({ code: "OURS", definition: STRICT });
    expect(await read(ruleSet.id, fixture.careful.keys.ADMIN)).toBeNull();
    const { errors } = await test.query(fixture.acme.keys.BI, CREATE, { input: { code: "NO", definition: STRICT } });
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  it("are listed newest first, those for other brands left out", async () => {
    const other = toNodeId("Brand", fixture.catalogue.brands.food);
    const { ruleSet } = await create({ code: "FOOD_ONLY", brandId: other, definition: STRICT });
    const list = async (brand: string) =>
      (await test.query(admin(), LIST, { brand, first: 100 })).data.ruleSets.nodes.map(({ id }: { id: string }) => id);
    expect(await list(other)).toContain(ruleSet.id);
    expect(await list(fixture.brand)).not.toContain(ruleSet.id);
    const page = await test.query(admin(), LIST, { brand: other, first: 1 });
    const rest = await test.query(admin(), LIST, {
      brand: other,
      first: 100,
      after: page.data.ruleSets.pageInfo.endCursor,
    });
    expect([...page.data.ruleSets.nodes, ...rest.data.ruleSets.nodes].map(({ id }) => id)).toEqual(await list(other));
    expect(page.data.ruleSets.totalCount).toBe(1 + rest.data.ruleSets.nodes.length);
  });
});

describe("a change of rules", () => {
  const later = { ...STRICT, aware: { days: 10 } };

  it("makes the next version and leaves the last as it is", async () => {
    const { ruleSet } = await create({ code: "CHANGED", definition: STRICT });
    const second = await change(ruleSet.id, later, 1);
    expect(second).toMatchObject({ ruleSet: { version: 2 }, userErrors: [] });
    expect(second.ruleSet.id).not.toBe(ruleSet.id);
    expect((await read(ruleSet.id)).definition).toEqual(STRICT);
    expect((await read(second.ruleSet.id)).definition).toEqual(later);
    // Any version names them all: the change goes on from the current one.
    expect(await change(ruleSet.id, STRICT, 2)).toMatchObject({ ruleSet: { version: 3 } });
  });

  it("to what holds already makes none", async () => {
    const { ruleSet } = await create({ code: "SAME", definition: STRICT });
    expect(await change(ruleSet.id, STRICT, 1)).toEqual({ ruleSet: { id: ruleSet.id, version: 1 }, userErrors: [] });
  });

  it("from another version than the current one is a conflict, also when both come at once", async () => {
    const { ruleSet } = await create({ code: "RACED", definition: STRICT });
    const answers = await Promise.all(
      [10, 11, 12].map((days) => change(ruleSet.id, { ...STRICT, aware: { days } }, 1)),
    );
    expect(answers.filter((answer) => answer.ruleSet?.version === 2)).toHaveLength(1);
    const refused = answers.flatMap(({ userErrors }) => userErrors);
    expect(refused).toHaveLength(2);
    expect(refused[0]).toEqual({
      code: "VERSION_CONFLICT",
      field: ["expectedVersion"],
      message: "expectedVersion must be the current version 2, but got 1; read it again and repeat the change.",
    });
  });

  it("of shipped rules is refused", async () => {
    const { data } = await test.query(admin(), LIST, { brand: fixture.brand, first: 1 });
    const { userErrors } = await change(data.brand.ruleSetInForce.ruleSet.id, STRICT, 1);
    expect(userErrors).toEqual([
      {
        code: "SHIPPED",
        field: ["id"],
        message: "id must name rules of this organisation, but DEFAULT is shipped; make your own with createRuleSet.",
      },
    ]);
  });
});
