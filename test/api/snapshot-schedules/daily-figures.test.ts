import { createProgramme, type MemberSetup, openMemberSetup } from "../members/member-setup";
import { document, QUIET, schedulerOf } from "./schedule-setup";

const SET = document("set-snapshot-schedule");
const READ = document("daily-figures");
const ERASE = document("../erasure/erase-identity");

const at = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();
const [OCTOBER_12, DAY, NEXT_DAY] = [at("2025-10-12"), at("2025-11-11"), at("2025-11-12")];

let setup: MemberSetup;
let people = 0;

const nameOf = (person: number) => ({ namespace: "JD_PIN", value: person.toString(16).padStart(64, "0") });

/** What happened then comes in now, through the stream. */
async function send(rows: readonly object[], source: "cloud" | "own-crm" = "cloud"): Promise<void> {
  const { test, own } = setup;
  const shared = { platform: "JD", site: "ON_SITE", brandCode: "haoyu" };
  const response = await fetch(`${test.url}/v1/touchpoints?source=${source}`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${own.keys.INTEGRATION}` },
    body: rows.map((row) => `${JSON.stringify({ ...shared, ...row })}\n`).join(""),
  });
  const last = (await response.text()).trim().split("\n").at(-1)!;
  expect(JSON.parse(last)).toMatchObject({ done: true, accepted: rows.length });
}

/** New people join and buy. */
function join(occurredAt: string, count: number, source: "cloud" | "own-crm" = "cloud"): Promise<void> {
  const rows = Array.from({ length: count }, () => ++people).flatMap((person) =>
    ["MEMBER_JOIN", "ORDER"].map((action) => ({
      ...{ eventId: `${action} ${person}`, occurredAt, action, identities: [nameOf(person)] },
      ...(action === "ORDER" && { orderId: `order ${person}` }),
    })),
  );
  return send(rows, source);
}

type Kind = "TAKE_ASSET_SNAPSHOT" | "REFRESH_BENCHMARKS" | "REFRESH_MARKET" | "EVALUATE_MEMBERS";

/** Two workers look at once; then every job that was asked for has ended. Answers the instants of each kind's jobs so far. */
async function night(now: string): Promise<(kind: Kind) => readonly string[]> {
  const { test, time } = setup;
  time.now = new Date(now);
  await Promise.all([schedulerOf(test).run(time.now, QUIET), schedulerOf(test).run(time.now, QUIET)]);
  for (;;) {
    const jobs: { kind: string; status: string; at: string }[] = await test.app.database.withSystem((manager) =>
      manager.query(
        "SELECT kind, status, coalesce(payload->>'asOf', payload->>'to') AS at FROM job_run WHERE kind <> 'SETTLE_PEOPLE' ORDER BY at, id",
      ),
    );
    if (jobs.every(({ status }) => ["SUCCEEDED", "FAILED"].includes(status))) {
      expect(jobs.filter(({ status }) => status === "FAILED")).toEqual([]);
      return (wanted) => jobs.filter(({ kind }) => kind === wanted).map((job) => job.at);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const page = async (asOf: string, from: string, organisation = setup.own) => {
  const variables = { brand: setup.brands["haoyu"], asOf, from };
  const { data, errors } = await setup.test.query(organisation.keys.PARTNER, READ, variables);
  expect(errors).toBeUndefined();
  return data.brand;
};

/** Every state of the page's windowed figures that are counted before they are asked for. */
const statesOf = ({ diagnosis, benchmarks, ...figures }: Awaited<ReturnType<typeof page>>): readonly string[] => [
  ...[diagnosis, benchmarks, figures.assetActivity, figures.marketPosition, figures.rankMargin].map(
    ({ dataState }) => dataState,
  ),
  figures.assetGrowth.to.dataState,
  figures.assetScorecard.dataStateAfter,
];

/** A process asks which refresh is the newest every few seconds. */
async function untilStates(asOf: string, from: string, state: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 500) {
    if (statesOf(await page(asOf, from)).every((one) => one === state)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect(statesOf(await page(asOf, from))).toEqual(Array(7).fill(state));
}

beforeAll(async () => {
  setup = await openMemberSetup("2025-11-10T12:00:00+08:00", ["haoyu", "w1"]);
  await join("2025-10-20T12:00:00+08:00", 4);
  await createProgramme(setup, setup.own);
});
afterAll(() => setup.test.close());

it("counts nothing without a schedule", async () => {
  const jobs = await night("2025-11-10T23:00:00+08:00");
  expect(jobs("REFRESH_BENCHMARKS")).toEqual([]);
  expect(await page(DAY, OCTOBER_12)).toMatchObject({
    snapshotSchedule: null,
    membershipProgramme: { nextEvaluationAt: null, latestEvaluation: null },
    marketPosition: { dataState: null },
  });
});

it("counts a category's benchmarks and market once a day, of how many organisations its brands are", async () => {
  const { test, own, careful, brands } = setup;
  for (const { keys } of [own, careful]) {
    const asked = { brand: brands["haoyu"], input: {}, expectedVersion: 0 };
    const { data } = await test.query(keys.ADMIN, SET, asked);
    expect(data.setSnapshotSchedule.userErrors).toEqual([]);
  }
  const jobs = await night(DAY);
  expect(jobs("TAKE_ASSET_SNAPSHOT")).toEqual([DAY, DAY]);
  expect(jobs("REFRESH_BENCHMARKS")).toEqual([DAY]);
  expect(jobs("REFRESH_MARKET")).toEqual([DAY]);
  expect(jobs("EVALUATE_MEMBERS")).toEqual([DAY]);
  const window = { from: OCTOBER_12, to: DAY, dataState: "PROVISIONAL" };
  const morning = await page(DAY, OCTOBER_12);
  expect(morning).toMatchObject({
    snapshotSchedule: { lastDay: "2025-11-11", nextAt: NEXT_DAY, latestBenchmarks: window, latestMarket: window },
    assetSnapshot: { state: "PROVISIONAL" },
    marketPosition: { window: { sales: { buyers: "4" } } },
    assetScorecard: { dataStateBefore: null },
    stageReach: { dataState: "PROVISIONAL" },
    membershipProgramme: {
      nextEvaluationAt: NEXT_DAY,
      latestEvaluation: { asOf: DAY, state: "COMPLETE", members: "4" },
    },
  });
  expect(statesOf(morning)).toEqual(Array(7).fill("PROVISIONAL"));
  expect((await night("2025-11-11T18:00:00+08:00"))("REFRESH_BENCHMARKS")).toEqual([DAY]);
});

it("leaves figures of the industry as they are when only one organisation sees what came late", async () => {
  await join("2025-10-21T12:00:00+08:00", 1, "own-crm");
  const { assetSnapshot, snapshotSchedule } = await page(DAY, OCTOBER_12);
  expect(assetSnapshot.state).toBe("OUTDATED");
  expect(snapshotSchedule.latestBenchmarks.dataState).toBe("PROVISIONAL");
});

it("marks what late touchpoints concern, and counts it again with the next day's", async () => {
  await join("2025-10-22T12:00:00+08:00", 2);
  const outdated = {
    snapshotSchedule: { latestBenchmarks: { dataState: "OUTDATED" }, latestMarket: { dataState: "OUTDATED" } },
  };
  expect(await page(DAY, OCTOBER_12)).toMatchObject(outdated);
  await untilStates(DAY, OCTOBER_12, "OUTDATED");

  const jobs = await night(NEXT_DAY);
  expect(jobs("REFRESH_BENCHMARKS")).toEqual([DAY, DAY, NEXT_DAY]);
  expect(jobs("REFRESH_MARKET")).toEqual([DAY, DAY, NEXT_DAY]);
  expect(jobs("EVALUATE_MEMBERS")).toEqual([DAY, DAY, NEXT_DAY]);
  await untilStates(DAY, OCTOBER_12, "PROVISIONAL");
  const restated = await page(DAY, OCTOBER_12);
  expect(restated.marketPosition.window.sales.buyers).toBe("6");
  expect(restated.membershipProgramme.latestEvaluation).toEqual({ asOf: NEXT_DAY, state: "COMPLETE", members: "7" });
});

it("is complete when late data is no longer expected", async () => {
  setup.time.now = new Date("2025-11-14T00:00:00+08:00");
  const later = await page(NEXT_DAY, at("2025-10-13"));
  expect(statesOf(later)).toEqual(Array(7).fill("COMPLETE"));
  expect(later.stageReach.dataState).toBe("COMPLETE");
});

it("is outdated by people who turn out to be one, and by those who are erased", async () => {
  const { test, own } = setup;
  const latest = async () => (await page(NEXT_DAY, at("2025-10-13"))).snapshotSchedule;
  const untilOutdated = async (): Promise<void> => {
    for (let waited = 0; waited < 20_000; waited += 200) {
      const { latestBenchmarks, latestMarket } = await latest();
      if ([latestBenchmarks, latestMarket].every(({ dataState }) => dataState === "OUTDATED")) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await latest()).toMatchObject({ latestBenchmarks: { dataState: "OUTDATED" } });
  };
  // The row itself lies after the instant; what it says of two buyers of October does not.
  const joint = { eventId: "joint", occurredAt: "2025-11-13T12:00:00+08:00", action: "VISIT" };
  await send([{ ...joint, identities: [nameOf(1), nameOf(2)] }]);
  await untilOutdated();
  await night("2025-11-14T00:00:00+08:00");
  const [merged, since] = [at("2025-11-14"), at("2025-10-15")];
  expect((await page(merged, since)).marketPosition.window.sales.buyers).toBe("5");
  expect(await latest()).toMatchObject({ latestBenchmarks: { to: merged, dataState: "PROVISIONAL" } });

  const input = { identity: nameOf(3), requestReference: "request 1" };
  const { data } = await test.query(own.keys.OPERATOR, ERASE, { input });
  expect(data.eraseIdentity.userErrors).toEqual([]);
  await untilOutdated();
});
