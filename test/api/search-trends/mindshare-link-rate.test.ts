import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { askBrand, crowd, documentOf, openSearchSetup, type SearchSetup } from "./search-setup";

const WINDOW = { from: "2025-10-01", to: "2025-10-11" };
const ASKED = { tags: ["solid", "light", "solid"], ...WINDOW };

let setup: SearchSetup;

/**
 * New in the window: p1 to p100 with a tagged view on 5 October, of whom p1 to p40 visit within 7 days; p201 to p400 without, of
 * whom p201 to p230 search within 7 days of their first touchpoint, of 3 October.
 */
beforeAll(async () => {
  setup = await openSearchSetup("2025-10-18T00:00:00+08:00");
  const touch = (day: string, change: Partial<TouchpointRow> = {}) => ({
    brandId: setup.casio,
    sourceId: setup.cloud,
    at: `${day}T12:00:00+08:00`,
    action: "CONTENT_VIEW",
    ...change,
  });
  await insertTouchpoints(setup.test, [
    ...crowd(1, 100, touch("2025-10-05", { tags: ["new", "solid"] })),
    ...crowd(1, 30, touch("2025-10-05", { at: "2025-10-05T12:00:01+08:00", action: "VISIT" })),
    // The last instant that counts, and the first that does not.
    ...crowd(31, 40, touch("2025-10-12", { action: "VISIT" })),
    ...crowd(41, 50, touch("2025-10-12", { at: "2025-10-12T12:00:00.001+08:00", action: "VISIT" })),
    // A visit before the tagged touchpoint is no answer to it, one of another brand neither; a second tagged one begins nothing.
    ...crowd(51, 60, touch("2025-10-04", { action: "VISIT" })),
    ...crowd(61, 70, touch("2025-10-06", { brandId: setup.rival, action: "VISIT" })),
    ...crowd(41, 50, touch("2025-10-06", { tags: ["light"] })),
    ...crowd(201, 400, touch("2025-10-03")),
    ...crowd(201, 230, touch("2025-10-09", { action: "SEARCH", keyword: "casio" })),
    ...crowd(
      231,
      240,
      touch("2025-10-10", { at: "2025-10-10T12:00:00.001+08:00", action: "SEARCH", keyword: "casio" }),
    ),
    // Tagged otherwise, tagged after the window, tagged but not served, tagged by another brand: not tagged.
    ...crowd(201, 210, touch("2025-10-04", { tags: ["heavy"] })),
    ...crowd(211, 220, touch("2025-10-11", { tags: ["solid"] })),
    ...crowd(221, 230, touch("2025-10-04", { tags: ["solid"], exposure: "OPPORTUNITY_TO_SEE" })),
    ...crowd(231, 240, touch("2025-10-04", { tags: ["solid"], brandId: setup.rival })),
    // Not new: touched in the 15 days before. Not met in the window.
    ...crowd(501, 550, touch("2025-09-20")),
    ...crowd(501, 550, touch("2025-10-05", { tags: ["solid"] })),
    ...crowd(601, 650, touch("2025-10-11", { tags: ["solid"] })),
    // careful's window: 3 of 20 tagged people come, 10 of 30 others.
    ...crowd(701, 720, touch("2025-08-05", { tags: ["solid"] })),
    ...crowd(701, 703, touch("2025-08-06", { action: "VISIT" })),
    ...crowd(731, 760, touch("2025-08-05")),
    ...crowd(731, 740, touch("2025-08-06", { action: "VISIT" })),
  ]);
});
afterAll(() => setup.test.close());

const rate = async (variables: object = {}, organisation = setup.own) =>
  (await askBrand(setup, "mindshare-link-rate", { ...ASKED, ...variables }, organisation)).mindshareLinkRate;

describe("brand.mindshareLinkRate", () => {
  it("is the share of new A1 people with a tagged touch who come later, against the others", async () => {
    expect(await rate()).toEqual({
      window: WINDOW,
      asOf: "2025-10-17T16:00:00.000Z",
      tags: ["solid", "light"],
      withinDays: 7,
      ruleSet: { code: "DEFAULT", version: 1 },
      suppressedBelow: 1,
      newPeople: "300",
      // Wilson 1927 for 40 of 100 and 30 of 200, and Newcombe 1998 for their difference, computed apart from this code.
      tagged: {
        value: 0.4,
        low: expect.closeTo(0.309401, 5),
        high: expect.closeTo(0.497997, 5),
        numerator: "40",
        denominator: "100",
      },
      untagged: {
        value: 0.15,
        low: expect.closeTo(0.107136, 5),
        high: expect.closeTo(0.206056, 5),
        numerator: "30",
        denominator: "200",
      },
      difference: { value: 0.25, low: expect.closeTo(0.143462, 5), high: expect.closeTo(0.356962, 5) },
      isSuppressed: false,
      isComplete: true,
    });
  });

  it("counts those who came in the days asked for, and says when somebody may still come", async () => {
    expect(await rate({ withinDays: 6 })).toMatchObject({ tagged: { numerator: "30" }, isComplete: true });
    // With 8 days, those of 41 to 50 come, and 231 to 240; the window's last day is followed until 19 October.
    expect(await rate({ withinDays: 8 })).toMatchObject({
      tagged: { numerator: "50" },
      untagged: { numerator: "40" },
      isComplete: false,
    });
    expect(await rate({ tags: ["unheard"] })).toMatchObject({ newPeople: "300", tagged: null, difference: null });
  });

  it("withholds a small group with another, so that it does not follow from the sum", async () => {
    const august = { from: "2025-08-01", to: "2025-08-11" };
    expect(await rate(august)).toMatchObject({ tagged: { numerator: "3", denominator: "20" } });
    // Groups of 3, 17, 10 and 20: the 3 go with the 10.
    expect(await rate(august, setup.careful)).toMatchObject({
      newPeople: "50",
      tagged: null,
      untagged: null,
      difference: null,
      isSuppressed: true,
    });
  });

  it("refuses tags and days out of range", async () => {
    const refusal = async (variables: object) => {
      const asked = { brand: setup.brands.casio, ...ASKED, ...variables };
      return (await setup.test.query(setup.own.keys.BI, documentOf("mindshare-link-rate"), asked)).errors![0]!.message;
    };
    expect(await refusal({ tags: [] })).toBe("tags must be 1 to 20 texts of 1 to 100 characters, but got [].");
    expect(await refusal({ withinDays: 91 })).toBe("withinDays must be 1 to 90, but got 91.");
    expect(await refusal({ to: "2025-10-19" })).toContain("only days that are over are counted");
  });
});
