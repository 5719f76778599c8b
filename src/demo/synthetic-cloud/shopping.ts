import type { SeededRandom } from "../../engines/numeric/seeded-random";
import type { Agenda } from "./agenda";
import type { BrandMarket, ShopAction } from "./brand-market";
import type { CalendarDay } from "./calendar";
import { effectOn, type Placement } from "./campaigns";
import { delayDays, drawFrom, drawSecond, weightedTable } from "./draws";
import type { Orders } from "./orders";
import type { PlacementBook } from "./placement-book";
import type { TouchpointLog } from "./touchpoint-log";

/** Somebody takes an interest in a brand: sessions in the shop over some days, ending in an order or not. */
export interface Interest {
  readonly market: BrandMarket;
  readonly day: CalendarDay;
  readonly second: number;
  readonly person: number;
  readonly origin: "MEDIA" | "SEEKER";
}

/** Probability of an order by the number of off-site contacts before: rises to a plateau from the seventh on (V50). */
const PURCHASE_BY_TOUCHES = [0.15, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.44, 0.45];
const PURCHASE_BY_SEEKERS = 0.4;
/** A buyer who takes an interest again. */
const REPURCHASE = 0.12;
/** Of those who will order, the part that puts a rival's product into the cart first. */
const RIVAL_CART = 0.12;
/** Of seekers, the part that comes over an advertisement in the store while one runs. */
const OVER_STORE_AD = 0.5;

const FIRST_SESSIONS = weightedTable<readonly ShopAction[]>([
  [["SEARCH", "PRODUCT_VIEW"], 0.4],
  [["VISIT", "PRODUCT_VIEW"], 0.24],
  [["PRODUCT_VIEW", "ADD_TO_CART"], 0.16],
  [["PRODUCT_VIEW", "FAVOURITE"], 0.08],
  [["SEARCH", "PRODUCT_VIEW", "CONSULT"], 0.05],
  [["VISIT", "PRODUCT_VIEW", "FOLLOW"], 0.04],
  [["LIVE_VIEW", "PRODUCT_VIEW"], 0.03],
]);
const LATER_SESSIONS = weightedTable<readonly ShopAction[]>([
  [["PRODUCT_VIEW"], 0.6],
  [["PRODUCT_VIEW", "ADD_TO_CART"], 0.3],
  [["PRODUCT_VIEW", "CONSULT"], 0.1],
]);
const LATER_SESSION_COUNTS = weightedTable([
  [0, 0.4],
  [1, 0.35],
  [2, 0.25],
]);
const RIVAL_SESSION: readonly ShopAction[] = ["PRODUCT_VIEW", "ADD_TO_CART"];

interface ShoppingServices {
  readonly log: TouchpointLog;
  readonly agenda: Agenda;
  readonly orders: Orders;
  readonly book: PlacementBook;
  readonly random: SeededRandom;
  readonly markets: readonly BrandMarket[];
}

/** What people do in the shop before they order. */
export class Shopping {
  private readonly rivals: ReadonlyMap<BrandMarket, readonly BrandMarket[]>;

  constructor(private readonly services: ShoppingServices) {
    const { markets } = services;
    this.rivals = new Map(
      markets.map((own) => [
        own,
        markets.filter((other) => other !== own && other.brand.category === own.brand.category),
      ]),
    );
  }

  /** `arrivals` is how many people come by themselves on this day to a brand of strength 1. */
  receive(market: BrandMarket, day: CalendarDay, arrivals: number): void {
    const { book, random } = this.services;
    const inStore = book.running(market.campaign, day, "ON_SITE");
    for (let left = market.chances.arrivals.count(arrivals * market.strength.seekers); left > 0; left -= 1) {
      const interest: Interest = {
        market,
        day,
        second: drawSecond(random),
        person: drawFrom(market.seekers, random),
        origin: "SEEKER",
      };
      if (inStore.length > 0 && random.uniform() < OVER_STORE_AD)
        this.passAdvertisement(interest, drawFrom(inStore, random));
      this.begin(interest);
    }
  }

  begin(interest: Interest): void {
    const { agenda, orders, random } = this.services;
    const { market, day } = interest;
    const product = Math.floor(random.uniform() * market.products.length);
    const willOrder = this.endsInOrder(interest);
    if (willOrder && market.chances.rivalCart.flip(RIVAL_CART)) {
      const rival = drawFrom(this.rivals.get(market)!, random);
      this.browse({ ...interest, market: rival, second: interest.second - 600 }, RIVAL_SESSION, product);
    }
    this.browse(interest, drawFrom(FIRST_SESSIONS, random), product);
    for (let left = drawFrom(LATER_SESSION_COUNTS, random); left > 0; left -= 1) {
      agenda.defer(day, delayDays(1, 4, random.uniform()), (later) =>
        this.browse({ ...interest, day: later, second: drawSecond(random) }, drawFrom(LATER_SESSIONS, random), product),
      );
    }
    if (willOrder) orders.decide({ ...interest, product });
  }

  private endsInOrder({ market, day, person, origin }: Interest): boolean {
    const { buyers, campaign, chances, strength, touches } = market;
    if (buyers[person]) return chances.repurchase.flip(REPURCHASE * strength.advocacy);
    const effect = effectOn(day.date, campaign)?.purchase ?? 1;
    const last = PURCHASE_BY_TOUCHES.length - 1;
    const base = origin === "SEEKER" ? PURCHASE_BY_SEEKERS : PURCHASE_BY_TOUCHES[Math.min(touches[person]!, last)]!;
    return chances.purchase.flip(base * strength.purchase * effect);
  }

  private passAdvertisement({ market, day, second, person }: Interest, placement: Placement): void {
    const { book, log } = this.services;
    log.record(second - 20, person, market.shop.CLICK, book.detailsOf(placement));
    book.countContact(placement, day);
    book.countClick(placement, day);
  }

  private browse({ market, second, person }: Interest, actions: readonly ShopAction[], product: number): void {
    const { log, random } = this.services;
    let at = second;
    for (const action of actions) {
      const details = action === "SEARCH" ? drawFrom(market.searches, random) : market.products[product]!.details;
      log.record(at, person, market.shop[action], details);
      at += 15 + 150 * random.uniform();
    }
  }
}
