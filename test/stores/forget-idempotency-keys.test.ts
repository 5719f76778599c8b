import { createLogger } from "../../src/platform/logger";
import { forgetIdempotencyKeys } from "../../src/platform/postgres/forget-idempotency-keys";
import { createTestApp, type TestApp, type TestOrganisation } from "../support/test-app";

const CREATE = `mutation($key: String) {
  createCategory(input: { code: "watches", name: "Watches" }, idempotencyKey: $key) { category { code } userErrors { code } }
}`;

let test: TestApp;
let organisation: TestOrganisation;
const now = new Date("2026-01-01T00:00:00Z");
beforeAll(async () => {
  test = await createTestApp({ now });
  organisation = await test.addOrganisation("acme");
});
afterAll(() => test.close());

const create = async () => (await test.query(organisation.keys.OPERATOR, CREATE, { key: "once" })).data.createCategory;
const chore = () =>
  forgetIdempotencyKeys(test.app.database).run({ clock: { now: () => now }, logger: createLogger("fatal") });

it("replays a call for 30 days, and runs it as a new one after", async () => {
  const made = { category: { code: "watches" }, userErrors: [] };
  expect(await create()).toEqual(made);
  now.setUTCDate(31);
  await chore();
  expect(await create()).toEqual(made);
  now.setTime(now.getTime() + 1);
  await chore();
  expect(await create()).toEqual({ category: null, userErrors: [{ code: "CODE_TAKEN" }] });
});
