import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CloudOnDisk, makeCloud, WINDOW } from "./make-cloud";
import { type PersonRegister, registerPeople } from "./person-register";
import { readJson, readTouchpoints, type Touchpoint } from "./read-cloud";
import { fenOf } from "./stage-reference";

const TIMEOUT_MS = 60_000;
const SIZE = { seed: 42, people: 6_000, touchpoints: 90_000 } as const;

interface Placement {
  readonly externalId: string;
  readonly platform: string;
  readonly site: string;
  readonly flight: { readonly from: string; readonly to: string };
}

interface CloudFile {
  readonly synthetic: boolean;
  readonly seed: number;
  readonly files: readonly string[];
  readonly platforms: readonly { readonly code: string; readonly site: string }[];
  readonly brands: readonly { readonly code: string; readonly category: string }[];
  readonly products: readonly { readonly code: string; readonly brand: string; readonly price: string }[];
  readonly campaigns: readonly {
    readonly code: string;
    readonly brand: string;
    readonly placements: readonly Placement[];
  }[];
}

interface DeliveryRow {
  readonly placement: string;
  readonly platform: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly impressions: number;
  readonly clicks: number;
  readonly cost: string;
}

describe("a synthetic cloud", () => {
  let cloud: CloudOnDisk;
  let touchpoints: readonly Touchpoint[];
  let register: PersonRegister;
  let description: CloudFile;

  beforeAll(async () => {
    cloud = await makeCloud(SIZE);
    touchpoints = readTouchpoints(cloud.folder, cloud.summary.files);
    register = registerPeople(touchpoints);
    description = readJson<CloudFile>(cloud.folder, "cloud.json");
  }, TIMEOUT_MS);

  afterAll(() => cloud.remove());

  const where = (action: string): readonly Touchpoint[] =>
    touchpoints.filter((touchpoint) => touchpoint.action === action);

  it("says that it is synthetic, of which seed, and which files to read", () => {
    expect(description).toMatchObject({ synthetic: true, seed: 42, files: cloud.summary.files });
  });

  it("has the touchpoints asked for, give or take 2 per cent, with unique ids", () => {
    expect(touchpoints).toHaveLength(cloud.summary.touchpoints);
    expect(Math.abs(touchpoints.length / SIZE.touchpoints - 1)).toBeLessThan(0.02);
    expect(new Set(touchpoints.map(({ id }) => id)).size).toBe(touchpoints.length);
  });

  it("keeps its rows within the window, one file a month, in order but for ten minutes", () => {
    const from = Date.parse(`${WINDOW.from}T00:00:00+08:00`);
    const to = Date.parse(`${WINDOW.to}T00:00:00+08:00`);
    let latest = from;
    const misplaced = touchpoints.filter(({ at }) => {
      const isInOrder = at > latest - 600_000;
      latest = Math.max(latest, at);
      return !isInOrder || at < from || at >= to;
    });
    expect(misplaced).toEqual([]);
    expect(cloud.summary.files).toEqual([1, 2, 3, 4].map((month) => `touchpoints-0${month}.ndjson`));
  });

  it("has exactly the people asked for, and no row joins two people who were known apart", () => {
    expect(register.people).toBe(SIZE.people);
    expect(register.merges).toBe(0);
  });

  it("gives off-site rows a device, on-site rows an account, and most on-site rows both", () => {
    const malformed = touchpoints.filter(({ site, device = "", pin = "" }) =>
      site === "OFF_SITE" ? !/^d[0-9a-f]{16}$/.test(device) : !/^[0-9a-f]{64}$/.test(pin),
    );
    expect(malformed).toEqual([]);
    const onSite = touchpoints.filter(({ site }) => site === "ON_SITE");
    expect(onSite.filter(({ device }) => device !== undefined).length / onSite.length).toBeGreaterThan(0.8);
  });

  it("names brands, categories, products, platforms and sites of its catalogue only", () => {
    const brands = new Map(description.brands.map(({ code, category }) => [code, category]));
    const products = new Map(description.products.map(({ code, brand }) => [code, brand]));
    const sites = new Map(description.platforms.map(({ code, site }) => [code, site]));
    const foreign = touchpoints.filter(
      ({ brand, category, product, platform, site }) =>
        sites.get(platform) !== site ||
        category !== (brand && brands.get(brand)) ||
        (product !== undefined && products.get(product) !== brand),
    );
    expect(foreign).toEqual([]);
  });

  it("owes campaign rows to a placement of the brand's campaign that runs, on its platform", () => {
    const placements = new Map(
      description.campaigns.flatMap((campaign) =>
        campaign.placements.map((placement) => [placement.externalId, { campaign, placement }] as const),
      ),
    );
    const owed = touchpoints.filter(({ campaign }) => campaign !== undefined);
    expect(new Set(owed.map(({ placement }) => placement))).toEqual(new Set(placements.keys()));
    for (const touchpoint of owed) {
      const { campaign, placement } = placements.get(touchpoint.placement!)!;
      expect(touchpoint).toMatchObject({
        campaign: campaign.code,
        brand: campaign.brand,
        platform: placement.platform,
      });
      expect(touchpoint.at).toBeGreaterThanOrEqual(Date.parse(placement.flight.from));
      expect(touchpoint.at).toBeLessThan(Date.parse(placement.flight.to));
    }
  });

  it("prices every order line, and refunds, in full or in part, only lines ordered before", () => {
    const prices = new Map(description.products.map(({ code, price }) => [code, fenOf(price)]));
    const ordered = new Map<string, Touchpoint>();
    for (const line of where("ORDER")) {
      expect(fenOf(line.amount!)).toBe(prices.get(line.product!)! * line.quantity!);
      ordered.set(`${line.orderId} ${line.orderLine}`, line);
    }
    expect(ordered.size).toBe(where("ORDER").length);
    const shares = where("REFUND").map((refund) => {
      const line = ordered.get(`${refund.orderId} ${refund.orderLine}`)!;
      expect(refund).toMatchObject({ brand: line.brand, product: line.product, pin: line.pin });
      expect(refund.at).toBeGreaterThan(line.at);
      return fenOf(refund.amount!) / fenOf(line.amount!);
    });
    expect(new Set(shares.map((share) => share.toFixed(2)))).toEqual(new Set(["0.30", "1.00"]));
  });

  it("has reviews from 1 to 5 stars that name an order of the same person before", () => {
    const orders = new Map(where("ORDER").map((line) => [line.orderId, line]));
    for (const { orderId, pin, at } of where("REVIEW")) {
      expect(orders.get(orderId)).toMatchObject({ pin });
      expect(at).toBeGreaterThan(orders.get(orderId)!.at);
    }
    expect([...new Set(where("REVIEW").map(({ rating }) => rating))].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it("has a delivery report for every placement and day of its flight, above what was observed", () => {
    const lines = readFileSync(join(cloud.folder, "delivery.ndjson"), "utf8").trim().split("\n");
    const reports = lines.map((line) => JSON.parse(line) as DeliveryRow);
    expect(reports).toHaveLength(cloud.summary.deliveryRows);
    for (const { externalId, platform, flight } of description.campaigns.flatMap(({ placements }) => placements)) {
      const own = reports.filter(({ placement }) => placement === externalId);
      const days = own.map(({ periodStart, periodEnd }) => [Date.parse(periodStart), Date.parse(periodEnd)]);
      const starts = days.map(([start]) => start!);
      expect(days.every(([start, end]) => end! - start! === 86_400_000)).toBe(true);
      expect(starts[0]).toBe(Date.parse(flight.from));
      expect(new Set(starts).size * 86_400_000).toBe(Date.parse(flight.to) - Date.parse(flight.from));
      expect(own.every((report) => report.platform === platform && /^\d+\.\d\d$/.test(report.cost))).toBe(true);
      const observed = touchpoints.filter(({ placement }) => placement === externalId);
      expect(own.reduce((sum, { impressions }) => sum + impressions, 0)).toBeGreaterThan(observed.length);
      expect(own.reduce((sum, { cost }) => sum + fenOf(cost), 0)).toBeGreaterThan(0);
    }
  });
});
