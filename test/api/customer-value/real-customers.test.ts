import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { commandContext } from "../../../src/cli/open-app";
import { type IntegrationRun, readMapping } from "../../../src/features/touchpoints";
import { createLogger } from "../../../src/platform/logger";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { grantBrands } from "../jdata/jdata-setup";
import { readRun, runId } from "../touchpoints/run-setup";
import { document } from "./value-setup";

const DATA = join(__dirname, "../../../../shared/data");
const EXAMPLE = join(__dirname, "../../../examples/customer-value");
const hasData = existsSync(join(DATA, "cdnow"));
if (!hasData)
  process.stderr.write("The tests of real customers are skipped: ../shared/data is absent beside this repository.\n");
const describeWithData = hasData ? describe : describe.skip;

interface Row {
  readonly action: string;
  readonly customer: string;
  readonly day: string;
  readonly order: string;
  readonly quantity: number;
  readonly pence: number;
}

interface Rejected {
  readonly reason: string;
  readonly rows: string;
}

/** Has all but a customer. */
const isWhole = ({ action, order, pence }: Row): boolean => (action === "ORDER" ? pence > 0 : order !== "");

/** Purchase days of every customer, counted plainly: days with an order that was not given back in full. */
function purchaseDays(rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const orders = new Map<string, { customer: string; day: string; paid: number; back: number }>();
  for (const { action, customer, day, order, pence } of rows) {
    const key = `${customer} ${order}`;
    const known = orders.get(key) ?? { customer, day, paid: 0, back: 0 };
    if (action === "ORDER") orders.set(key, { ...known, paid: known.paid + pence, day: [known.day, day].sort()[0]! });
    else orders.set(key, { ...known, back: known.back + pence });
  }
  const days = new Map<string, Set<string>>();
  for (const { customer, day, paid, back } of orders.values())
    if (paid > 0 && back < paid) days.set(customer, (days.get(customer) ?? new Set()).add(day));
  return new Map([...days].map(([customer, all]) => [customer, [...all].sort()]));
}

describeWithData("real customers, from files to value tiers", () => {
  let test: TestApp;
  let shop: TestOrganisation;
  let folder: string;

  const ingest = async (name: string): Promise<{ readonly run: IntegrationRun; readonly brand: string }> => {
    await promisify(execFile)(process.execPath, [join(EXAMPLE, "prepare.mjs"), name, join(DATA, name), folder]);
    const path = join(EXAMPLE, `${name}.json`);
    const run = await test.app.fileIngest.ingest(commandContext(shop.id, createLogger("fatal")), {
      ...{ name, mapping: readMapping(await readFile(path, "utf8"), path) },
      ...{ paths: [join(folder, `${name}.csv`)], onProgress: () => undefined },
    });
    return { run, brand: (await grantBrands(test, shop, [name])).get(name)! };
  };
  const fitModel = async (input: object) => {
    const { data } = await test.query(shop.keys.AD_OPS, document("fit-customer-value-model"), { input });
    expect(data.fitCustomerValueModel.userErrors).toEqual([]);
    const { id } = data.fitCustomerValueModel.run;
    await test.waitForRun(shop.keys.AD_OPS, id);
    return (await test.query(shop.keys.AD_OPS, document("customer-value-fit"), { run: id })).data.node;
  };
  const score = async (modelId: string, from: string): Promise<void> => {
    const approved = await test.query(shop.keys.ADMIN, document("approve-customer-value-model"), { id: modelId });
    expect(approved.data.approveCustomerValueModel.userErrors).toEqual([]);
    const { data } = await test.query(shop.keys.AD_OPS, document("score-customer-value"), { input: { modelId, from } });
    expect(await test.waitForRun(shop.keys.AD_OPS, data.scoreCustomerValue.run.id)).toMatchObject({
      status: "SUCCEEDED",
    });
  };
  const scoringOf = async (brand: string, asOf: string) =>
    (await test.query(shop.keys.AD_OPS, document("value-scoring"), { brand, asOf })).data.brand.valueScoring;
  const parameters = (part: { parameters: readonly { name: string; value: number }[] }) =>
    Object.fromEntries(part.parameters.map(({ name, value }) => [name, value]));

  beforeAll(async () => {
    test = await createTestApp();
    shop = await test.addOrganisation("shop");
    folder = await mkdtemp(join(tmpdir(), "valuegraph-real-customers-"));
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("CDNOW: takes every transaction and fits the published model, which forecasts the published holdout", async () => {
    const { run, brand } = await ingest("cdnow");
    expect(run).toMatchObject({ status: "SUCCEEDED", received: 6919n, accepted: 6919n });
    const { status, customerValueModel: model } = await fitModel({ brandId: brand, asOf: "2001-10-01" });
    expect(status).toBe("SUCCEEDED");
    // B1 and B2: r .2425945, a .7929199, b 2.4258881; alpha is in days here, seven times that in weeks.
    const { r, alpha, a, b } = parameters(model.purchases);
    expect(r).toBeCloseTo(0.2426, 3);
    expect(alpha! / 7).toBeCloseTo(4.4136, 2);
    expect(a).toBeCloseTo(0.7929, 3);
    expect(b).toBeCloseTo(2.4259, 2);
    // In days the likelihood of 2457 repeat purchases is lower by ln 7 each.
    expect(Math.abs(model.purchases.logLikelihood + 2457 * Math.log(7) + 9582.429)).toBeLessThan(0.05);
    // G1: p 6.25, q 3.74, v 15.44 dollars; days on which nothing was paid are left out here.
    const { p, q, v } = parameters(model.spend);
    expect([Math.abs(p! - 6.25) < 0.2, Math.abs(q! - 3.74) < 0.1, Math.abs(v! - 15.44) < 0.8]).toEqual([
      true,
      true,
      true,
    ]);
    expect(model).toMatchObject({ version: 1, people: "2357", repeaters: "946", holdout: null, approvedAt: null });

    // B16: of the 39 weeks after, 1653 repeats are to be expected; 1882 came.
    const later = (await fitModel({ brandId: brand, asOf: "2002-07-01", holdoutDays: 273 })).customerValueModel;
    expect(later).toMatchObject({
      version: 2,
      holdout: { from: "2001-10-01", days: 273, people: "2357", actualPurchases: 1882 },
    });
    expect(Math.abs(later.holdout.expectedPurchases - 1653.4)).toBeLessThan(1);
    expect(later.holdout.purchasesError).toBeCloseTo(later.holdout.expectedPurchases / 1882 - 1, 10);

    const registry = await test.query(shop.keys.BI, document("brand-customer-value-models"), { brand });
    expect(registry.data.brand.customerValueModels).toMatchObject({
      totalCount: 2,
      nodes: [{ id: later.id, version: 2 }],
    });
    const older = await test.query(shop.keys.BI, document("brand-customer-value-models"), {
      brand,
      after: registry.data.brand.customerValueModels.pageInfo.endCursor,
    });
    expect(older.data.brand.customerValueModels.nodes).toMatchObject([
      { id: model.id, version: 1, dataHash: model.dataHash },
    ]);

    await score(model.id, "2001-10-01");
    const { customers, tiers } = await scoringOf(brand, "2001-12-31");
    expect(customers.people).toBe("2357");
    const counts = tiers.map((tier: (typeof tiers)[number]) => Number(tier.customers.people));
    // Most customers of a quarter have one purchase: those of one day are worth the same, and all on one side of a bound.
    expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(2357);
    expect(counts[0]).toBeGreaterThanOrEqual(472);
    const rules = { valueTier: { in: ["HIGH"] } };
    const audience = await test.query(
      shop.keys.AD_OPS,
      "query($brand: ID!, $rules: AudienceRuleInput!) { estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } } }",
      { brand, rules },
    );
    // The universe is who was seen in the last 365 days, and that was long ago.
    expect(audience.data.estimateAudiencePack.size.people).toBe("0");
  });

  it("Online Retail: reports lines without a customer, takes refunds back, and cuts the others into tiers", async () => {
    const { run, brand } = await ingest("online-retail");
    const rows = readFileSync(join(folder, "online-retail.csv"), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line): Row & { readonly value: string } => {
        const [, action, customer, at, order, quantity, value] = line.split(",") as [
          string,
          string,
          string,
          string,
          string,
          string,
          string,
        ];
        const pence = Math.round(Number(value) * 100);
        return { action, customer, day: at.slice(0, 10), order, quantity: Number(quantity), pence, value };
      });
    const taken = rows.filter((row) => row.customer !== "" && isWhole(row));
    expect(rows.filter(({ customer }) => customer === "")).toHaveLength(135_080);
    expect(run).toMatchObject({ status: "SUCCEEDED", received: 541_909n, accepted: BigInt(taken.length) });
    const told = await readRun(test, shop.keys.INTEGRATION, runId(run));
    const rejected = new Map(told.rejectedByReason.map(({ reason, rows: count }: Rejected) => [reason, Number(count)]));
    // Without a customer a line has no identity; some of them have other faults, which are named in their stead.
    expect(rejected.get("MISSING_FIELD")).toBe(rows.filter((row) => row.customer === "" && isWhole(row)).length);
    expect(rejected.get("REFUND_WITHOUT_ORDER")).toBeGreaterThan(0);
    expect([...rejected.values()].reduce((sum: number, count) => sum + Number(count), 0)).toBe(541_909 - taken.length);

    const days = purchaseDays(taken);
    const repeaters = [...days.values()].filter((all) => all.length > 1);
    const { status, customerValueModel: model } = await fitModel({
      brandId: brand,
      asOf: "2011-12-10",
      holdoutDays: 91,
    });
    expect(status).toBe("SUCCEEDED");
    expect(model).toMatchObject({
      people: String(days.size),
      repeaters: String(repeaters.length),
      purchasesWithoutWorth: "0",
    });
    const split = "2011-09-10";
    const early = [...days.values()].filter((all) => all[0]! < split);
    const made = early.reduce((sum, all) => sum + all.filter((day) => day >= split).length, 0);
    expect(model.holdout).toMatchObject({ from: split, people: String(early.length), actualPurchases: made });
    for (const { value, standardError } of [...model.purchases.parameters, ...model.spend.parameters]) {
      expect(value).toBeGreaterThan(0);
      expect(standardError === null || standardError > 0).toBe(true);
    }
    await score(model.id, "2011-12-10");
    const { customers, tiers } = await scoringOf(brand, "2011-12-10");
    expect(customers.people).toBe(String(days.size));
    const [high, mid, low] = tiers.map((tier: (typeof tiers)[number]) => tier.customers);
    expect(Number(high.people) / days.size).toBeCloseTo(0.2, 2);
    expect(Number(mid.people) / days.size).toBeCloseTo(0.3, 2);
    expect(BigInt(high.people) + BigInt(mid.people) + BigInt(low.people)).toBe(BigInt(days.size));
    expect(Number(high.meanWorth.amount)).toBeGreaterThan(Number(mid.meanWorth.amount));
    process.stdout.write(
      `Online Retail: ${days.size} customers, ${repeaters.length} of them repeaters; holdout forecast ${model.holdout.expectedPurchases.toFixed(0)} of ${made} purchases.\n`,
    );
  }, 400_000);
});
