import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { mergeTouchpoints, select, withEngines } from "./engines.mjs";
import { ARMS, AS_OF, drawTouchpoints, FROM, METRICS } from "./experiments-data.mjs";
import { machine } from "./machine.mjs";
import { printReport } from "./report.mjs";
import { openDuckdb } from "./snapshot-rivals.mjs";

const require = createRequire(import.meta.url);
const { RoaringBitmap32 } = require("roaring");
const { ArmStore } = require("../dist/src/features/experiments/arm.store.js");
const { readOutOf } = require("../dist/src/features/experiments/read-out.js");

const instant = (text) => new Date(`${text.replace(" ", "T")}Z`);
const CODES = Array.from({ length: ARMS }, (_, arm) => `v${arm}`);
const DESIGN = {
  ...{ method: "FIXED_HORIZON", correction: "HOLM", alpha: 0.05, power: 0.8, minimumEffect: 0.05, horizonDays: 30 },
  ...{ assignment: "RECORDED", prePeriodDays: null, metrics: METRICS, expectation: {} },
  variants: CODES.map((code, place) => ({ code, role: place === 0 ? "CONTROL" : "TREATMENT", perMille: 100 })),
};

/** A read-out of 10 arms and 20 metrics, drawn by others and by our hash, against the same sums by DuckDB. */
export async function benchExperiments({ people = 5_000_000, rounds = 5 }, folder) {
  const path = join(folder, "experiment.parquet");
  const duckdb = await openDuckdb(join(folder, "rival.duckdb"));
  await drawTouchpoints(duckdb, path, people);
  await withEngines(async ({ clickhouse, ...engines }) => {
    const loads = {
      "our table, from the file": await seconds(() => load(clickhouse, path)),
      "DuckDB's table, from the file": await seconds(() => loadDuckdb(duckdb, path)),
    };
    const store = new ArmStore(clickhouse);
    const ask = async (draw) => {
      const answer = await store.read(questionOf(draw));
      const smallGroups = { threshold: 50, roundingBase: 10 };
      readOutOf({ design: DESIGN, answer, smallGroups, currencyCode: "CNY", isHorizonReached: true });
      return answer;
    };
    const recorded = { kind: "RECORDED", audiences: [], from: instant(FROM), to: instant(AS_OF) };
    const everybody = new RoaringBitmap32();
    everybody.addRange(0, people);
    const parts = CODES.map((_, place) => ({ from: place * 100, to: (place + 1) * 100 }));
    const hashed = { kind: "HASHED", key: ["1", "2"], parts, audiences: [everybody], startsAt: instant(FROM) };

    const { arms, caps } = await ask(recorded);
    assertEqual(arms, await sumsByDuckdb(duckdb, caps));
    assert.equal(
      (await ask(hashed)).arms.reduce((sum, arm) => sum + arm.people, 0),
      people,
    );
    const taken = { recorded: [], hashed: [], duckdb: [] };
    for (let round = 0; round < rounds; round++) {
      const turns = [
        async () => taken.recorded.push(await seconds(() => ask(recorded))),
        async () => taken.hashed.push(await seconds(() => ask(hashed))),
        async () => taken.duckdb.push(await seconds(async () => sumsByDuckdb(duckdb, await capsByDuckdb(duckdb)))),
      ];
      for (let turn = 0; turn < turns.length; turn++) await turns[(turn + round) % turns.length]();
    }
    const [{ rows }] = await select(clickhouse, "SELECT count() AS rows FROM touchpoint");
    printReport(
      `Read-out of ${ARMS} arms x ${METRICS.length} metrics: ${people.toLocaleString("en-GB")} people, ${Number(rows).toLocaleString("en-GB")} touchpoints`,
      await machine({ clickhouse, ...engines }),
      [
        { name: "drawn by our hash (HASHED), s", values: taken.hashed, target: { atMost: 2 } },
        { name: "drawn by others (RECORDED), s", values: taken.recorded, target: { atMost: 2 } },
        { name: "the sums of RECORDED by DuckDB, s", values: taken.duckdb },
        { name: "RECORDED / DuckDB", values: taken.recorded.map((value, round) => value / taken.duckdb[round]) },
        ...Object.entries(loads).map(([name, value]) => ({ name: `loading ${name}, s`, values: [value] })),
      ],
    );
  });
  duckdb.closeSync();
}

const questionOf = (draw) => ({
  window: { brandId: 1, sourceIds: [1], overlayId: null, from: instant(FROM), to: instant(AS_OF) },
  ...{ currencyCode: "CNY", codes: CODES, draw, metrics: METRICS, prePeriodDays: null },
});

const LOAD = `INSERT INTO touchpoint (brand_id, action, platform, occurred_at, ordinal, source_id, event_id, identity_key, site, order_id,
    variant, duration_seconds, value_minor, currency, ingested_at, run_id)
  SELECT 1, action, 'JD', occurred_at, person, 1, toString(id), person, 'ON_SITE', if(action = 'ORDER', toString(id), ''), variant,
    if(action = 'PRODUCT_VIEW', duration, 0), if(action = 'ORDER', value, NULL), if(action = 'ORDER', 'CNY', ''), now64(3),
    toUUID('00000000-0000-0000-0000-000000000000')
  FROM input('id UInt64, person UInt32, action String, occurred_at DateTime64(3, \\'UTC\\'), variant String, duration UInt32, value Int64')
  FORMAT Parquet`;

/** Not by our intake, which other benches measure: what is timed here is reading. */
async function load(clickhouse, path) {
  const { stream } = await clickhouse.exec({ query: LOAD, values: createReadStream(path) });
  for await (const _ of stream);
  await mergeTouchpoints(clickhouse);
}

/** Sorted by person, as its joins and groups are of people; enumerations for names. */
async function loadDuckdb(duckdb, path) {
  await duckdb.run(
    "CREATE TYPE action AS ENUM ('IMPRESSION', 'VISIT', 'PRODUCT_VIEW', 'SEARCH', 'FAVOURITE', 'ADD_TO_CART', 'ORDER')",
  );
  await duckdb.run(`CREATE TABLE touch AS
    SELECT person, action::action AS action, occurred_at, variant, duration, value FROM read_parquet('${path}') ORDER BY person, occurred_at`);
}

const FIRST = `SELECT person, arg_min(variant, occurred_at) AS arm, min(occurred_at) AS anchor FROM touch
  WHERE variant <> '' AND occurred_at >= TIMESTAMP '${FROM}' AND occurred_at < TIMESTAMP '${AS_OF}' GROUP BY person HAVING count(DISTINCT variant) = 1`;
const during = ({ toDay }) =>
  `occurred_at >= anchor AND occurred_at < anchor + INTERVAL ${toDay} DAY AND occurred_at < TIMESTAMP '${AS_OF}'`;

const dwells = METRICS.filter(({ kind }) => kind === "DWELL");

async function capsByDuckdb(duckdb) {
  const columns = dwells.map(
    (metric) =>
      `quantile_disc(duration, ${metric.capPercentile / 100}) FILTER (action = 'PRODUCT_VIEW' AND duration > 0 AND ${during(metric)})`,
  );
  const answer = await duckdb.runAndReadAll(
    `SELECT ${columns.join(", ")} FROM touch JOIN (${FIRST}) AS first USING (person) WHERE action = 'PRODUCT_VIEW'`,
  );
  const found = answer.getRows()[0].map(Number);
  return METRICS.map((metric) => (metric.kind === "DWELL" ? found[dwells.indexOf(metric)] : null));
}

/** By arm: people, then sum and sum of squares of each metric. */
async function sumsByDuckdb(duckdb, caps) {
  const columns = METRICS.map((metric, place) => {
    const { kind, action } = metric;
    const rows = `FILTER (action = '${action ?? "ORDER"}' AND ${during(metric)})`;
    if (kind === "VALUE") return `coalesce(sum(value) ${rows}, 0)::DOUBLE AS m${place}`;
    if (kind === "DWELL") return `coalesce(sum(least(duration, ${caps[place]})) ${rows}, 0)::DOUBLE AS m${place}`;
    return kind === "SHARE" ? `(count(*) ${rows} > 0)::DOUBLE AS m${place}` : `(count(*) ${rows})::DOUBLE AS m${place}`;
  });
  const sums = METRICS.map((_, place) => `sum(m${place}), sum(m${place} * m${place})`);
  const answer = await duckdb.runAndReadAll(`SELECT arm, count(*), ${sums.join(", ")}
    FROM (SELECT person, any_value(arm) AS arm, ${columns.join(", ")} FROM touch JOIN (${FIRST}) AS first USING (person) GROUP BY person)
    GROUP BY arm ORDER BY arm`);
  return answer.getRows();
}

function assertEqual(arms, rows) {
  assert.equal(rows.length, ARMS);
  for (const [place, [arm, people, ...sums]] of rows.entries()) {
    const own = arms[place];
    assert.deepEqual([CODES[own.variant], own.people], [arm, Number(people)]);
    for (const [metric, { sum, sumOfSquares }] of own.metrics.entries()) {
      assert.ok(sum > 0, `metric ${metric} of ${arm} must be of something`);
      for (const [found, expected] of [
        [sum, Number(sums[2 * metric])],
        [sumOfSquares, Number(sums[2 * metric + 1])],
      ])
        assert.ok(
          Math.abs(found / expected - 1) < 1e-9,
          `metric ${metric} of ${arm} must be ${expected}, but is ${found}`,
        );
    }
  }
}

async function seconds(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
