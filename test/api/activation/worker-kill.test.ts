import { ValuegraphProcess } from "../../cli/support/valuegraph-process";
import { eventually } from "../../embedded/support/eventually";
import {
  type ActivationCloud,
  addPeople,
  builtPack,
  createActivationCloud,
  document,
  idOf,
  push,
  readPush,
  register,
} from "./activation-setup";
import { type Received, Receiver } from "./receiver";

const PEOPLE = 25_000;
const everybody = Array.from({ length: PEOPLE }, (_, index) => idOf(index + 1));
let cloud: ActivationCloud;
let receiver: Receiver;
let worker: ValuegraphProcess;
let pack: string;
let connector: string;

beforeAll(async () => {
  cloud = await createActivationCloud({ withoutWorker: true });
  receiver = await Receiver.open();
  await addPeople(cloud, 1, PEOPLE);
  connector = (await register(cloud, { kind: "WEBHOOK", name: "Partner", address: receiver.url })).id;
  worker = startWorker();
  pack = await builtPack(cloud, "Fans");
});
afterAll(async () => {
  await worker.stop();
  await receiver.close();
  await cloud.test.close();
});

function startWorker(): ValuegraphProcess {
  const { databaseUrl, databaseOwnerUrl, plane } = cloud.test;
  return new ValuegraphProcess(["worker"], {
    DATABASE_URL: databaseUrl,
    DATABASE_OWNER_URL: databaseOwnerUrl,
    CLICKHOUSE_URL: plane.urls.join(","),
    ...(plane.cluster && { CLICKHOUSE_CLUSTER: plane.cluster }),
    IDENTITY_KEY: "test identity key, test identity key",
    RECEIPT_KEY: "test receipt key, test receipt key!!",
    DESTINATION_NETWORKS: "PRIVATE",
  });
}

/** Kills the worker with -9; the next one need not wait for its lease. */
async function killWorker(): Promise<void> {
  worker.child.kill("SIGKILL");
  await worker.ended();
  await cloud.test.app.database.withSystem((manager) =>
    manager.query("UPDATE job_run SET lease_until = now() - interval '1 second' WHERE status = 'RUNNING'"),
  );
}

const stepOf = ({ body }: Received): string => (body.event === "chunk" ? `chunk ${body.chunk}` : body.event);

it.each([
  ["before the receiver has it", "HANG_BEFORE"],
  ["after the receiver has it, unanswered", "HANG_AFTER"],
] as const)("a worker killed with -9 at every chunk's boundary, %s, sends everybody once", async (_, moment) => {
  receiver.forget();
  const died = new Set<string>();
  let waiting: string | null = null;
  receiver.answer = (call) => {
    const step = stepOf(call);
    if (died.has(step)) return 200;
    died.add(step);
    if (moment === "HANG_AFTER") receiver.taken.set(call.key, call);
    waiting = step;
    return "HANG";
  };
  const id = await push(cloud, pack, connector);
  for (const step of ["chunk 1", "chunk 2", "chunk 3", "finished"]) {
    await eventually(`the call of ${step}`, 60_000, async () => waiting === step);
    await killWorker();
    worker = startWorker();
  }
  await eventually("the end of the push", 60_000, async () => (await readPush(cloud, id)).run.status === "SUCCEEDED");
  expect([...receiver.ids("ADD")].sort()).toEqual(everybody);
  expect(receiver.calls.map(stepOf)).toEqual(
    ["chunk 1", "chunk 2", "chunk 3", "finished"].flatMap((step) => [step, step]),
  );
  const keys = new Set(receiver.calls.map(({ key }) => key));
  expect(keys.size).toBe(4);
  const { data } = await cloud.test.query(cloud.acme.keys.AD_OPS, document("push"), { id });
  expect(data.node.receipt).toMatchObject({ sent: "25000", matched: "24997" });
});
