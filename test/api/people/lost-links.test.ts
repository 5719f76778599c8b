import { numberOf } from "../../support/catalogue";
import { cutLockConnections } from "../../support/lock-connections";
import { insertInto, StatementProxy } from "../../support/statement-proxy";
import type { TestInstance } from "../../support/test-app";
import {
  contextOf,
  createPeopleCloud,
  documentOf,
  holdJobsBack,
  identity,
  ingest,
  keyOf,
  type PeopleCloud,
  personOfKeys,
  settle,
} from "./people-setup";

let cloud: PeopleCloud;
let clickhouse: StatementProxy;
let losing: TestInstance;

beforeAll(async () => {
  cloud = await createPeopleCloud();
  await holdJobsBack(cloud);
  const { plane } = cloud.test;
  clickhouse = await StatementProxy.open(plane.urls[0]!);
  losing = await cloud.test.openInstance({ plane: { ...plane, urls: [clickhouse.url, ...plane.urls.slice(1)] } });
});
afterEach(() => clickhouse.letGo());
afterAll(async () => {
  await losing.close();
  await clickhouse.close();
  await cloud.test.close();
});

const isOne = async (a: string, b: string): Promise<boolean> => {
  const known = await personOfKeys(cloud);
  return known.get(keyOf(a)) === known.get(keyOf(b));
};

/** Two identities that were seen apart from one another. */
async function twoPeople(name: string): Promise<readonly [string, string]> {
  const pair = [`${name}-1`, `${name}-2`] as const;
  await ingest(
    cloud,
    "shop",
    pair.map((one) => ({ event: `${one}-first`, people: [one], at: "2025-11-20T12:00:00Z" })),
  );
  return pair;
}

describe("a link that another chunk relied on", () => {
  it("is not lost with the chunk that wrote it first, in another process", async () => {
    const pair = await twoPeople("other");
    const held = clickhouse.hold(insertInto("touchpoint"));
    const late = losing.query(cloud.operator.keys.INTEGRATION, documentOf("ingest"), {
      source: cloud.sources.shop,
      touchpoints: [
        {
          eventId: "lost",
          occurredAt: "2025-11-21T12:00:00Z",
          action: "VISIT",
          platform: "JD",
          site: "ON_SITE",
          identities: pair.map(identity),
        },
      ],
    });
    await held.seen; // its link is written
    await ingest(cloud, "shop", [{ event: "kept", people: pair, at: "2025-11-22T12:00:00Z" }]);
    await cutLockConnections(cloud.test);
    await ingest(cloud, "shop", [{ event: "next", people: ["somebody"], at: "2025-11-21T12:00:00Z" }]);
    held.release();
    expect((await late).errors).toMatchObject([{ extensions: { code: "UNAVAILABLE" } }]);
    await settle(cloud);
    expect(await isOne(...pair)).toBe(true);
  });

  it("is not lost with the run that wrote it first", async () => {
    const pair = await twoPeople("run");
    await ingest(cloud, "shop", [{ event: "run-one", people: pair }]);
    const { app } = cloud.test;
    const [run] = await app.database.withSystem((manager) =>
      manager.query(
        "UPDATE integration_run SET status = 'SUCCEEDED' WHERE source_id = $1 AND status = 'RUNNING' RETURNING id",
        [numberOf(cloud.sources.shop)],
      ),
    );
    await ingest(cloud, "shop", [{ event: "run-two", people: pair }]);
    await settle(cloud);
    expect(await isOne(...pair)).toBe(true);
    await app.rollBack.runHere(contextOf(cloud.operator), run[0].id);
    await settle(cloud);
    expect(await isOne(...pair)).toBe(true);
  });
});

it("a link of a chunk that nobody else relied on is lost with it", async () => {
  const pair = await twoPeople("alone");
  await ingest(cloud, "media", [{ event: "alone", people: pair }]);
  await settle(cloud);
  expect(await isOne(...pair)).toBe(true);
  const { app } = cloud.test;
  const [run] = await app.database.withSystem((manager) =>
    manager.query("UPDATE integration_run SET status = 'SUCCEEDED' WHERE source_id = $1 RETURNING id", [
      numberOf(cloud.sources.media),
    ]),
  );
  await app.rollBack.runHere(contextOf(cloud.operator), run[0].id);
  await settle(cloud);
  expect(await isOne(...pair)).toBe(false);
});
