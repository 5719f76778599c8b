import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { select, withEngines } from "./engines.mjs";
import { machine } from "./machine.mjs";
import { progressBar } from "./progress.mjs";
import { printReport } from "./report.mjs";
import { AS_OF, touchpointFiles } from "./snapshot-data.mjs";
import { BareClickHouse, DuckdbRival, folderOf, openDuckdb } from "./snapshot-rivals.mjs";

const require = createRequire(import.meta.url);
const { createApp } = require("../dist/src/app.js");
const { AssetService } = require("../dist/src/features/assets/asset.service.js");
const { AssetLabelStore } = require("../dist/src/features/assets/asset-label.store.js");
const { AssetSnapshotStore } = require("../dist/src/features/assets/asset-snapshot.store.js");
const { newId } = require("../dist/src/platform/ids.js");
const { createLogger } = require("../dist/src/platform/logger.js");

/** One brand's snapshot, labels and all, against counting its stages in bare ClickHouse and against the same labels by DuckDB. */
export async function benchSnapshot({ people = 10_000_000, rounds = 5 }, folder) {
  const drawer = await openDuckdb(":memory:");
  const files = await touchpointFiles(drawer, folderOf(people), people);
  drawer.closeSync();
  await withEngines(async (engines) => {
    const app = await openApp(engines);
    try {
      const brand = await addMarket(app);
      const duckdb = new DuckdbRival(await openDuckdb(join(folder, "rival.duckdb")));
      const onOurTable = new BareClickHouse(engines.clickhouse, "touchpoint");
      const onItsOwn = new BareClickHouse(engines.clickhouse, "rival");
      const loads = {
        "our table, from the files": await seconds(() => loadTouchpoints(engines, files)),
        "the bare query's table, from ours": await seconds(() => onItsOwn.load()),
        "DuckDB's table, from the files": await seconds(() => duckdb.load(files)),
      };
      await settleMerges(engines.clickhouse);
      const assets = new AssetService(
        new AssetSnapshotStore(app.database),
        new AssetLabelStore(engines.clickhouse),
        app.brands,
        app.people.frozen,
      );
      const ruleSet = await assets.defaultRuleSet();
      const snapshot = async () =>
        (
          await assets.labelBrands({
            labelsId: newId(new Date()),
            asOf: new Date(`${AS_OF.replace(" ", "T")}Z`),
            ruleSet,
            sourceIds: [1],
            overlayId: null,
            scope: { kind: "ALL" },
            brands: [brand],
          })
        ).get(brand.id);

      await assertEqual(await snapshot(), duckdb, onOurTable, onItsOwn);
      const ours = [];
      const rivals = { duckdb: [], onOurTable: [], onItsOwn: [] };
      for (let round = 0; round < rounds; round++) {
        const turns = [
          async () => ours.push(await seconds(snapshot)),
          async () => rivals.onOurTable.push(await seconds(() => onOurTable.counts())),
          async () => rivals.onItsOwn.push(await seconds(() => onItsOwn.counts())),
          async () => rivals.duckdb.push(await seconds(() => duckdb.label())),
        ];
        for (let turn = 0; turn < turns.length; turn++) await turns[(turn + round) % turns.length]();
      }
      const ratios = (values) => ours.map((value, index) => value / values[index]);
      const [{ rows, met }] = await select(
        engines.clickhouse,
        "SELECT count() AS rows, uniqExact(ordinal) AS met FROM touchpoint WHERE brand_id = 1",
      );
      printReport(
        `Snapshot of one brand: ${Number(met).toLocaleString("en-GB")} people, ${Number(rows).toLocaleString("en-GB")} touchpoints`,
        await machine(engines),
        [
          { name: "our snapshot: 4A, nine-grid, labels stored, s", values: ours },
          { name: "bare ClickHouse counts stages in our table, s", values: rivals.onOurTable },
          { name: "bare ClickHouse counts stages in its own, s", values: rivals.onItsOwn },
          { name: "DuckDB labels 4A and nine-grid, s", values: rivals.duckdb },
          { name: "ours / bare in our table", values: ratios(rivals.onOurTable), target: { atMost: 2 } },
          { name: "ours / bare in its own", values: ratios(rivals.onItsOwn), target: { atMost: 2 } },
          { name: "ours / DuckDB", values: ratios(rivals.duckdb), target: { atMost: 1 } },
          ...Object.entries(loads).map(([name, value]) => ({ name: `loading ${name}, s`, values: [value] })),
        ],
      );
    } finally {
      await app.close();
    }
  });
}

/** Every stage by every cell, and every stage alone. */
async function assertEqual(figures, duckdb, ...bare) {
  await duckdb.label();
  const cross = figures.cross.map((row) => row.map(Number));
  assert.deepEqual(await duckdb.counts(), cross);
  const stages = figures.stages.map(Number);
  assert.ok(Math.min(...stages) > 0, `every stage must hold people, but got ${stages}`);
  for (const rival of bare) assert.deepEqual(await rival.counts(), stages);
}

async function openApp({ clickhouseUrl, databaseOwnerUrl }) {
  return createApp({
    logger: createLogger("fatal"),
    addresses: {
      databaseUrl: databaseOwnerUrl,
      databaseOwnerUrl,
      databaseDirectUrl: databaseOwnerUrl,
      plane: { urls: [clickhouseUrl], cluster: null },
      identityKey: "bench identity key, bench identity key",
      receiptKey: "bench receipt key, bench receipt key!!",
      close: async () => undefined,
    },
  });
}

/** A category with the brand and its two rivals, numbered as the files number them. */
async function addMarket({ database, brands }) {
  return database.withSystem(async (manager) => {
    const category = await brands.createCategory(manager, { code: "BENCH", name: "Bench" });
    for (const number of [1, 2, 3]) {
      const { id } = await brands.createBrand(manager, {
        code: `bench-${number}`,
        name: `Bench ${number}`,
        categoryIds: [category.id],
      });
      assert.equal(id, number);
    }
    return { id: 1, zone: "Asia/Shanghai", primaryCategoryId: category.id };
  });
}

const LOAD = `INSERT INTO touchpoint (brand_id, action, platform, occurred_at, ordinal, source_id, event_id, identity_key, site, order_id, rating, value_minor, ingested_at, run_id)
  SELECT brand, action, 'JD', occurred_at, person, 1, toString(id), person, site, order_id, rating, value_minor, now64(3), toUUID('00000000-0000-0000-0000-000000000000')
  FROM input('id UInt64, person UInt32, action String, occurred_at DateTime64(3, \\'UTC\\'), site String, brand UInt32, rating UInt8, order_id String, value_minor Nullable(Int64)')
  FORMAT Parquet`;

/** Not by our intake, which other benches measure: what is timed here is reading. */
async function loadTouchpoints({ clickhouse }, files) {
  const bar = progressBar("load touchpoints", files.length, "files");
  for (const file of files) {
    const { stream } = await clickhouse.exec({ query: LOAD, values: createReadStream(file) });
    for await (const _ of stream);
    bar.increment();
  }
  bar.stop();
}

/** Parts that are being merged would share the machine with what is timed. */
async function settleMerges(clickhouse) {
  for (let still = 0; still < 3; ) {
    const [{ merges }] = await select(clickhouse, "SELECT count() AS merges FROM system.merges");
    still = Number(merges) === 0 ? still + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function seconds(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
