import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { commandContext } from "../../../src/cli/open-app";
import { RejectFile, readAttributeMapping } from "../../../src/features/touchpoints";
import { createLogger } from "../../../src/platform/logger";
import { addCatalogue, addSource } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { grantBrands, importJdata } from "../jdata/jdata-setup";
import { readRawFiles } from "../jdata/raw-rows";
import { PeopleClient } from "./people-client";

/** Real people are no part of the repository: see `../shared/data/README.md` for the columns. */
const DATA = join(__dirname, "../../../../shared/data");
const USERS = join(DATA, "jdata/JData_User.csv.gz");
const HOUSEHOLDS = join(DATA, "complete-journey/demographics.csv.gz");

const hasData = [USERS, HOUSEHOLDS].every((path) => existsSync(path));
if (!hasData)
  process.stderr.write("The tests of real people are skipped: ../shared/data is absent beside this repository.\n");
const describeWithData = hasData ? describe : describe.skip;

/** Rows of a file, read without any of the product's readers: no field of them holds a comma or a quote. */
const rawRows = (path: string): readonly Readonly<Record<string, string>>[] => {
  const [header, ...lines] = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().replaceAll('"', "").split("\n");
  const columns = header!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((text, index) => [columns[index]!, text])));
};

const countBy = (texts: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
};

describeWithData("real people", () => {
  let test: TestApp;
  let client: PeopleClient;
  let organisation: TestOrganisation;

  beforeEach(async () => {
    test = await createTestApp();
    client = new PeopleClient(test);
    organisation = await test.addOrganisation("shop");
  });
  afterEach(() => test.close());

  const define = (code: string, allowedValues: readonly string[]): Promise<string> =>
    client.define(organisation.keys.ADMIN, { code, name: code, type: "ENUM", allowedValues });

  const ingest = async (name: string, path: string) => {
    const place = join(__dirname, `../../../examples/mappings/attributes-${name}.json`);
    const mapping = readAttributeMapping(readFileSync(place, "utf8"), place);
    const context = commandContext(organisation.id, createLogger("fatal"));
    const rejects = await RejectFile.open(context, { folder: join(tmpdir(), "valuegraph-real-people"), name });
    return test.app.peopleFiles.ingestAttributes(context, { mapping, paths: [path], rejects, onProgress: () => {} });
  };

  const distribution = async (brand: string, attribute: string, asOf: string) => {
    const answer = await client.send(organisation.keys.BI, "attribute-distribution", { brand, attribute, asOf });
    return answer.data.brand.attributeDistribution;
  };

  it("of JData: users, and who a brand's people are among them", async () => {
    const users = rawRows(USERS);
    const bands = ["16-25岁", "26-35岁", "36-45岁", "46-55岁", "56岁以上"];
    await define("age_band", bands);
    await define("gender", ["MALE", "FEMALE"]);
    await define("shop_level", ["1", "2", "3", "4", "5"]);
    await client.define(organisation.keys.ADMIN, { code: "registered_on", name: "Registered on", type: "DATE" });
    expect(users).toHaveLength(29_999);
    const present = (column: string, absent: readonly string[]) =>
      users.filter((user) => !absent.includes(user[column]!)).length;
    // 27,160 of a known age band, 15,214 male or female, everybody with a level, and and everybody a day of registration.
    const values = present("age", ["-1"]) + present("sex", ["2"]) + 29_999 + present("user_reg_tm", ["NULL"]);
    expect(present("age", ["-1"])).toBe(27_160);
    expect(present("sex", ["2"])).toBe(15_214);
    expect(await ingest("jdata", USERS)).toEqual({
      ...{ received: values, accepted: values, duplicates: 0, rejected: 0, rejectedByReason: {}, failure: null },
    });
    expect(await ingest("jdata", USERS)).toMatchObject({ accepted: 0, duplicates: values, rejected: 0 });

    await importJdata(test, organisation, "drop");
    const { rows } = readRawFiles();
    const peopleOf = new Map<string, Set<string>>();
    for (const { brand, user_id } of rows)
      peopleOf.set(brand, (peopleOf.get(brand) ?? new Set()).add(user_id.replace(".0", "")));
    const [code, people] = [...peopleOf].reduce((most, one) => (one[1].size > most[1].size ? one : most));
    const brand = (await grantBrands(test, organisation, [code])).get(code)!;
    const ages = new Map(users.filter(({ age }) => age !== "-1").map(({ user_id, age }) => [user_id!, age!]));
    const own = countBy([...people].flatMap((user) => ages.get(user) ?? []));
    const everybody = countBy([...ages.values()]);
    const known = Object.values(own).reduce((sum, count) => sum + count, 0);
    expect(known).toBeGreaterThan(50);
    expect(await distribution(brand, "age_band", "2016-04-16T00:00:00+08:00")).toMatchObject({
      people: String(people.size),
      values: bands.map((value) => {
        const share = (own[value] ?? 0) / known;
        const tgi = (100 * share) / (everybody[value]! / ages.size);
        return {
          value,
          people: String(own[value] ?? 0),
          share: expect.closeTo(share, 10),
          tgi: expect.closeTo(tgi, 8),
        };
      }),
      unknown: String(people.size - known),
      stale: "0",
    });
  });

  it("of Complete Journey: households", async () => {
    const { brands } = await addCatalogue(test, organisation.keys.OPERATOR, { grocery: ["shop"] }, [
      { organisationId: organisation.id, brands: ["shop"] },
    ]);
    const households = rawRows(HOUSEHOLDS);
    expect(households).toHaveLength(801);
    const valuesOf = (column: string): readonly string[] =>
      households.flatMap((household) => (household[column] === "NA" ? [] : [household[column]!]));
    const columns = {
      age_band: "age",
      income_band: "income",
      home_ownership: "home_ownership",
      marital_status: "marital_status",
    };
    const sizes = { household_size: "household_size", household_type: "household_comp", kids_count: "kids_count" };
    const attributes = Object.entries({ ...columns, ...sizes });
    for (const [code, column] of attributes) await define(code, [...new Set(valuesOf(column))].sort());
    const values = attributes.reduce((sum, [, column]) => sum + valuesOf(column).length, 0);
    // 801 of age, income, household, kids and type each; 568 say how they live, 664 whether they are married.
    expect(values).toBe(5 * 801 + 568 + 664);
    expect(await ingest("complete-journey", HOUSEHOLDS)).toMatchObject({
      received: values,
      accepted: values,
      rejected: 0,
    });

    const source = await addSource(test, organisation.keys.OPERATOR, "tills");
    const touchpoints = households.map(({ household_id }) => ({
      ...{
        eventId: household_id,
        occurredAt: "2017-06-01T12:00:00-04:00",
        action: "VISIT",
        platform: "OTHER",
        site: "ON_SITE",
      },
      ...{ brandCode: "shop", identities: [{ namespace: "CUSTOMER_ID", value: household_id }] },
    }));
    await test.query(
      organisation.keys.OPERATOR,
      "mutation($source: ID!, $touchpoints: [TouchpointInput!]!) { ingestTouchpoints(sourceId: $source, touchpoints: $touchpoints) { accepted } }",
      { source, touchpoints },
    );
    for (const [code, column] of attributes) {
      const expected = countBy(valuesOf(column));
      expect(await distribution(brands["shop"]!, code, "2018-01-01T00:00:00-05:00")).toMatchObject({
        people: "801",
        values: Object.keys(expected)
          .sort()
          .map((value) => ({ value, people: String(expected[value]), tgi: expect.closeTo(100, 10) })),
        unknown: String(801 - valuesOf(column).length),
      });
    }
  });
});
