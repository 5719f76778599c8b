import { toNodeId } from "../../../src/graphql/node";
import { addCatalogue, addSource, numberOf } from "../../support/catalogue";
import { createTestApp, type TestApp, type TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { DAYS, dayNumber, type RandomAlias, randomAliases, randomSearches, START } from "./random-searches";
import {
  dayOf,
  mindshareOf,
  peopleOf,
  type Reference,
  searchesOf,
  spreadOf,
  timeOf,
  topicTouches,
  voiceOf,
} from "./search-reference";
import { documentOf } from "./search-setup";

const DAY = 86_400_000;
const WINDOW = { from: dayNumber(8), to: dayNumber(16) };
const LISTED = Array.from({ length: 8 }, (_, index) => dayNumber(8 + index));

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ now: new Date(START + (DAYS + 6) * DAY) });
});
afterAll(() => test.close());

/** Of all cases so far: every source of them is the cloud's, and what is about no brand may be anybody's. */
const readable: TouchpointRow[] = [];

interface Case {
  readonly organisation: TestOrganisation;
  readonly brand: string;
  readonly reference: Reference;
}

/** A market of its own: the brand Casio and four rivals in one category, and another category. */
async function openCase(seed: number): Promise<Case> {
  const organisation = await test.addOrganisation(`org-${seed}`);
  const operator = organisation.keys.OPERATOR;
  const codes = ["b0", "b1", "b2", "b3", "b4"].map((code) => `${code}-${seed}`);
  const { brands, categories } = await addCatalogue(test, operator, { [`W${seed}`]: codes, [`S${seed}`]: [] }, [
    { organisationId: organisation.id, brands: [codes[0]!] },
  ]);
  const brand = brands[codes[0]!]!;
  await test.app.database.withSystem((manager) =>
    manager.query("UPDATE brand SET name = 'Casio' WHERE id = $1", [numberOf(brand)]),
  );
  const cloud = numberOf(await addSource(test, operator, `cloud-${seed}`));
  const marketIds = codes.map((code) => numberOf(brands[code]!));
  const rows = randomSearches(seed, {
    brands: marketIds,
    categories: [numberOf(categories[`W${seed}`]!), numberOf(categories[`S${seed}`]!)],
    sources: [cloud, cloud, cloud, 9_999],
  }).map((row) => ({ ...row, person: `p${seed * 100 + Number(row.person.slice(1))}` }));
  await insertTouchpoints(test, rows);
  await insertTouchpoints(test, rows); // a row that was written twice is one
  readable.push(...rows.filter(({ sourceId }) => sourceId === cloud));
  const aliases = randomAliases(seed);
  const asInput = ({ words: _, ...alias }: RandomAlias): object => alias;
  const registered = await test.query(operator, documentOf("register-search-aliases"), {
    brand,
    aliases: aliases.map(asInput),
  });
  expect(registered.data.registerSearchAliases.registered).toBe(aliases.length);
  const reference = {
    rows: readable,
    brandId: numberOf(brand),
    marketIds,
    categoryIds: [numberOf(categories[`W${seed}`]!)],
    name: "casio",
    aliases,
  };
  return { organisation, brand, reference };
}

describe.each([11, 12, 13, 14])("of random touchpoints (seed %i)", (seed) => {
  let opened: Case;
  beforeAll(async () => {
    opened = await openCase(seed);
  });
  const ask = async (document: string, variables: object) => {
    const { organisation, brand } = opened;
    const answer = await test.query(organisation.keys.BI, documentOf(document), { brand, ...WINDOW, ...variables });
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data.brand;
  };

  it("searches are of the classes that a word-by-word reading finds", async () => {
    const inWindow = searchesOf(opened.reference).filter(
      ({ row }) => dayOf(row) >= WINDOW.from && dayOf(row) < WINDOW.to,
    );
    const { classes, total, aliasPeopleShare } = (await ask("search-mix", {})).searchMix;
    const count = (rows: typeof inWindow) => ({
      searches: String(rows.length),
      people: String(peopleOf(rows.map(({ row }) => row)).size),
    });
    expect(classes).toEqual(
      ["ALIAS", "PRODUCT", "BRAND_NAME", "GENERIC"].map((searchClass) => ({
        searchClass,
        ...count(inWindow.filter((search) => search.searchClass === searchClass)),
      })),
    );
    expect(total).toEqual(count(inWindow));
    const named = inWindow.filter(({ searchClass }) => searchClass !== "GENERIC");
    expect(aliasPeopleShare.denominator).toBe(count(named).people);
    expect(Number(classes[0].searches)).toBeGreaterThan(0); // else the case says little
  });

  it("daily heat is that of the rows counted one by one", async () => {
    const base = { from: dayNumber(2), to: dayNumber(6) };
    const searches = searchesOf(opened.reference).map(({ row }) => row);
    const { keywords } = (await ask("keyword-heat", { keywords: ["方块", "ga 2100", "ga-2100"], base })).keywordHeat;
    const texts = [["方块"], [], ["GA-2100"]];
    for (const [index, typed] of texts.entries()) {
      const found = searches.filter(({ keyword }) => typed.includes(keyword!));
      const basePerDay = found.filter((row) => dayOf(row) >= base.from && dayOf(row) < base.to).length / 4;
      expect(keywords[index].basePerDay).toBe(basePerDay);
      expect(keywords[index].points).toEqual(
        LISTED.map((day) => {
          const onDay = found.filter((row) => dayOf(row) === day);
          const heat = basePerDay === 0 ? null : expect.closeTo((onDay.length / basePerDay) * 100, 9);
          return { day, searches: String(onDay.length), people: String(peopleOf(onDay).size), heat };
        }),
      );
    }
  });

  it("new and outside people of a product are those of a person-by-person walk", async () => {
    const { points } = (await ask("outside-spread", { of: { productCode: "B" } })).outsideSpread;
    expect(points).toEqual(spreadOf(opened.reference, "B", LISTED));
  });

  it("voice is that of the rows counted one by one", async () => {
    const { after } = (await ask("share-of-voice", {})).shareOfVoice;
    let told = 0;
    for (const point of after.points) {
      const { own, total, rivals } = voiceOf(opened.reference, point.day);
      if (rivals > 0 && rivals < 3) expect(point).toMatchObject({ share: null, reason: "TOO_FEW_RIVALS" });
      if (point.share === null) continue;
      told++;
      expect(point.share).toMatchObject({ numerator: String(own), denominator: String(total) });
    }
    expect(told).toBeGreaterThan(0);
    const days = LISTED.map((day) => voiceOf(opened.reference, day));
    expect(after.share).toMatchObject({
      numerator: String(days.reduce((sum, { own }) => sum + own, 0)),
      denominator: String(days.reduce((sum, { total }) => sum + total, 0)),
    });
  });

  it("links of mindshare are those of a person-by-person walk", async () => {
    // People of the first days are old by the 15 days of A1, so the window is where some are new.
    const asked = { tags: ["solid", "run"], from: dayNumber(0), to: dayNumber(6), withinDays: 3 };
    const { tagged, untagged } = (await ask("mindshare-link-rate", asked)).mindshareLinkRate;
    const window = { ...asked, from: START, to: START + 6 * DAY };
    expect(tagged).toMatchObject(mindshareOf(opened.reference, window, true));
    expect(untagged).toMatchObject(mindshareOf(opened.reference, window, false));
  });

  it("relevance of topics is of the people who touched them", async () => {
    const { organisation, reference } = opened;
    const topics = [
      { code: "sun", tags: ["sun"], keywords: ["手表"], words: ["手 表"] },
      { code: "block", tags: [], keywords: ["方 块", "GARDEN"], words: ["方 块", "garden"] },
    ];
    const startsAt = new Date(START + DAYS * DAY).toISOString();
    const sent = topics.map(({ words: _, ...topic }) => ({
      ...topic,
      source: "S",
      title: topic.code,
      heat: 10,
      startsAt,
      halfLifeHours: 99,
    }));
    await test.query(organisation.keys.AD_OPS, documentOf("import-trend-topics"), { topics: sent });
    const report = (await ask("hot-topic-windows", {})).hotTopicWindows;
    const brandPeople = peopleOf(
      reference.rows.filter(
        (row) => row.brandId === reference.brandId && row.exposure === "SERVED" && timeOf(row) >= START,
      ),
    );
    for (const topic of topics) {
      const { brandShare } = report.topics.find(
        (found: { topic: { code: string } }) => found.topic.code === topic.code,
      );
      const touched = topicTouches(
        reference.rows.filter((row) => timeOf(row) >= START),
        topic,
      );
      expect(brandShare).toMatchObject({
        numerator: String([...touched].filter((person) => brandPeople.has(person)).length),
        denominator: String(brandPeople.size),
      });
    }
  });

  it("asks nothing of a brand that is not granted", async () => {
    const rival = toNodeId("Brand", opened.reference.brandId + 1);
    const answer = await test.query(opened.organisation.keys.BI, documentOf("search-mix"), { brand: rival, ...WINDOW });
    expect(answer.data).toEqual({ brand: null });
  });
});
