import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { commandContext } from "../../../src/cli/open-app";
import { readMapping } from "../../../src/features/touchpoints";
import { createLogger } from "../../../src/platform/logger";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { grantBrands } from "../jdata/jdata-setup";
import { ExperimentClient } from "./experiment-client";

const FILE = join(__dirname, "../../../../shared/data/cookie-cats/cookie_cats.csv.gz");
const hasCookieCats = existsSync(FILE);
if (!hasCookieCats)
  process.stderr.write("The Cookie Cats test is skipped: ../shared/data is absent beside this repository.\n");
const describeWithData = hasCookieCats ? describe : describe.skip;

const NOW = new Date("2025-11-11T09:30:30+08:00");
/** The file has no times: everybody comes at one instant, and back a day and seven days after. */
const CAME = Date.parse("2025-10-01T10:00:00+08:00");
const DAY = 86_400_000;

interface Player {
  readonly id: string;
  readonly gate: string;
  readonly isBackAfter1: boolean;
  readonly isBackAfter7: boolean;
}

describeWithData("Cookie Cats, 90,189 players before a gate at level 30 or 40", () => {
  let test: TestApp;
  let studio: TestOrganisation;
  let client: ExperimentClient;
  let players: readonly Player[];
  let brand: string;

  beforeAll(async () => {
    players = gunzipSync(readFileSync(FILE))
      .toString("utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => {
        const [id, gate, , day1, day7] = line.trim().split(",") as [string, string, string, string, string];
        return { id, gate, isBackAfter1: day1 === "TRUE", isBackAfter7: day7 === "TRUE" };
      });
    test = await createTestApp({ now: NOW });
    studio = await test.addOrganisation("studio");
    client = new ExperimentClient(test, studio.keys.AD_OPS);
    const row = (id: string, days: number, action: string, variant: string): string =>
      [id, new Date(CAME + days * DAY).toISOString(), action, variant].join(",");
    const lines = players.flatMap(({ id, gate, isBackAfter1, isBackAfter7 }) => [
      row(id, 0, "CONTENT_VIEW", gate),
      ...(isBackAfter1 ? [row(id, 1.05, "VISIT", "")] : []),
      ...(isBackAfter7 ? [row(id, 7.05, "VISIT", "")] : []),
    ]);
    const folder = await mkdtemp(join(tmpdir(), "valuegraph-cookie-cats-"));
    try {
      const paths = [join(folder, "cookie-cats.csv")];
      await writeFile(paths[0]!, ["userid,at,action,variant", ...lines, ""].join("\n"));
      const mappingPath = join(__dirname, "cookie-cats.json");
      const run = await test.app.fileIngest.ingest(commandContext(studio.id, createLogger("fatal")), {
        name: "Cookie Cats",
        mapping: readMapping(readFileSync(mappingPath, "utf8"), mappingPath),
        paths,
        onProgress: () => undefined,
      });
      expect(run).toMatchObject({ status: "SUCCEEDED" });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    brand = (await grantBrands(test, studio, ["cookie-cats"])).get("cookie-cats")!;
  }, 300_000);
  afterAll(() => test.close());

  it("keeps more players after seven days with the gate at 30, as was published", async () => {
    const retention = (days: number, role: string) => ({
      ...{ code: `retention_${days}`, kind: "SHARE", role, action: "VISIT" },
      ...{ fromDay: days, toDay: days + 1 },
    });
    const experiment = await client.create({
      ...{ brandId: brand, name: "Gate", assignment: "RECORDED", minimumEffect: 0.05, horizonDays: 14 },
      variants: [
        { code: "gate_30", role: "CONTROL", perMille: 500 },
        { code: "gate_40", role: "TREATMENT", perMille: 500 },
      ],
      metrics: [retention(7, "PRIMARY"), retention(1, "SECONDARY")],
      ...{ expectedPeople: 90_000, expectedMean: 0.19 },
    });
    expect(experiment.plan).toMatchObject({
      state: "EXPECTED",
      arms: [{ people: 45_000 }, { people: 45_000 }],
      meetsPower: true,
    });
    await client.start(experiment.id, { startsAt: new Date(CAME).toISOString(), acceptsLowPower: false });
    const found = await client.readOut(experiment.id);

    const ofGate = (gate: string) => {
      const own = players.filter((player) => player.gate === gate);
      return {
        people: own.length,
        retention_1: own.filter(({ isBackAfter1 }) => isBackAfter1).length,
        retention_7: own.filter(({ isBackAfter7 }) => isBackAfter7).length,
      };
    };
    const [gate30, gate40] = [ofGate("gate_30"), ofGate("gate_40")];
    expect([gate30.people, gate40.people]).toEqual([44_700, 45_489]);
    for (const [place, gate] of [gate30, gate40].entries()) {
      expect(found.variants[place]).toMatchObject({ people: String(gate.people), exposedPeople: String(gate.people) });
      for (const { metric, people, mean } of found.variants[place].metrics) {
        expect(people).toBe(String(gate.people));
        expect(mean).toBeCloseTo(gate[metric as "retention_1" | "retention_7"] / gate.people, 12);
      }
    }
    // As published: 44.8 % and 44.2 % after a day, 19.0 % and 18.2 % after seven.
    const shares = found.variants.map(({ metrics }: { metrics: { mean: number }[] }) =>
      metrics.map(({ mean }) => mean),
    );
    expect(shares[0][0]).toBeCloseTo(0.190201, 6);
    expect(shares[1][0]).toBeCloseTo(0.182, 6);
    expect(shares[0][1]).toBeCloseTo(0.448188, 6);
    expect(shares[1][1]).toBeCloseTo(0.442283, 6);
    for (const { metric, absolute, relative } of found.comparisons) {
      const [p, q] = [gate30, gate40].map((gate) => gate[metric as "retention_1" | "retention_7"] / gate.people) as [
        number,
        number,
      ];
      const error = Math.sqrt((p * (1 - p)) / gate30.people + (q * (1 - q)) / gate40.people);
      expect(absolute.value).toBeCloseTo(q - p, 12);
      expect(absolute.standardError).toBeCloseTo(error, 12);
      expect(relative.value).toBeCloseTo(q / p - 1, 12);
    }
    const pValues = Object.fromEntries(
      found.comparisons.map(({ metric, absolute }: { metric: string; absolute: { pValue: number } }) => [
        metric,
        absolute.pValue,
      ]),
    );
    // The usual two-proportion z-tests of this data: .00155 and .0744.
    expect(pValues["retention_7"]).toBeCloseTo(0.00155, 4);
    expect(pValues["retention_1"]).toBeCloseTo(0.0744, 3);
    // 789 players more came before the later gate: chi-square 6.9024, p .0086.
    expect(found.sampleRatios[0].chiSquare).toBeCloseTo(6.9024, 3);
    expect(found.sampleRatios[0]).toMatchObject({ population: "ASSIGNED", isMismatch: false });
    expect(found.decision).toEqual({ outcome: "WINNER", reason: "CONTROL_IS_BETTER", variant: "gate_30" });
  });
});
