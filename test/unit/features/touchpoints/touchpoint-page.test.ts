import type { TouchpointService } from "../../../../src/features/touchpoints/touchpoint.service";
import type {
  TouchpointFilter,
  TouchpointPlace,
  TouchpointRecord,
} from "../../../../src/features/touchpoints/touchpoint-query";
import {
  type TouchpointQueryParts,
  TouchpointQueryService,
} from "../../../../src/features/touchpoints/touchpoint-query.service";
import type { RequestContext } from "../../../../src/platform/request-context";

const context = {} as RequestContext;
const scope = { brandId: 1, campaign: null };
const window: TouchpointFilter = { from: new Date("2025-11-11T00:00:00Z"), to: new Date("2025-11-12T00:00:00Z") };
const placeOf = (eventId: string): TouchpointPlace => ({ at: 1_762_819_200_000, sourceId: 1, eventId });

/** A store whose touchpoints of these ids are wiped between the reading of their places and theirs. */
const serviceWithout = (wiped: readonly string[]) =>
  new TouchpointQueryService({
    store: {
      findPlaces: async (_: unknown, { limit }: { readonly limit: number }) =>
        ["a", "b", "c"].slice(0, limit).map(placeOf),
      findRecords: async (_: unknown, places: readonly TouchpointPlace[]) =>
        places.map((place) => (wiped.includes(place.eventId) ? null : (place as TouchpointRecord))),
    } as unknown as TouchpointQueryParts["store"],
    touchpoints: { visibleSourceIds: async () => [1] } as unknown as TouchpointService,
    overlay: { idOf: async () => null } as unknown as TouchpointQueryParts["overlay"],
    questions: {} as TouchpointQueryParts["questions"],
    access: {} as TouchpointQueryParts["access"],
    integrationRuns: {} as TouchpointQueryParts["integrationRuns"],
  });

const page = (size: number, wiped: readonly string[], filter = window) =>
  serviceWithout(wiped).page(context, scope, filter, { size, fromEnd: false, after: null, before: null });

it("has a next page when one of its own touchpoints was wiped while it was read", async () => {
  const { rows, hasNext } = await page(2, ["a"]);
  expect(rows.map(({ row }) => row.eventId)).toEqual(["b"]);
  expect(hasNext).toBe(true);
  expect((await page(3, ["a"])).hasNext).toBe(false);
});

it("is refused for more platforms and longer texts than any touchpoint can match, all told at once", async () => {
  const filter = { ...window, platforms: Array.from({ length: 101 }, () => "JD"), keyword: "k".repeat(201) };
  await expect(page(2, [], filter)).rejects.toMatchObject({
    problems: [
      {
        code: "INVALID_INPUT",
        field: ["filter", "platforms"],
        message: "filter.platforms must have at most 100 platforms, but got 101.",
      },
      {
        code: "INVALID_INPUT",
        field: ["filter", "keyword"],
        message: "filter.keyword must have at most 200 characters in a text, but got 201.",
      },
    ],
  });
  await expect(page(2, [], { ...window, platforms: ["p".repeat(201)] })).rejects.toThrow("but got 201");
});
