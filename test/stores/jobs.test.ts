import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { newId } from "../../src/platform/ids";
import { JobFailure } from "../../src/platform/jobs/job-run";
import type { JobHandler } from "../../src/platform/jobs/worker";
import { UserProblems } from "../../src/platform/user-error";
import { eventually } from "../embedded/support/eventually";
import { createJobDatabase, type JobDatabase } from "./support/job-database";

let test: JobDatabase;
beforeAll(async () => {
  test = await createJobDatabase();
});
afterAll(() => test.close());

const PATIENCE_MS = 15_000;

const untilStatus = (id: string, status: string): Promise<void> =>
  eventually(`job ${id} as ${status}`, PATIENCE_MS, async () => (await test.read(id)).status === status);

/** Leaves one effect and the attempt that made it. */
const publish: JobHandler = (job) =>
  job.publish(async (manager) => {
    await manager.query("INSERT INTO effect (job_id, attempt) VALUES ($1, $2)", [job.run.id, job.run.attempt]);
    return { attempt: job.run.attempt, payload: job.run.payload };
  });

const change = (id: string, assignments: string): Promise<unknown> =>
  test.database.withSystem((manager) => manager.query(`UPDATE job_run SET ${assignments} WHERE id = $1`, [id]));

/** Another worker's claim, as far as the record shows. */
const takeOver = (id: string): Promise<unknown> =>
  change(id, "fencing_token = fencing_token + 1, worker_id = 'another'");

const expireLease = (id: string): Promise<unknown> => change(id, "lease_until = now() - interval '1 second'");

/** As a worker leaves it that died: claimed in the record and locked in the queue. */
const forgeDeadWorker = async (id: string): Promise<void> => {
  await test.jobs.claim(id, "worker-dead");
  await test.owner.query(
    "UPDATE graphile_worker._private_jobs SET locked_by = 'worker-dead', locked_at = now(), attempts = 1 WHERE key = $1",
    [id],
  );
};

describe("enqueue", () => {
  const queued = async (id: string): Promise<number> =>
    (await test.owner.query("SELECT 1 FROM graphile_worker._private_jobs WHERE key = $1", [id])).rows.length;

  it("leaves nothing when the caller's transaction is rolled back", async () => {
    const id = newId(new Date());
    const lost = test.database.withTenant(test.context, async (manager) => {
      await test.jobs.enqueue(manager, test.context, { id, kind: "publish", payload: {} });
      throw new Error("the caller changed its mind");
    });
    await expect(lost).rejects.toThrow("the caller changed its mind");
    expect(await test.jobs.find(test.context, id)).toBeNull();
    expect(await queued(id)).toBe(0);
  });

  it("makes a job that runs once, with what the caller gave it, when the transaction commits", async () => {
    const id = await test.enqueue("publish", { brandId: 7 });
    expect(await test.jobs.find(test.context, id)).toMatchObject({ status: "QUEUED", attempt: 0, startedAt: null });
    expect(await queued(id)).toBe(1);
    await test.whileWorking({ publish }, () => untilStatus(id, "SUCCEEDED"));
    expect(await test.jobs.find(test.context, id)).toMatchObject({
      status: "SUCCEEDED",
      attempt: 1,
      progress: 1,
      result: { attempt: 1, payload: { brandId: 7 } },
      startedAt: expect.any(Date),
      finishedAt: expect.any(Date),
      failure: null,
    });
    expect(await test.effectsOf(id)).toEqual([1]);
    expect(await queued(id)).toBe(0);
  });

  it("makes a job that other organisations cannot see", async () => {
    const id = await test.enqueue("publish");
    const stranger = { ...test.context, organisationId: newId(new Date()) };
    expect(await test.jobs.find(stranger, id)).toBeNull();
    await test.whileWorking({ publish }, () => untilStatus(id, "SUCCEEDED"));
  });
});

describe("a handler that throws", () => {
  const broken: JobHandler = async () => {
    throw new Error("password=hunter2 is wrong");
  };

  it("is tried again and may succeed", async () => {
    const id = await test.enqueue("flaky");
    const flaky: JobHandler = (job) => (job.run.attempt === 1 ? broken(job) : publish(job));
    await test.whileWorking({ flaky }, () => untilStatus(id, "SUCCEEDED"));
    expect(await test.effectsOf(id)).toEqual([2]);
    expect(await test.read(id)).toMatchObject({ attempt: 2, failure_code: null });
  });

  it("loses no attempt to workers that end, however often", async () => {
    const id = await test.enqueue("long");
    const long: JobHandler = (job) =>
      new Promise((_, reject) => {
        job.signal.addEventListener("abort", () => reject(new Error("cut")), { once: true });
      });
    for (const _restart of [1, 2]) {
      await test.jobs.dispatchAgain(id);
      await test.whileWorking({ long }, () => untilStatus(id, "RUNNING"));
      expect(await test.read(id)).toMatchObject({ status: "QUEUED", attempt: 0, failure_code: null });
    }
    await test.jobs.dispatchAgain(id);
    await test.whileWorking({ long: publish }, () => untilStatus(id, "SUCCEEDED"));
    expect(await test.effectsOf(id)).toEqual([1]);
  });

  it("leaves nothing of a publication that it broke off", async () => {
    const id = await test.enqueue("half");
    const half: JobHandler = (job) =>
      job.publish(async (manager) => {
        await manager.query("INSERT INTO effect (job_id, attempt) VALUES ($1, $2)", [job.run.id, job.run.attempt]);
        if (job.run.attempt === 1) throw new Error("broken off");
      });
    await test.whileWorking({ half }, () => untilStatus(id, "SUCCEEDED"));
    expect(await test.effectsOf(id)).toEqual([2]);
  });

  it("has failed for good after five attempts, and tells callers an error's id and nothing else", async () => {
    const id = await test.enqueue("broken");
    await test.whileWorking({ broken }, () =>
      eventually("the job as FAILED", 60_000, async () => {
        const { status } = await test.read(id);
        if (status === "QUEUED") await test.jobs.dispatchAgain(id); // the queue's pause grows to a minute
        return status === "FAILED";
      }),
    );
    const row = await test.read(id);
    expect(row).toMatchObject({ attempt: 5, failure_code: "INTERNAL", result: null, lease_until: null });
    expect(row.failure_message).toMatch(
      /^The work failed 5 times; quote error [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} to an operator\.$/,
    );
  });

  it.each<[string, Error, { code: string; message: string }]>([
    [
      "a failure of its own",
      new JobFailure("NO_PEOPLE", "The pack must hold people, but got none."),
      { code: "NO_PEOPLE", message: "The pack must hold people, but got none." },
    ],
    [
      "problems of the request",
      new UserProblems([
        { code: "A", field: null, message: "One." },
        { code: "B", field: null, message: "Two." },
      ]),
      { code: "A", message: "One. Two." },
    ],
  ])("fails at once and in its own words with %s", async (_, error, failure) => {
    const id = await test.enqueue("hopeless");
    const hopeless: JobHandler = () => Promise.reject(error);
    await test.whileWorking({ hopeless }, () => untilStatus(id, "FAILED"));
    expect(await test.jobs.find(test.context, id)).toMatchObject({ attempt: 1, failure });
  });

  it("is not blamed for a kind that this release does not know", async () => {
    const id = await test.enqueue("of-tomorrow");
    await test.whileWorking({}, () => untilStatus(id, "FAILED"));
    expect(await test.jobs.find(test.context, id)).toMatchObject({
      failure: {
        code: "UNKNOWN_KIND",
        message: "No handler is registered for jobs of kind of-tomorrow; run a worker of this release.",
      },
    });
  });
});

describe("the fencing token", () => {
  it("lets a handler publish nothing after another worker took its job", async () => {
    const id = await test.enqueue("late");
    let wasRefused = false;
    const late: JobHandler = async (job) => {
      await takeOver(job.run.id);
      await publish(job).catch((error) => {
        wasRefused = true;
        throw error;
      });
    };
    await test.whileWorking({ late }, () => eventually("a refusal", PATIENCE_MS, () => wasRefused));
    expect(await test.effectsOf(id)).toEqual([]);
    expect(await test.read(id)).toMatchObject({ status: "RUNNING", worker_id: "another", attempt: 1, result: null });
  });

  it("lets only the current claim renew, release, fail or succeed", async () => {
    const id = await test.enqueue("claimed");
    const stale = (await test.jobs.claim(id, "first"))!.fencingToken;
    await expireLease(id);
    const current = (await test.jobs.claim(id, "second"))!.fencingToken;
    expect(BigInt(current)).toBe(BigInt(stale) + 1n);

    const before = await test.read(id);
    expect(await test.jobs.heartbeat(id, stale, 0.9)).toBe(false);
    await test.jobs.release(id, stale, true);
    await test.jobs.fail(id, stale, { code: "STALE", message: "stale" });
    await test.database.withSystem(async (manager) => {
      expect(await test.jobs.succeed(manager, id, stale, "stale")).toBe(false);
    });
    expect(await test.read(id)).toEqual(before);

    await test.database.withSystem(async (manager) => {
      expect(await test.jobs.succeed(manager, id, current, "current")).toBe(true);
      expect(await test.jobs.succeed(manager, id, current, "twice")).toBe(false);
    });
    expect(await test.read(id)).toMatchObject({ status: "SUCCEEDED", result: "current" });
  });

  it("goes to one of twenty claims at once", async () => {
    const id = await test.enqueue("claimed");
    const claims = await Promise.all(Array.from({ length: 20 }, (_, n) => test.jobs.claim(id, `w${n}`)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(await test.read(id)).toMatchObject({ attempt: 1, fencing_token: "1" });
  });
});

describe("the heartbeat", () => {
  beforeEach(() => {
    // Only the beat is quickened: everything else of the worker runs in real time.
    const real = setInterval;
    jest.spyOn(global, "setInterval").mockImplementation(((work: () => void) => real(work, 50)) as typeof setInterval);
  });
  afterEach(() => jest.restoreAllMocks());

  it("writes the progress and renews the lease while the handler works", async () => {
    const id = await test.enqueue("long");
    const long: JobHandler = async (job) => {
      job.progress(0.25);
      await eventually("a quarter", PATIENCE_MS, async () => (await test.read(id)).progress === 0.25);
      await change(id, "lease_until = now() + interval '5 seconds'");
      job.progress(7);
      await eventually("all of it", PATIENCE_MS, async () => (await test.read(id)).progress === 1);
      const left = (await test.read(id)).lease_until!.getTime() - Date.now();
      if (left < 20_000) throw new JobFailure("LEASE", `The lease must be renewed, but ${left} ms are left.`);
      await publish(job);
    };
    await test.whileWorking({ long }, () =>
      eventually("its end", PATIENCE_MS, async () => ["SUCCEEDED", "FAILED"].includes((await test.read(id)).status)),
    );
    expect(await test.read(id)).toMatchObject({ status: "SUCCEEDED", failure_message: null });
  });

  it("tells the handler that its job was taken", async () => {
    const id = await test.enqueue("patient");
    let wasTold = false;
    const patient: JobHandler = async (job) => {
      await takeOver(id);
      await once(job.signal, "abort");
      wasTold = true;
      await publish(job);
    };
    await test.whileWorking({ patient }, () => eventually("the signal", PATIENCE_MS, () => wasTold));
    expect(await test.effectsOf(id)).toEqual([]);
  });
});

describe("a job whose worker fell silent", () => {
  it("is taken up again when its lease is over", async () => {
    const id = await test.enqueue("publish");
    await forgeDeadWorker(id);
    await expireLease(id);
    await test.whileWorking({ publish }, () => untilStatus(id, "SUCCEEDED"));
    expect(await test.effectsOf(id)).toEqual([2]);
    expect((await test.read(id)).worker_id).not.toBe("worker-dead");
  });

  it("is left alone before that", async () => {
    const id = await test.enqueue("publish");
    await forgeDeadWorker(id);
    const other = await test.enqueue("publish");
    await test.whileWorking({ publish }, () => untilStatus(other, "SUCCEEDED"));
    expect(await test.read(id)).toMatchObject({ status: "RUNNING", worker_id: "worker-dead", attempt: 1 });
  });

  it("is taken up again when it died between the queue and its claim", async () => {
    const id = await test.enqueue("publish");
    await test.owner.query(
      "UPDATE graphile_worker._private_jobs SET locked_by = 'worker-dead', locked_at = now() - interval '31 seconds', attempts = 1 WHERE key = $1",
      [id],
    );
    await test.whileWorking({ publish }, () => untilStatus(id, "SUCCEEDED"));
    expect(await test.effectsOf(id)).toEqual([1]);
  });

  it("is not begun a sixth time when it took its worker down five times", async () => {
    const id = await test.enqueue("publish");
    await forgeDeadWorker(id);
    await expireLease(id);
    await change(id, "attempt = 5");
    await test.whileWorking({ publish }, () => untilStatus(id, "FAILED"));
    expect(await test.effectsOf(id)).toEqual([]);
    expect(await test.jobs.find(test.context, id)).toMatchObject({
      failure: {
        code: "INTERNAL",
        message: "The work was begun 5 times and its worker fell silent; ask an operator to look at the workers.",
      },
    });
  });

  it("has its effect once, though the first worker was killed in the middle of publishing it", async () => {
    const id = await test.enqueue("publish");
    const script = join(__dirname, "support/publishing-worker.cjs");
    const child = spawn(process.execPath, [script, test.databaseUrl, test.ownerUrl], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
    expect(await test.read(id)).toMatchObject({ status: "RUNNING", attempt: 1 });
    await expireLease(id);
    await test.whileWorking({ publish }, () => untilStatus(id, "SUCCEEDED"));
    expect(await test.effectsOf(id)).toEqual([2]);
    expect(await test.read(id)).toMatchObject({ attempt: 2, result: { attempt: 2, payload: {} } });
  });
});
