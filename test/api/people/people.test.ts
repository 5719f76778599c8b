import { parseNodeId } from "../../../src/graphql/node";
import { addSource, numberOf } from "../../support/catalogue";
import type { TestOrganisation } from "../../support/test-app";
import { PeopleClient } from "./people-client";
import {
  assertPeople,
  contextOf,
  createPeopleCloud,
  documentOf,
  identity,
  ingest,
  keyOf,
  NOW,
  type PeopleCloud,
  personOfKeys,
  select,
  settle,
} from "./people-setup";

let cloud: PeopleCloud;
beforeAll(async () => {
  cloud = await createPeopleCloud();
  await ingest(cloud, "shop", [
    { event: "e1", people: ["a", "a2"] },
    { event: "e2", people: ["b"] },
    { event: "e3", people: ["b"] },
  ]);
});
afterAll(() => cloud.test.close());

const merge = (secret: string, input: object, key?: string) =>
  cloud.test.query(secret, documentOf("merge-people"), { input, key });
const inputOf = (source: keyof PeopleCloud["sources"], names: readonly string[], reason = "asked at the desk") => ({
  sourceId: cloud.sources[source],
  identities: names.map(identity),
  reason,
});

it("merges two people on an operator's word: the one with fewer touchpoints becomes part of the other", async () => {
  const { OPERATOR } = cloud.operator.keys;
  const before = await personOfKeys(cloud);
  const answer = await merge(OPERATOR, inputOf("shop", ["a2", "b"]), "desk-1");
  expect(answer.data.mergePeople.userErrors).toEqual([]);
  const { id } = answer.data.mergePeople.run;
  expect(await cloud.test.waitForRun(OPERATOR, id)).toEqual({ status: "SUCCEEDED", failure: null });
  const after = await personOfKeys(cloud);
  expect(["a", "a2", "b"].map((name) => after.get(keyOf(name)))).toEqual(Array(3).fill(before.get(keyOf("b"))));
  expect((await merge(OPERATOR, inputOf("shop", ["a2", "b"]), "desk-1")).data.mergePeople.run.id).toBe(id);

  const run = (await cloud.test.query(OPERATOR, documentOf("settlement"), { id })).data.node;
  expect(run).toMatchObject({ id, status: "SUCCEEDED", progress: 1, failure: null });
  // Another settle may have come first: then this one found nothing left to do.
  expect(["0", "1"]).toContain(run.mergedPeople);
  expect(run.splitPeople).toBe("0");
  const [audit] = await cloud.test.app.database.withSystem((manager) =>
    manager.query("SELECT action, subject, detail FROM audit_log WHERE action = 'mergePeople'"),
  );
  expect(audit).toMatchObject({ detail: { reason: "asked at the desk" } });
  expect(JSON.stringify(audit)).not.toContain(identity("b").value);
});

it("takes apart what was one person, and says in counts how the graph stands", async () => {
  await assertPeople(cloud, "unmerge-people", "media", ["a2", "b"]);
  const known = await personOfKeys(cloud);
  expect(known.get(keyOf("a2"))).toBe(known.get(keyOf("a")));
  expect(known.get(keyOf("a2"))).not.toBe(known.get(keyOf("b")));
  const { data } = await cloud.test.query(cloud.operator.keys.OPERATOR, documentOf("identity-graph"));
  expect(data.viewer.identityGraph).toMatchObject({
    people: "2",
    identities: "3",
    links: "2",
    heldLinks: [
      { reason: "PERSON_TOO_LARGE", links: "0" },
      { reason: "SHARED_IDENTITY", links: "0" },
      { reason: "KEPT_APART", links: "1" },
    ],
    unsettled: "0",
    asOf: NOW.toISOString(),
    suppressedBelow: 1,
  });
});

it("tells an organisation of the cloud and of its own, and withholds small counts", async () => {
  await ingest(cloud, "beta", [{ event: "p", people: ["beta-card", "a"] }]);
  const graphOf = async (secret: string) =>
    (await cloud.test.query(secret, documentOf("identity-graph"))).data.viewer.identityGraph;
  expect(await graphOf(cloud.beta.keys.ADMIN)).toMatchObject({ people: "3", identities: "4", links: "3" });
  expect(await graphOf(cloud.acme.keys.ADMIN)).toMatchObject({ people: "2", identities: "3", links: "2" });
  const careful = await cloud.test.addOrganisation("careful", { smallGroupThreshold: 50 });
  expect(await graphOf(careful.keys.ADMIN)).toMatchObject({
    people: null,
    identities: null,
    links: null,
    unsettled: "0",
    suppressedBelow: 50,
  });
});

it("counts an identity for whoever saw it, whether or not another organisation did before, and nobody else's", async () => {
  const client = new PeopleClient(cloud.test);
  const graphOf = async (organisation: TestOrganisation) =>
    (await cloud.test.query(organisation.keys.ADMIN, documentOf("identity-graph"))).data.viewer.identityGraph;
  const identitiesOf = async (organisation: TestOrganisation) => Number((await graphOf(organisation)).identities);
  const [acme, beta] = [await identitiesOf(cloud.acme), await identitiesOf(cloud.beta)];
  const said = { consent: "GRANTED", consentedAt: "2025-11-01T00:00:00Z" };
  const { ADMIN } = cloud.beta.keys;
  await client.define(ADMIN, { code: "tier", name: "Tier", type: "INTEGER" });
  const value = { attribute: "tier", value: "1", asOf: said.consentedAt };

  for (const name of ["known-1", "known-2", "known-3"]) await ingest(cloud, "acme", [{ event: name, people: [name] }]);
  expect([await identitiesOf(cloud.acme), await identitiesOf(cloud.beta)]).toEqual([acme + 3, beta]);
  await ingest(cloud, "beta", [{ event: "probe-1", people: ["known-1"] }]);
  await client.upload(ADMIN, cloud.sources.beta, [{ ...said, identities: [identity("known-2")] }]);
  await client.record(ADMIN, cloud.sources.beta, [{ ...value, identity: identity("known-3") }]);
  expect(await identitiesOf(cloud.beta)).toBe(beta + 3);
  await ingest(cloud, "beta", [{ event: "probe-4", people: ["new-1"] }]);
  await client.upload(ADMIN, cloud.sources.beta, [{ ...said, identities: [identity("new-2")] }]);
  await client.record(ADMIN, cloud.sources.beta, [{ ...value, identity: identity("new-3") }]);
  expect([await identitiesOf(cloud.acme), await identitiesOf(cloud.beta)]).toEqual([acme + 3, beta + 6]);
});

it("withholds small counts of a run from its organisation", async () => {
  const { ADMIN } = (await cloud.test.addOrganisation("shy", { smallGroupThreshold: 50 })).keys;
  const sourceId = await addSource(cloud.test, ADMIN, "shy-crm", "ORGANISATION");
  const { data } = await merge(ADMIN, { ...inputOf("acme", ["shy-1", "shy-2"]), sourceId });
  const { id } = data.mergePeople.run;
  await cloud.test.waitForRun(ADMIN, id);
  await cloud.test.app.database.withSystem((manager) =>
    manager.query(`UPDATE job_run SET result = '{"mergedPeople": 49, "splitPeople": 50}' WHERE id = $1`, [
      parseNodeId(id)!.key,
    ]),
  );
  const run = (await cloud.test.query(ADMIN, documentOf("settlement"), { id })).data.node;
  expect([run.mergedPeople, run.splitPeople]).toEqual([null, "50"]);
});

it("answers as ever when an identity was never seen: it is known by the merge", async () => {
  const answer = await merge(cloud.acme.keys.ADMIN, inputOf("acme", ["never-1", "never-2"]));
  expect(answer.data.mergePeople).toMatchObject({
    run: { status: expect.stringMatching(/QUEUED|RUNNING|SUCCEEDED/) },
    userErrors: [],
  });
});

it("refuses what cannot be said, all of it at once, and never repeats a value", async () => {
  const phone = "13800138000";
  const input = {
    sourceId: cloud.sources.shop,
    identities: [{ namespace: "PHONE", value: phone }, { namespace: "FAX", value: "1" }, identity("a")],
    reason: " ",
  };
  const answer = await merge(cloud.acme.keys.ADMIN, input);
  expect(answer.data.mergePeople.run).toBeNull();
  expect(
    answer.data.mergePeople.userErrors.map(({ code, field }: { code: string; field: string[] }) => [
      code,
      field.join("."),
    ]),
  ).toEqual([
    ["NOT_FOUND", "input.sourceId"],
    ["INVALID_INPUT", "input.reason"],
    ["INVALID_INPUT", "input.identities.0.value"],
    ["INVALID_INPUT", "input.identities.1.namespace"],
    ["INVALID_INPUT", "input.identities"],
  ]);
  expect(JSON.stringify(answer)).not.toContain(phone);
  const twice = await merge(cloud.acme.keys.ADMIN, inputOf("acme", ["a", "a"]));
  expect(twice.data.mergePeople.userErrors).toEqual([
    {
      code: "INVALID_INPUT",
      field: ["input", "identities"],
      message: "identities must be two different ones, but got one twice.",
    },
  ]);
});

it("takes an operator for the cloud's people, and MANAGE_PEOPLE for any", async () => {
  const answer = await merge(cloud.operator.keys.ADMIN, inputOf("shop", ["a", "b"]));
  expect(answer.data.mergePeople.userErrors).toEqual([
    {
      code: "INVALID_INPUT",
      field: ["input", "sourceId"],
      message:
        "A CLOUD source speaks for everybody, which takes an operator of the cloud; name an ORGANISATION source.",
    },
  ]);
  for (const role of ["PARTNER", "AD_OPS", "BI", "INTEGRATION"] as const) {
    const refused = await merge(cloud.acme.keys[role], inputOf("acme", ["a", "b"]));
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
  }
});

it("writes a private link once, however often it is seen and by whichever process", async () => {
  const links = () => select<[string]>(cloud.test, "SELECT toString(count()) FROM identity_link WHERE source_id > 2");
  const before = Number((await links())[0]![0]);
  await ingest(cloud, "acme", [
    { event: "w1", people: ["a", "card-1"] },
    { event: "w2", people: ["a", "card-1"] },
  ]);
  await ingest(cloud, "acme", [{ event: "w3", people: ["a", "card-1"] }]);
  const other = await cloud.test.openInstance();
  await ingest({ ...cloud, test: { ...cloud.test, query: other.query } }, "acme", [
    { event: "w4", people: ["a", "card-1"] },
  ]);
  await other.close();
  expect(Number((await links())[0]![0])).toBe(before + 1);
});

it("takes apart whom only a run that was rolled back had joined, and keeps whom another source joined as well", async () => {
  await ingest(cloud, "shop", [
    { event: "r1", people: ["r1"] },
    { event: "r2", people: ["r2"] },
    { event: "r3", people: ["r3", "r4"] },
  ]);
  await ingest(cloud, "media", [
    { event: "r5", people: ["r1", "r2"] },
    { event: "r6", people: ["r3", "r4"] },
  ]);
  await settle(cloud);
  const isOne = async (a: string, b: string) => {
    const known = await personOfKeys(cloud);
    return known.get(keyOf(a)) === known.get(keyOf(b));
  };
  expect([await isOne("r1", "r2"), await isOne("r3", "r4")]).toEqual([true, true]);

  const { app } = cloud.test;
  const [run] = await app.database.withSystem((manager) =>
    manager.query("UPDATE integration_run SET status = 'SUCCEEDED' WHERE source_id = $1 RETURNING id", [
      numberOf(cloud.sources.media),
    ]),
  );
  await app.rollBack.runHere(contextOf(cloud.operator), run[0].id);
  await settle(cloud);
  expect([await isOne("r1", "r2"), await isOne("r3", "r4")]).toEqual([false, true]);
});
