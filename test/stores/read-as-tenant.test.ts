import { Client } from "pg";
import { createTestApp, type TestApp, type TestOrganisation } from "../support/test-app";

let test: TestApp;
let organisations: readonly TestOrganisation[];

beforeAll(async () => {
  test = await createTestApp();
  organisations = [await test.addOrganisation("one"), await test.addOrganisation("two")];
});
afterAll(() => test.close());

const read = (organisationId: string, statement: string): Promise<object[]> =>
  test.app.database.readAsTenant({ organisationId }, statement);

describe("Database.readAsTenant", () => {
  it("sees the rows of its organisation only, whoever else reads at the time", async () => {
    const asked = Array.from({ length: 100 }, (_, n) => organisations[n % 2]!.id);
    const answers = await Promise.all(asked.map((id) => read(id, "SELECT id, current_user AS role FROM organisation")));
    expect(answers).toEqual(asked.map((id) => [{ id, role: "valuegraph_app" }]));
  });

  it("leaves nothing of the caller on the connection, also when the statement fails", async () => {
    const { dataSource } = test.app.database;
    const [before] = await dataSource.query("SELECT current_user AS role");
    await expect(read(organisations[0]!.id, "SELECT 1 / 0")).rejects.toThrow("division by zero");
    await read(organisations[0]!.id, "SELECT 1");
    const after = await Promise.all(
      Array.from({ length: 10 }, () =>
        dataSource.query("SELECT current_user AS role, current_setting('app.organisation', true) AS organisation"),
      ),
    );
    for (const [row] of after) expect([row.role, row.organisation || null]).toEqual([before.role, null]);
  });

  it("answers the others when one of the statements that go together fails", async () => {
    const failing = read(organisations[0]!.id, "SELECT 1 / 0");
    const others = organisations.map(({ id }) => read(id, "SELECT id FROM organisation"));
    await expect(failing).rejects.toThrow("division by zero");
    expect(await Promise.all(others)).toEqual(organisations.map(({ id }) => [{ id }]));
  });

  it("takes values as values", async () => {
    const hostile = "'; DELETE FROM organisation; -- $1";
    const at = new Date("2025-10-20T00:00:00Z");
    const rows = await test.app.database.readAsSystem(
      "SELECT $1 AS text, $2::int AS number, $3::timestamptz AS at, $4::text AS none",
      [...[hostile, -3, at, null]],
    );
    expect(rows).toEqual([{ text: hostile, number: -3, at, none: null }]);
    const lists = await test.app.database.readAsSystem("SELECT $1::text[] AS texts, $2::uuid[] AS ids", [
      [hostile, "two"],
      [],
    ]);
    expect(lists).toEqual([{ texts: [hostile, "two"], ids: [] }]);
  });

  it("takes an organisation as text and never as a statement", async () => {
    const hostile = "'; DELETE FROM organisation; --";
    await expect(read(hostile, "SELECT id FROM organisation")).rejects.toThrow("invalid input syntax for type uuid");
    expect(await read(organisations[1]!.id, "SELECT id FROM organisation")).toEqual([{ id: organisations[1]!.id }]);
  });

  it("takes another connection when the server closed the idle ones", async () => {
    await Promise.all(Array.from({ length: 10 }, () => read(organisations[0]!.id, "SELECT pg_sleep(0.05)")));
    const owner = new Client({ connectionString: test.databaseOwnerUrl });
    await owner.connect();
    await owner.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '/* database.read */%'",
    );
    await owner.end();
    expect(await read(organisations[0]!.id, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});
