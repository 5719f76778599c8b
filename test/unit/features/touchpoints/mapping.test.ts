import { compileMapping, isDraft } from "../../../../src/features/touchpoints/map-row";
import { readMapping } from "../../../../src/features/touchpoints/mapping";
import { UserProblems } from "../../../../src/platform/user-error";

const mapping = {
  source: { code: "shop", name: "Shop" },
  format: "CSV",
  fields: {
    action: { column: "type", values: { "4": "ORDER" } },
    platform: { constant: "JD" },
    site: { constant: "ON_SITE" },
    rating: { column: "stars" },
  },
  time: { column: "time", format: "yyyy-MM-dd HH:mm:ss", zone: "Asia/Shanghai" },
  identities: [{ namespace: "PHONE", column: "phone", remove: "\\D", hash: "SHA256" }],
  money: { column: "fen", unit: "MINOR", currencyCode: "CNY" },
  eventId: { derivedFrom: ["phone", "time"], exactDuplicates: "DROP" },
};
const read = (change: object = {}) => readMapping(JSON.stringify({ ...mapping, ...change }), "map.json");
const row = { type: "4", time: "2025-11-11 00:00:00", phone: "138-0000-0000", fen: "39905", stars: "5" };
const place = { fileHash: "f".repeat(64), line: 9 };

it("turns a row into a touchpoint: value maps, zone, hashing, minor units", () => {
  expect(compileMapping(read())(row, place)).toMatchObject({
    action: "ORDER",
    platform: "JD",
    site: "ON_SITE",
    rating: 5,
    occurredAt: Date.parse("2025-11-10T16:00:00Z"),
    // sha256("13800000000"), taken with sha256sum
    identities: [{ namespace: "PHONE", value: "359ea74a80a57accd42a7311ed96eca04f3e631d0ab34ea76808c543240d8a68" }],
    value: { amount: "399.05", currencyCode: "CNY" },
  });
});

it("gives equal rows one event id with DROP and different ones with KEEP", () => {
  const ids = (exactDuplicates: string) => {
    const map = compileMapping(read({ eventId: { derivedFrom: ["phone", "time"], exactDuplicates } }));
    return [map(row, place), map(row, { ...place, line: 10 })].map((draft) => (isDraft(draft) ? draft.eventId : null));
  };
  const [first, second] = ids("DROP");
  expect(first).toBe(second);
  expect(ids("KEEP")).toEqual([`${"f".repeat(32)}:9`, `${"f".repeat(32)}:10`]);
});

it("rejects a value that the mapping does not list and names those it does", () => {
  expect(compileMapping(read())({ ...row, type: "9" }, place)).toEqual({
    reason: "INVALID_VALUE",
    field: ["type"],
    message: 'type must be one of the values that the mapping lists, but got "9".',
    allowed: ["4"],
  });
});

it("refuses a mapping with every problem and its path", () => {
  const broken = () =>
    read({
      fields: { action: { constant: "ORDER" }, colour: { constant: "red" } },
      time: { column: "time", format: "yyyy" },
      surplus: 1,
    });
  expect(broken).toThrow(UserProblems);
  expect(broken).toThrow(
    /map\.json must be a touchpoint mapping \(schema: docs\/touchpoint-mapping\.schema\.json\), but:/,
  );
  expect(broken).toThrow(/fields/);
});

it("refuses a zone and a currency of new brands that do not exist", () => {
  expect(() => read({ newBrands: { zone: "New York", currencyCode: "dollars" } })).toThrow(
    "  newBrands.zone: must be an IANA time zone\n  newBrands.currencyCode: must be an ISO 4217 code",
  );
});

it("refuses text that is no JSON", () => {
  expect(() => readMapping("{", "map.json")).toThrow(/^map\.json must be JSON, but /);
});
