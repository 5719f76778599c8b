import { type PackChange, packStates, statesThatAllow } from "../../../../src/features/audiences/audience-pack";
import { createTestApp, type TestApp } from "../../../support/test-app";
import { type AudienceFixture, buildPack, createAudienceFixture, createPack, NOW } from "../audience-fixture";
import { keyOfNode } from "../audience-services";
import { PackClient } from "./pack-client";

type State = (typeof packStates)[number];

/**
 * What the machine must do, written down a second time: the state after each change, null where it is refused. A pack that
 * expired was BUILT here. A clone leaves its pack alone and is a draft itself.
 */
const AFTER: Readonly<Record<PackChange, Readonly<Record<State, State | null>>>> = {
  rename: { DRAFT: "DRAFT", BUILT: "BUILT", FROZEN: "FROZEN", EXPIRED: "EXPIRED", ARCHIVED: null },
  setTags: { DRAFT: "DRAFT", BUILT: "BUILT", FROZEN: "FROZEN", EXPIRED: "EXPIRED", ARCHIVED: null },
  setExpiry: { DRAFT: "DRAFT", BUILT: "BUILT", FROZEN: "FROZEN", EXPIRED: "BUILT", ARCHIVED: null },
  handOver: { DRAFT: "DRAFT", BUILT: "BUILT", FROZEN: "FROZEN", EXPIRED: "EXPIRED", ARCHIVED: null },
  setRefresh: { DRAFT: "DRAFT", BUILT: "BUILT", FROZEN: null, EXPIRED: null, ARCHIVED: null },
  replaceRules: { DRAFT: "DRAFT", BUILT: "DRAFT", FROZEN: null, EXPIRED: null, ARCHIVED: null },
  build: { DRAFT: "BUILT", BUILT: "BUILT", FROZEN: null, EXPIRED: null, ARCHIVED: null },
  freeze: { DRAFT: null, BUILT: "FROZEN", FROZEN: null, EXPIRED: null, ARCHIVED: null },
  archive: { DRAFT: "ARCHIVED", BUILT: "ARCHIVED", FROZEN: "ARCHIVED", EXPIRED: "ARCHIVED", ARCHIVED: null },
  clone: { DRAFT: "DRAFT", BUILT: "BUILT", FROZEN: "FROZEN", EXPIRED: "EXPIRED", ARCHIVED: "ARCHIVED" },
};
const MUTATION: Readonly<Record<PackChange, string>> = {
  rename: "Rename",
  setTags: "SetTags",
  setExpiry: "SetExpiry",
  handOver: "HandOver",
  setRefresh: "SetRefresh",
  replaceRules: "ReplaceRules",
  build: "Build",
  freeze: "Freeze",
  archive: "Archive",
  clone: "Clone",
};
const PAIRS = packStates.flatMap((state) =>
  (Object.keys(AFTER) as PackChange[]).map((change) => [state, change, AFTER[change][state]] as const),
);

let test: TestApp;
let fixture: AudienceFixture;
let client: PackClient;
let owner: string;

beforeAll(async () => {
  test = await createTestApp({ now: NOW });
  fixture = await createAudienceFixture(test);
  client = new PackClient(test, fixture);
  const keys: { id: string }[] = await test.app.database.withSystem((manager) =>
    manager.query("SELECT id FROM access_key WHERE organisation_id = $1 AND role = 'ADMIN'", [fixture.organisation.id]),
  );
  owner = Buffer.from(`AccessKey:${keys[0]!.id}`).toString("base64url");
});
afterAll(() => test.close());

/** A pack in a state, by the way that leads to it, and its version there. */
async function packIn(state: State, name: string): Promise<{ readonly id: string; readonly version: number }> {
  const rules = { did: { action: "CONTENT_VIEW", within: { days: 30 } } };
  const { id } = (await createPack(test, fixture, { name, rules })).audiencePack;
  if (state === "DRAFT") return { id, version: 1 };
  if (state !== "ARCHIVED") await buildPack(test, fixture, { id, version: 1 });
  if (state === "FROZEN") await client.change("Freeze", { id, version: 1 });
  if (state === "ARCHIVED") await client.change("Archive", { id, version: 1 });
  if (state === "EXPIRED")
    await test.app.database.withSystem((manager) =>
      manager.query("UPDATE audience_pack SET expires_at = $2 WHERE id = $1", [keyOfNode(id), NOW]),
    );
  return { id, version: state === "FROZEN" || state === "ARCHIVED" ? 2 : 1 };
}

it("is the table of the code", () => {
  for (const [change, after] of Object.entries(AFTER))
    expect(statesThatAllow[change as PackChange]).toEqual(packStates.filter((state) => after[state] !== null));
});

it.each(PAIRS)("a pack that is %s, on %s, is %s", async (state, change, after) => {
  const { id, version } = await packIn(state, `${state} ${change}`);
  const variables = { id, version, ...(change === "handOver" && { owner }) };
  const cloneName = `${state} cloned`;
  const answer = await client.change(
    MUTATION[change],
    change === "clone" ? { id, name: cloneName } : change === "rename" ? { id, version } : variables,
  );
  if (after === null) {
    expect(answer.userErrors).toMatchObject([{ code: "WRONG_STATE", field: ["id"] }]);
    expect(await client.read(id)).toMatchObject({ state, version });
    return;
  }
  expect(answer.userErrors).toEqual([]);
  if (change === "build") await test.waitForRun(fixture.organisation.keys.AD_OPS, answer.run.id);
  if (change === "clone") expect(answer.audiencePack).toMatchObject({ name: cloneName, state: "DRAFT", version: 1 });
  const isVersioned = change !== "build" && change !== "clone";
  expect(await client.read(id)).toMatchObject({ state: after, version: isVersioned ? version + 1 : version });
  if (change === "rename") await client.change("Archive", { id, version: version + 1 }); // its name is free for the next pair
});
