import { readFileSync } from "node:fs";
import { join } from "node:path";
import { numberOf } from "../../support/catalogue";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { buildPack } from "../opportunities/opportunity-setup";
import { createPeopleCloud, ingest, type PeopleCloud, personOfEvents } from "../people/people-setup";
import { partOf } from "./draw";
import { ExperimentClient } from "./experiment-client";

const PEOPLE = 600;
const HOLDOUT_FROM = 700;
const VARIANTS = [
  { code: "red", role: "CONTROL", perMille: 400 },
  { code: "blue", role: "TREATMENT", perMille: 300 },
  { code: "none", role: "HOLDOUT", perMille: 300 },
];
const METRICS = [{ code: "conversion", kind: "SHARE", role: "PRIMARY", action: "ORDER", toDay: 7 }];
const WINDOW = { from: "2025-11-22T00:00:00+08:00", to: "2025-11-30T00:00:00+08:00" };
const EXPOSED_AT = "2025-11-25T10:00:00+08:00";

const documentOf = (path: string): string => readFileSync(join(__dirname, "..", `${path}.graphql`), "utf8");

let cloud: PeopleCloud;
let people: readonly number[];
let heldOut: readonly number[];
let holdout: { readonly id: string; readonly size: { readonly people: string } };

/** 600 people who visited the shop, numbered by intake alone, are an experiment's audience. */
beforeAll(async () => {
  cloud = await createPeopleCloud();
  const { test, acme, brands } = cloud;
  const rows = Array.from({ length: PEOPLE }, (_, index) => ({
    event: `e${index}`,
    people: [`p${index}`],
    brand: "haoyu",
  }));
  await ingest(cloud, "shop", rows);
  const brand = brands["haoyu"]!;
  const visitors = { did: { action: "VISIT", within: { days: 30 } } };
  const pack = await buildPack(test, { organisation: acme, brand }, "Visitors", visitors);
  const client = new ExperimentClient(test, acme.keys.AD_OPS);
  const design = { variants: VARIANTS, metrics: METRICS, minimumEffect: 0.5, horizonDays: 7 };
  const { id } = await client.create({ brandId: brand, name: "Slots", audiencePackIds: [pack], ...design });
  await client.start(id);
  const { nodes } = (await client.run("List", { brand })).experiments;
  holdout = nodes[0].arms.find(({ variant }: { variant: string }) => variant === "none").audiencePack;
  people = [...(await personOfEvents(cloud)).values()];
  const partOfPerson = partOf(acme.id, id);
  heldOut = people.filter((ordinal) => partOfPerson(ordinal) >= HOLDOUT_FROM);
}, 120_000);
afterAll(() => cloud.test.close());

it("holds the people whom the draw holds out", () => {
  expect(people).toHaveLength(PEOPLE);
  expect(heldOut.length).toBeGreaterThan(0);
  expect(holdout.size.people).toBe(String(heldOut.length));
});

it("is the holdout of a slot: its people are whom the exposed are compared with", async () => {
  const { test, acme, brands } = cloud;
  const brandId = numberOf(brands["haoyu"]!);
  const exposed = people.filter((ordinal) => !heldOut.includes(ordinal)).slice(0, 100);
  const seen = {
    at: EXPOSED_AT,
    action: "IMPRESSION",
    slot: "HOME-TOP",
    brandId,
    sourceId: numberOf(cloud.sources.shop),
  };
  await insertTouchpoints(
    test,
    exposed.map((ordinal) => ({ ...seen, person: `p${ordinal}` })),
  );
  const price = { amount: "100.00", currencyCode: "CNY" };
  const hours = [{ platform: "JD", slotCode: "HOME-TOP", startsAt: EXPOSED_AT, exposures: "100", price }];
  const input = { brandId: brands["haoyu"], hours };
  const imported = await test.query(acme.keys.AD_OPS, documentOf("slots/import-slot-inventory"), { input });
  expect(imported.data.importSlotInventory).toMatchObject({ registered: 1, userErrors: [] });
  const variables = { brand: brands["haoyu"], ...WINDOW, holdout: holdout.id };
  const { data } = await test.query(acme.keys.BI, documentOf("slots/slot-effects"), variables);
  expect(data.brand.slotEffects).toMatchObject({
    comparison: "HOLDOUT",
    slots: [{ slotCode: "HOME-TOP", people: String(exposed.length), controlPeople: String(heldOut.length) }],
  });
});

it("is the holdout of a benefit", async () => {
  const { test, acme, brands } = cloud;
  const variables = { brand: brands["haoyu"], ...WINDOW, benefit: "COUPON", holdout: holdout.id };
  const { data } = await test.query(acme.keys.BI, documentOf("effects/incentive-effect"), variables);
  expect(data.brand.incentiveEffect).toMatchObject({ heldOut: String(heldOut.length), leaked: "0" });
});
