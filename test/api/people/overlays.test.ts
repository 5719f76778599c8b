import {
  assertPeople,
  contextOf,
  createPeopleCloud,
  holdJobsBack,
  ingest,
  NOW,
  overlayOf,
  type PeopleCloud,
  personOfEvents,
  select,
  settle,
} from "./people-setup";

let cloud: PeopleCloud;
beforeAll(async () => {
  cloud = await createPeopleCloud();
  await holdJobsBack(cloud);
});
afterAll(() => cloud.test.close());

/** Whether two touchpoints have one person in the eyes of an overlay's reader. */
async function areOne(one: string, other: string, overlay: string | null): Promise<boolean> {
  const people = await personOfEvents(cloud, overlay);
  return people.get(one) === people.get(other);
}

describe("an overlay that is replaced", () => {
  const LATER = new Date(NOW.getTime() + 7 * 3_600_000);
  const DEAD = ["00000000-0000-7000-8000-0000000000d1", "00000000-0000-7000-8000-0000000000d2"] as const;
  /** Settles seven hours after all was made. */
  const settleLater = () =>
    cloud.test.app.people.settle.settle({ ...contextOf(cloud.operator), clock: { now: () => LATER } });
  const stored = async (): Promise<readonly string[]> =>
    (await select<[string]>(cloud.test, "SELECT DISTINCT toString(overlay_id) FROM person_alias ORDER BY 1")).map(
      ([id]) => id,
    );
  let overlay: string | null;
  beforeAll(async () => {
    await ingest(cloud, "shop", [
      { event: "o1", people: ["oa"] },
      { event: "o2", people: ["ob"] },
      { event: "o3", people: ["oc"] },
    ]);
    await ingest(cloud, "acme", [{ event: "o4", people: ["oa", "ob"] }]);
    await settle(cloud);
    overlay = await overlayOf(cloud, cloud.acme);
    // Two passes died before they published: one when the overlay was made, one a moment ago.
    await cloud.test.app.clickhouse.insert({
      table: "person_alias",
      format: "JSONEachRow",
      values: DEAD.map((id, index) => ({
        ...{ overlay_id: id, ordinal: 1, representative: 0 },
        settled_at: [NOW, LATER][index],
      })),
    });
    await ingest(cloud, "acme", [{ event: "o5", people: ["oa", "oc"] }]);
    await settleLater();
  });

  it("is read to the end by whoever began with it, however old it is", async () => {
    expect(await overlayOf(cloud, cloud.acme)).not.toBe(overlay);
    expect(await areOne("o1", "o2", overlay)).toBe(true);
    expect(await areOne("o1", "o3", overlay)).toBe(false);
  });

  it("outlives what was never published", async () => {
    const known = [overlay, await overlayOf(cloud, cloud.acme), DEAD[1]].sort();
    expect(await stored()).toEqual(known);
  });

  it("is dropped when it was replaced six hours ago, and only then", async () => {
    const retired = () =>
      cloud.test.app.database.withSystem((manager) => manager.query("SELECT overlay_id AS id FROM retired_overlay"));
    const age = (seconds: number) =>
      cloud.test.app.database.withSystem((manager) =>
        manager.query("UPDATE retired_overlay SET retired_at = clock_timestamp() - make_interval(secs => $1)", [
          seconds,
        ]),
      );
    const second = await overlayOf(cloud, cloud.acme);
    await age(6 * 3_600 - 60);
    await ingest(cloud, "acme", [{ event: "o6", people: ["oa", "od"] }]);
    await settleLater();
    expect(await stored()).toEqual(expect.arrayContaining([overlay, second]));

    await age(6 * 3_600 + 60);
    await ingest(cloud, "acme", [{ event: "o7", people: ["oa", "oe"] }]);
    const third = await overlayOf(cloud, cloud.acme);
    await settleLater();
    expect(await retired()).toEqual([{ id: third }]);
    const fourth = await overlayOf(cloud, cloud.acme);
    expect(await stored()).not.toContain(overlay);
    expect(await stored()).toEqual(expect.arrayContaining([third, fourth]));
  });
});

it("keeps apart for an organisation whom it cut, whoever the cloud makes them part of later", async () => {
  await ingest(cloud, "shop", [
    { event: "c1", people: ["ca"] },
    { event: "c2", people: ["ca"] },
    { event: "c3", people: ["cb"] },
    { event: "c4", people: ["cc"] },
  ]);
  await ingest(cloud, "acme", [{ event: "c5", people: ["ca", "cb"] }]);
  await settle(cloud);
  await assertPeople(cloud, "unmerge-people", "acme", ["cb", "cc"]);
  const before = await overlayOf(cloud, cloud.acme);
  expect([await areOne("c1", "c3", before), await areOne("c3", "c4", before)]).toEqual([true, false]);
  await ingest(cloud, "media", [{ event: "c6", people: ["cc", "ca"] }]); // cc becomes part of ca: it has fewer touchpoints
  await settle(cloud);
  const after = await overlayOf(cloud, cloud.acme);
  expect([await areOne("c1", "c4", after), await areOne("c3", "c4", after)]).toEqual([true, false]);
});
