import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AssetService, PerStage, RuleSet, StageHistory } from "../assets";
import type { BenchmarkService } from "../benchmarks";
import type { BrandService } from "../brands";
import type { BrandWindow, BrandWindows, GrantedWindow } from "../journeys";
import { checkDays, type Days, daysSinceEpoch, listDays } from "../search-trends";
import { type LinkageDay, type LinkageFigures, type LinkageTotals, tellLinkage } from "./linkage";
import type { LinkageStore, PeopleByDay, SalesDay, SalesTotals } from "./linkage.store";
import { findBreak, type LinkageBreak } from "./linkage-break";

export const MAX_LAG_DAYS = 60;
export const MAX_TOUCH_DAYS = 365;

export interface LinkageSettings {
  readonly maxLagDays: number;
  readonly lookbackDays: number;
}

export interface LinkageScore extends LinkageFigures, LinkageBreak, LinkageSettings {
  readonly days: Days;
  readonly window: GrantedWindow;
  readonly ruleSet: RuleSet;
  readonly currencyCode: string;
}

export interface LinkageServiceParts {
  readonly windows: BrandWindows;
  readonly brands: BrandService;
  readonly assets: AssetService;
  readonly stages: StageHistory;
  readonly benchmarks: BenchmarkService;
  readonly store: LinkageStore;
}

/** Whether what is sown is reaped: people gained before the order beside sales, and where the chain breaks (V04). */
export class LinkageService {
  constructor(private readonly parts: LinkageServiceParts) {}

  async ofBrand(
    context: RequestContext,
    { id: brandId, zone }: { readonly id: number; readonly zone: string },
    days: Days,
    settings: LinkageSettings,
  ): Promise<LinkageScore> {
    const { windows, brands, assets, benchmarks } = this.parts;
    const { maxLagDays, lookbackDays } = settings;
    const problems = new ProblemList();
    const check = (name: string, value: number, least: number, most: number): void => {
      if (value < least || value > most)
        problems.add("INVALID_INPUT", [name], `${name} must be ${least} to ${most}, but got ${value}.`);
    };
    check("maxLagDays", maxLagDays, 0, MAX_LAG_DAYS);
    check("lookbackDays", lookbackDays, 1, MAX_TOUCH_DAYS);
    problems.throwIfAny();
    const instants = checkDays(days, { zone, now: context.clock.now(), path: [] });
    const window = await windows.grant(context, brandId, instants);
    const [{ currencyCode }, { ruleSet }, lookup] = await Promise.all([
      brands.requireGranted(context, brandId, ["brandId"]),
      assets.ruleSetInForce(context, brandId),
      benchmarks.lookup(context, { brandId, categoryId: null, asOf: instants.to, flowFrom: instants.from }),
    ]);
    const question = { figure: "LINKAGE", ruleSetId: ruleSet.id, lookbackDays };
    const read = await windows.ask(context, window, question, (asked) =>
      this.read(asked, ruleSet, { currencyCode, lookbackDays }),
    );
    const figures = tellLinkage(daysOf(days, read), totalsOf(read), maxLagDays, window);
    return { days, window, ruleSet, currencyCode, ...settings, ...figures, ...findBreak(lookup) };
  }

  private async read(
    window: BrandWindow,
    ruleSet: RuleSet,
    asked: { readonly currencyCode: string; readonly lookbackDays: number },
  ): Promise<ReadLinkage> {
    const { store, stages } = this.parts;
    const { brandId, zone, from, to, sourceIds, overlayId } = window;
    const question = { brand: { id: brandId, zone, primaryCategoryId: null }, ruleSet, sourceIds, overlayId };
    const [before, firsts, appeals, sales, totals] = await Promise.all([
      stages.stagesAt(question, from),
      store.firstTouches(window),
      store.appeals(window, stages.risesSql(question, { from, to })),
      store.salesDays(window, asked.currencyCode),
      store.salesTotals(window, asked),
    ]);
    return { gained: gainedByDay(before, firsts, appeals), sales, totals };
  }
}

interface ReadLinkage {
  readonly gained: PeopleByDay;
  readonly sales: readonly SalesDay[];
  readonly totals: SalesTotals;
}

/** Who came to A1 and stood nowhere, and who came to A2 and did not stand there or deeper; each once a day. */
function gainedByDay(
  [, aware, ...deeper]: PerStage<RoaringBitmap32>,
  firsts: PeopleByDay,
  appeals: PeopleByDay,
): PeopleByDay {
  const interested = RoaringBitmap32.orMany([...deeper]);
  const known = RoaringBitmap32.or(aware, interested);
  const none = new RoaringBitmap32();
  return new Map(
    [...new Set([...firsts.keys(), ...appeals.keys()])].map((day) => [
      day,
      RoaringBitmap32.or(
        RoaringBitmap32.andNot(firsts.get(day) ?? none, known),
        RoaringBitmap32.andNot(appeals.get(day) ?? none, interested),
      ),
    ]),
  );
}

function daysOf(days: Days, { gained, sales }: ReadLinkage): readonly LinkageDay[] {
  const byDay = new Map(sales.map((row) => [row.day, row]));
  return listDays(days).map((day) => {
    const number = daysSinceEpoch(day);
    const row = byDay.get(number);
    return {
      gained: gained.get(number)?.size ?? 0,
      orders: BigInt(row?.orders ?? 0),
      value: BigInt(row?.value ?? 0),
    };
  });
}

const totalsOf = ({ gained, totals }: ReadLinkage): LinkageTotals => ({
  gained: BigInt(RoaringBitmap32.orMany([...gained.values()]).size),
  buyers: BigInt(totals.buyers),
  orders: BigInt(totals.orders),
  touchedOrders: BigInt(totals.touchedOrders),
  touchedBuyers: BigInt(totals.touchedBuyers),
  untouchedBuyers: BigInt(totals.untouchedBuyers),
  foreign: BigInt(totals.foreign),
});
