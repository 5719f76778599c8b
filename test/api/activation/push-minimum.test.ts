import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ActivationCloud,
  addPeople,
  builtPack,
  createActivationCloud,
  document,
  type RegisteredConnector,
  register,
} from "./activation-setup";

const BUDGET = readFileSync(join(__dirname, "../access/question-budget.graphql"), "utf8");
let cloud: ActivationCloud;
let connector: RegisteredConnector;
let pack: string;
let version = 1;

/** 103 people, told as 100: anything from 95 to 104. */
beforeAll(async () => {
  cloud = await createActivationCloud({}, { smallGroupThreshold: 3, roundingBase: 10, dailyQuestions: 6 });
  await addPeople(cloud, 1, 103);
  connector = await register(cloud, { kind: "WEBHOOK", name: "Partner", address: "http://127.0.0.1:9/" });
  pack = await builtPack(cloud, "Fans");
});
afterAll(() => cloud.test.close());

async function withMinimum<T>(minimumPeople: number, name: string): Promise<T> {
  const { test, acme } = cloud;
  const change = { id: connector.id, input: { minimumPeople }, version: version++ };
  const { data } = await test.query(acme.keys.ADMIN, document("change-connector"), change);
  expect(data.changeConnector.userErrors).toEqual([]);
  const answer = await test.query(acme.keys.ADMIN, document(name), { id: pack, connector: connector.id });
  return answer.errors ? (answer.errors[0]!.extensions["code"] as T) : answer.data.pushAudiencePack;
}
const asked = async (): Promise<number> =>
  (await cloud.test.query(cloud.acme.keys.ADMIN, BUDGET)).data.viewer.questionBudget.asked;

it("judges a dry run by the count as told, so that minimums do not find the exact one", async () => {
  for (const [minimum, meetsMinimum] of [
    [95, true],
    [96, false],
    [103, false],
    [104, false],
  ] as const)
    expect(await withMinimum(minimum, "dry-run")).toMatchObject({
      dryRun: { minimum, meetsMinimum, plan: { people: "100" } },
      userErrors: [],
    });
});

it("pays for each minimum that a push is tried with, as its refusal is by the exact count", async () => {
  expect(await asked()).toBe(4);
  expect(await withMinimum(104, "push-pack")).toMatchObject({ push: null, userErrors: [{ code: "BELOW_MINIMUM" }] });
  expect(await asked()).toBe(4);
  expect(await withMinimum(105, "push-pack")).toMatchObject({ push: null, userErrors: [{ code: "BELOW_MINIMUM" }] });
  expect(await withMinimum(106, "push-pack")).toMatchObject({ push: null, userErrors: [{ code: "BELOW_MINIMUM" }] });
  expect(await asked()).toBe(6);
  expect(await withMinimum(102, "push-pack")).toBe("RATE_LIMITED");
  expect(await withMinimum(103, "push-pack")).toMatchObject({ push: { mode: "FULL" }, userErrors: [] });
});
