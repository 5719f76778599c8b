import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";

const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");
const BOOK = documentOf("book-keyword-takeover");
const CANCEL = documentOf("cancel-keyword-takeover");
const LIST = documentOf("keyword-takeovers");

let test: TestApp;
let own: TestOrganisation;
let careful: TestOrganisation;
let brands: Readonly<Record<string, string>>;
let source: number;
beforeAll(async () => {
  test = await createTestApp({ now: new Date("2025-11-20T00:00:00+08:00") });
  own = await test.addOrganisation("own");
  careful = await test.addOrganisation("careful", { smallGroupThreshold: 50, roundingBase: 10 });
  ({ brands } = await addCatalogue(
    test,
    own.keys.OPERATOR,
    { HEADPHONES: ["casio", "r1", "r2", "r3"], RADIO: ["other"] },
    [
      { organisationId: own.id, brands: ["casio", "other"] },
      { organisationId: careful.id, brands: ["casio"] },
    ],
  ));
  source = numberOf(await addSource(test, own.keys.OPERATOR, "cloud"));
  await insertTouchpoints(test, rows());
}, 60_000);
afterAll(() => test.close());

const at = (time: string): string => `2025-11-${time}:00+08:00`;

const BOOKING = {
  ...{ platform: "JD", slotCode: "SEARCH-TOP", productCode: "sku-1", keywords: ["Noise  Cancelling", "降噪 耳机"] },
  ...{ startsAt: at("03T10:00"), endsAt: at("03T12:00") },
};

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function book(more: object = {}, { keys } = own, key?: string, role: "AD_OPS" | "BI" = "AD_OPS"): Promise<any> {
  const input = { brandId: brands["casio"], ...BOOKING, ...more };
  const answer = await test.query(keys[role], BOOK, { input, key });
  return answer.data?.bookKeywordTakeover ?? answer;
}

// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function bookings(brand = "casio", { keys } = own, more: object = {}): Promise<readonly any[]> {
  const answer = await test.query(keys.BI, LIST, { brand: brands[brand], ...more });
  expect(answer.errors).toBeUndefined();
  return answer.data.brand.keywordTakeovers.nodes;
}

/** The first booking of casio's; bookings of one instant stand in no order. */
// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
async function firstResult(organisation = own, more: object = {}): Promise<any> {
  const found = await bookings("casio", organisation, more);
  return found.find(
    ({ slotCode, keywords, startsAt }) =>
      slotCode === "SEARCH-TOP" && keywords.length === 2 && startsAt === "2025-11-03T02:00:00.000Z",
  ).result;
}

/**
 * 100 search in the booked hours, in several spellings, half of them about no brand. 60 then see the product, 30 of these put it into
 * the cart, 12 of these order it; 5 more order it straight from its page, and one order is refunded. Not theirs: another product, platform or
 * keyword, and what came before the search. Rivals: 20 searches each of three brands; the hours before 10 of casio's own and 30 of each rival's.
 */
function rows(): TouchpointRow[] {
  const crowd = (
    first: number,
    count: number,
    time: string,
    action: string,
    more: Partial<TouchpointRow> = {},
  ): TouchpointRow[] =>
    Array.from({ length: count }, (_, index) => ({
      ...{ person: `p${first + index}`, at: at(time), action, brandId: numberOf(brands["casio"]!), sourceId: source },
      ...more,
    }));
  const product = "sku-1";
  const rival = (code: string): number => numberOf(brands[code]!);
  const order = (first: number, time: string): Partial<TouchpointRow> => ({
    product,
    orderId: `o${first}-${time}`,
    value: 9_900,
  });
  const orders = (first: number, count: number, time: string): TouchpointRow[] =>
    Array.from({ length: count }, (_, index) =>
      crowd(first + index, 1, time, "ORDER", order(first + index, time)),
    ).flat();
  return [
    ...crowd(1, 50, "03T10:10", "SEARCH", { keyword: "ｎｏｉｓｅ cancelling" }),
    ...crowd(51, 50, "03T11:10", "SEARCH", { keyword: "降噪耳机", brandId: 0 }),
    ...crowd(1, 60, "03T11:30", "PRODUCT_VIEW", { product }),
    ...crowd(61, 10, "03T09:30", "PRODUCT_VIEW", { product }),
    ...crowd(61, 10, "03T11:30", "PRODUCT_VIEW", { product: "sku-2" }),
    ...crowd(71, 10, "03T11:30", "PRODUCT_VIEW", { product, platform: "DOUYIN" }),
    ...crowd(1, 30, "03T11:40", "ADD_TO_CART", { product }),
    ...orders(1, 13, "04T11:00"),
    ...crowd(13, 1, "06T11:00", "REFUND", { ...order(13, "04T11:00"), at: at("06T11:00") }),
    ...orders(31, 5, "03T11:50"),
    ...crowd(201, 10, "03T10:10", "SEARCH", { keyword: "noise" }),
    ...crowd(211, 10, "03T12:00", "SEARCH", { keyword: "noise cancelling" }),
    ...crowd(221, 10, "03T09:00", "SEARCH", { keyword: "noise cancelling" }),
    ...["r1", "r2", "r3"].flatMap((code, place) => [
      ...crowd(301 + 100 * place, 20, "03T10:30", "SEARCH", { keyword: "noise cancelling", brandId: rival(code) }),
      ...crowd(301 + 100 * place, 30, "03T08:30", "SEARCH", { keyword: "noise cancelling", brandId: rival(code) }),
    ]),
  ];
}

it("books a slot for keywords in their one spelling, once for a key", async () => {
  const booked = await book({}, own, "first");
  expect(booked).toEqual({
    keywordTakeover: {
      ...{
        id: expect.any(String),
        platform: "JD",
        slotCode: "SEARCH-TOP",
        productCode: "sku-1",
        state: "BOOKED",
        version: 1,
      },
      ...{
        keywords: ["noise cancelling", "降噪耳机"],
        startsAt: "2025-11-03T02:00:00.000Z",
        endsAt: "2025-11-03T04:00:00.000Z",
      },
    },
    userErrors: [],
  });
  expect(await book({}, own, "first")).toEqual(booked);
});

it("refuses a booking that another stands in the way of, and says which", async () => {
  const taken = await book({
    brandId: brands["other"],
    keywords: ["mp3", "降噪耳机"],
    startsAt: at("03T11:00"),
    endsAt: at("03T13:00"),
  });
  expect(taken).toEqual({
    keywordTakeover: null,
    userErrors: [
      {
        ...{ code: "SLOT_TAKEN", field: ["input", "keywords", "1"] },
        message: expect.stringContaining("2025-11-03T02:00:00.000Z to 2025-11-03T04:00:00.000Z"),
      },
    ],
  });
  // Another keyword, another slot, the hours right after, and another organisation are no conflict.
  for (const more of [
    { keywords: ["mp3"] },
    { slotCode: "SEARCH-2" },
    { startsAt: at("03T12:00"), endsAt: at("03T13:00") },
  ])
    expect(await book(more)).toMatchObject({ userErrors: [] });
  expect(await book({}, careful)).toMatchObject({ userErrors: [] });
});

it("gives a slot to one of several clients at once", async () => {
  const wanted = { slotCode: "RACE", startsAt: at("05T10:00"), endsAt: at("05T12:00") };
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => book({ ...wanted, keywords: ["race", `own ${index}`] })),
  );
  const won = answers.filter(({ keywordTakeover }) => keywordTakeover !== null);
  expect(won).toHaveLength(1);
  for (const { userErrors } of answers.filter((answer) => answer !== won[0]))
    expect(userErrors).toMatchObject([{ code: "SLOT_TAKEN", field: ["input", "keywords", "0"] }]);
});

it("gives a slot back when a booking is cancelled", async () => {
  const wanted = { slotCode: "BACK", startsAt: at("05T10:00"), endsAt: at("05T12:00") };
  const { id } = (await book(wanted)).keywordTakeover;
  const cancel = async (version: number, { keys } = own) =>
    (await test.query(keys.AD_OPS, CANCEL, { id, version })).data.cancelKeywordTakeover;
  expect(await cancel(2)).toMatchObject({ userErrors: [{ code: "VERSION_CONFLICT", field: ["expectedVersion"] }] });
  expect(await cancel(1, careful)).toMatchObject({ userErrors: [{ code: "NOT_FOUND", field: ["id"] }] });
  expect(await cancel(1)).toEqual({ keywordTakeover: { state: "CANCELLED", version: 2 }, userErrors: [] });
  expect(await cancel(2)).toMatchObject({ userErrors: [{ code: "WRONG_STATE", field: ["id"] }] });
  expect((await bookings()).find((booking) => booking.id === id)).toMatchObject({ state: "CANCELLED", result: null });
  expect(await book(wanted)).toMatchObject({ userErrors: [] });
});

it("refuses what is no booking, with all problems at once", async () => {
  const refused = async (more: object): Promise<string[]> =>
    (await book(more)).userErrors.map(
      ({ code, field }: { code: string; field: string[] }) => `${code} ${field.slice(1).join(".")}`,
    );
  expect(
    await refused({
      platform: "NOWHERE",
      slotCode: "",
      keywords: ["a", " "],
      startsAt: at("05T10:30"),
      endsAt: at("05T10:30"),
    }),
  ).toEqual([
    "INVALID_INPUT platform",
    "INVALID_INPUT slotCode",
    "INVALID_INPUT keywords.1",
    "INVALID_INPUT endsAt",
    "INVALID_INPUT startsAt",
    "INVALID_INPUT endsAt",
  ]);
  expect(await refused({ keywords: [] })).toEqual(["INVALID_INPUT keywords"]);
  expect(await refused({ brandId: brands["r1"] })).toEqual(["NOT_FOUND brandId"]);
  expect(await book({}, own, undefined, "BI")).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
});

it("tells the share of voice of the booked hours, and the way from the search to the order", async () => {
  const result = await firstResult();
  expect(result).toMatchObject({
    ...{ from: "2025-11-03T02:00:00.000Z", to: "2025-11-04T04:00:00.000Z", dataState: "COMPLETE", withinHours: 24 },
    // 50 of casio's own and 3 x 20 of rivals; before 10 and 3 x 30. Searches about no brand are nobody's voice.
    shareOfVoice: { share: { value: 50 / 110, numerator: "50", denominator: "110" }, reason: null },
    shareOfVoiceBefore: { share: { numerator: "10", denominator: "100" }, reason: null },
  });
  expect(result.hops).toMatchObject([
    { hop: "SEARCH", people: "100", lost: null, lossRate: null, afterSearch: "100" },
    { hop: "DETAIL", people: "60", lost: "40", lossRate: { value: 0.4 }, afterSearch: "60" },
    { hop: "CART", people: "30", lost: "30", lossRate: { value: 0.5 }, afterSearch: "30" },
    { hop: "ORDER", people: "12", lost: "18", lossRate: { value: 0.6 }, afterSearch: "17" },
  ]);
  // Within an hour after the end nobody of the cart has ordered yet; the five straight from the page have.
  const soon = await firstResult(own, { withinHours: 1 });
  expect(soon.hops[3]).toMatchObject({ people: "0", lost: "30", afterSearch: "5" });
  const refused = await test.query(own.keys.BI, LIST, { brand: brands["casio"], withinHours: 0 });
  expect(refused.errors?.[0]?.extensions["problems"]).toMatchObject([
    { code: "INVALID_INPUT", field: ["withinHours"] },
  ]);
});

it("tells nothing of few people or few rivals, and nothing before it begins", async () => {
  const result = await firstResult(careful);
  // Lines of media are told from 10 people on: the 5 who skipped the cart follow from the 17 and the 12.
  expect(result.hops[3].afterSearch === null || result.hops[3].people === null).toBe(true);
  const later = { startsAt: at("25T10:00"), endsAt: at("25T12:00") };
  expect(await book({ ...later, brandId: brands["other"] })).toMatchObject({ userErrors: [] });
  expect(await book({ brandId: brands["other"], slotCode: "ALONE" })).toMatchObject({ userErrors: [] });
  const [alone, notBegun] = [...(await bookings("other"))].sort((a, b) => (a.slotCode < b.slotCode ? -1 : 1));
  expect(notBegun!.result).toBeNull();
  // Who searched about no brand searched for this one's booking as well.
  expect(alone!.result).toMatchObject({
    shareOfVoice: { share: null, reason: "BASE_NOT_POSITIVE" },
    hops: [{ people: "50" }, { people: "0", lost: "50" }, { people: "0", lossRate: null }, { people: "0" }],
  });
});
