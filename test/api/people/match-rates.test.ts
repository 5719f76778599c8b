import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { account, PeopleClient } from "./people-client";

let test: TestApp;
let client: PeopleClient;
let shop: TestOrganisation;
let strict: TestOrganisation;
let media: string;
let strictMedia: string;

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const visits = (people: readonly number[], at: string) => people.map((person) => ({ person, at, brand: "haoyu" }));
const upload = (organisation: TestOrganisation, source: string, people: readonly number[], consent: string) =>
  client.upload(
    organisation.keys.ADMIN,
    source,
    people.map((person) => ({ identities: [account(person)], consent, consentedAt: "2025-11-01T00:00:00Z" })),
  );

/**
 * A medium meets 1 to 10 on 11 November (Shanghai) and 8 to 12 on the 12th, person 1 thrice. Others know: the shop's own site 1 to 4
 * (at any time), an upload 5, 6 and 11. 6 and 1 took consent back; 2 and 5 gave it.
 */
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-12-01T00:00:00Z") });
  client = new PeopleClient(test);
  shop = await test.addOrganisation("shop");
  strict = await test.addOrganisation("strict", { smallGroupThreshold: 3 });
  await addCatalogue(test, shop.keys.OPERATOR, { watch: ["haoyu"] });
  const { OPERATOR } = shop.keys;
  media = await addSource(test, OPERATOR, "media", "ORGANISATION");
  await client.visit(OPERATOR, media, visits(range(1, 10), "2025-11-10T16:00:00Z")); // midnight in Shanghai
  await client.visit(OPERATOR, media, visits([1, 1], "2025-11-11T12:00:00+08:00"));
  await client.visit(OPERATOR, media, visits(range(8, 12), "2025-11-12T00:00:00+08:00"));
  const site = await addSource(test, OPERATOR, "site");
  await client.visit(OPERATOR, site, visits(range(1, 4), "2024-01-01T00:00:00Z"));
  const crm = await addSource(test, OPERATOR, "crm", "ORGANISATION");
  await upload(shop, crm, [2, 5, 11], "GRANTED");
  await upload(shop, crm, [1, 6], "WITHDRAWN");

  // Another organisation meets the same people by a source of its own; of the first one's sources it sees the site alone.
  strictMedia = await addSource(test, strict.keys.ADMIN, "media", "ORGANISATION");
  await client.visit(strict.keys.ADMIN, strictMedia, visits(range(1, 10), "2025-11-11T00:00:00+08:00"));
  await client.visit(strict.keys.ADMIN, strictMedia, visits(range(3, 8), "2025-11-12T00:00:00+08:00"));
  await client.visit(strict.keys.ADMIN, strictMedia, visits([1, 2], "2025-11-13T00:00:00+08:00"));
});
afterAll(() => test.close());

const ratesOf = async (organisation: TestOrganisation, source: string, variables: object = {}) => {
  const asked = { source, from: "2025-11-11", to: "2025-11-14", ...variables };
  const answer = await client.send(organisation.keys.BI, "match-rates", asked);
  return answer.data.node?.matchRates ?? answer.errors;
};

it("tells day by day how many of a source's people another source met or uploaded", async () => {
  expect(await ratesOf(shop, media)).toEqual({
    asOf: "2025-12-01T00:00:00.000Z",
    suppressedBelow: 1,
    days: [
      // 1 to 6 of 1 to 10. Wilson 95 % of 6 in 10, by hand: centre (.6 + 1.92073/10) / 1.384146, half width .2503.
      {
        ...{ day: "2025-11-11", people: "10", matched: "6" },
        rate: { value: 0.6, low: expect.closeTo(0.31267, 4), high: expect.closeTo(0.83182, 4) },
      },
      // 11 of 8 to 12.
      {
        ...{ day: "2025-11-12", people: "5", matched: "1" },
        rate: { value: 0.2, low: expect.closeTo(0.03622, 4), high: expect.closeTo(0.62447, 4) },
      },
      { day: "2025-11-13", people: "0", matched: "0", rate: null },
    ],
  });
});

it("counts days of the zone asked for", async () => {
  const utc = await ratesOf(shop, media, { from: "2025-11-10", to: "2025-11-12", zone: "UTC" });
  // In UTC midnight of the 11th in Shanghai is the 10th; on the 11th come person 1 again and 8 to 12.
  expect(utc.days).toMatchObject([
    { day: "2025-11-10", people: "10", matched: "6" },
    { day: "2025-11-11", people: "6", matched: "2" },
  ]);
});

it("counts those alone whose consent stands", async () => {
  // Of 1 to 10, 2 and 5 gave it; 11 did on the next day.
  expect((await ratesOf(shop, media, { consentedOnly: true })).days).toMatchObject([
    { people: "2", matched: "2", rate: { value: 1, high: 1 } },
    { people: "1", matched: "1" },
    { people: "0", matched: "0", rate: null },
  ]);
});

it("sees neither sources nor uploads of another organisation, and withholds what is too few", async () => {
  expect(await ratesOf(strict, strictMedia)).toMatchObject({
    suppressedBelow: 3,
    days: [
      { people: "10", matched: "4", rate: { value: 0.4 } }, // 1 to 4, by the site
      { people: "6", matched: null, rate: null }, // 3 and 4 are 2: withheld with the other 4
      { people: null, matched: null, rate: null }, // 1 and 2 alone
    ],
  });
  expect(await ratesOf(strict, media)).toBeUndefined(); // not a source of theirs
});

it.each([
  ["no day", { to: "2025-11-11" }, ["to"]],
  ["93 days", { to: "2026-02-12" }, ["to"]],
  ["no zone", { zone: "Mars/Olympus" }, ["zone"]],
])("refuses %s", async (_, variables, field) => {
  const [error] = await ratesOf(shop, media, variables);
  expect(error.extensions).toMatchObject({ code: "BAD_USER_INPUT", problems: [{ code: "INVALID_INPUT", field }] });
});

it("takes 92 days", async () => {
  expect((await ratesOf(shop, media, { to: "2026-02-11" })).days).toHaveLength(92);
});
