import type { SeededRandom } from "../../engines/numeric/seeded-random";
import type { Agenda } from "./agenda";
import type { BrandMarket } from "./brand-market";
import { type CalendarDay, DAY_MS, instantOf, saleWaitedFor } from "./calendar";
import { delayDays, drawFrom, drawSecond, weightedTable } from "./draws";
import type { TouchpointLog } from "./touchpoint-log";

/** Somebody at a brand's till, on a day. */
export interface Purchase {
  readonly market: BrandMarket;
  readonly day: CalendarDay;
  readonly second: number;
  readonly person: number;
  readonly product: number;
}

interface OrderLine {
  /** Ready-made fields: product, order and line. */
  readonly details: string;
  readonly amountMinor: number;
  readonly quantity: number;
}

const SAME_DAY = 0.12;
const WAITS_FOR_SALE = 0.5;
const TWO_LINES = 0.08;
const TWO_PIECES = 0.06;

const FULL_REFUND = 0.04;
const PARTIAL_REFUND = 0.03;
/** Part of a line's amount that a partial refund gives back. */
const PARTIAL_REFUND_SHARE = 0.3;

/** Probabilities after an order that was kept, for a brand of strength 1; complaints and memberships do not depend on it. */
const PRAISE = 0.3;
const SHARE = 0.08;
const REORDER = 0.12;
const COMPLAINT = 0.04;
const MEMBERSHIP = 0.06;
const PRAISING = weightedTable([
  [5, 0.7],
  [4, 0.3],
]);
const COMPLAINING = weightedTable([
  [3, 0.5],
  [2, 0.2],
  [1, 0.3],
]);

interface OrderServices {
  readonly log: TouchpointLog;
  readonly agenda: Agenda;
  readonly random: SeededRandom;
}

/** Orders and what comes after: refunds, reviews, shares, memberships, further orders. */
export class Orders {
  private count = 0;

  constructor(private readonly services: OrderServices) {}

  get placed(): number {
    return this.count;
  }

  /** Somebody made up their mind: orders at once or some days later, often on the day of a sale. */
  decide(purchase: Purchase): void {
    const { random } = this.services;
    if (random.uniform() < SAME_DAY) this.place({ ...purchase, second: purchase.second + 1_200 });
    else
      this.returnToOrder(
        purchase,
        this.waitForSale(purchase.day, delayDays(2, 7, purchase.market.delays.order.next())),
      );
  }

  private waitForSale(today: CalendarDay, days: number): number {
    const wished = this.services.agenda.dayAfter(today, days);
    const sale = wished && saleWaitedFor(wished.date);
    if (!sale || this.services.random.uniform() >= WAITS_FOR_SALE) return days;
    return (instantOf(sale) - today.startsAtMs) / DAY_MS;
  }

  private returnToOrder(purchase: Purchase, days: number): void {
    const { log, agenda, random } = this.services;
    const { market, person, product } = purchase;
    agenda.defer(purchase.day, days, (day) => {
      const second = drawSecond(random);
      log.record(second, person, market.shop.PRODUCT_VIEW, market.products[product]!.details);
      log.record(second + 60, person, market.shop.ADD_TO_CART, market.products[product]!.details);
      this.place({ ...purchase, day, second: second + 240 });
    });
  }

  private place(purchase: Purchase): void {
    const { log } = this.services;
    const { market, person, second } = purchase;
    const lines = this.draftLines(purchase);
    for (const { details, amountMinor, quantity } of lines) {
      log.record(
        second,
        person,
        market.shop.ORDER,
        `${details},"amount":"${major(amountMinor)}","quantity":${quantity}`,
      );
    }
    market.buyers[person] = 1;
    if (market.chances.membership.flip(MEMBERSHIP)) log.record(second + 90, person, market.shop.MEMBER_JOIN, "");
    if (market.chances.fullRefund.flip(FULL_REFUND)) this.refund(purchase, lines, 1);
    else this.keep(purchase, lines);
  }

  private draftLines({ market, product }: Purchase): readonly OrderLine[] {
    const { random } = this.services;
    this.count += 1;
    const products = [product];
    if (random.uniform() < TWO_LINES) products.push((product + 1) % market.products.length);
    return products.map((position, index) => {
      const { details, priceMinor } = market.products[position]!;
      const quantity = random.uniform() < TWO_PIECES ? 2 : 1;
      const order = `,"orderId":"o${this.count}","orderLine":"${index + 1}"`;
      return { details: details + order, amountMinor: priceMinor * quantity, quantity };
    });
  }

  private keep(purchase: Purchase, lines: readonly OrderLine[]): void {
    const { chances, delays, strength } = purchase.market;
    if (chances.partialRefund.flip(PARTIAL_REFUND)) this.refund(purchase, lines.slice(0, 1), PARTIAL_REFUND_SHARE);
    if (chances.praise.flip(PRAISE * strength.advocacy)) this.review(purchase, lines[0]!, PRAISING);
    else if (chances.complaint.flip(COMPLAINT)) this.review(purchase, lines[0]!, COMPLAINING);
    if (chances.share.flip(SHARE * strength.advocacy)) this.share(purchase);
    if (chances.reorder.flip(REORDER * strength.advocacy))
      this.returnToOrder(purchase, delayDays(10, 18, delays.reorder.next()));
  }

  private refund({ market, day, person }: Purchase, lines: readonly OrderLine[], share: number): void {
    const { log, agenda, random } = this.services;
    agenda.defer(day, delayDays(2, 3, market.delays.refund.next()), () => {
      const second = drawSecond(random);
      for (const { details, amountMinor } of lines) {
        const amount = major(Math.round(amountMinor * share));
        log.record(second, person, market.shop.REFUND, `${details},"amount":"${amount}"`);
      }
    });
  }

  private review({ market, day, person }: Purchase, line: OrderLine, ratings: readonly number[]): void {
    const { log, agenda, random } = this.services;
    agenda.defer(day, delayDays(7, 10, market.delays.review.next()), () => {
      const rating = drawFrom(ratings, random);
      log.record(drawSecond(random), person, market.shop.REVIEW, `${line.details},"rating":${rating}`);
    });
  }

  private share({ market, day, person, product }: Purchase): void {
    const { log, agenda, random } = this.services;
    agenda.defer(day, delayDays(3, 9, market.delays.share.next()), () => {
      log.record(drawSecond(random), person, market.shop.SHARE, market.products[product]!.details);
    });
  }
}

function major(minor: number): string {
  const cents = minor % 100;
  return `${(minor - cents) / 100}.${cents < 10 ? "0" : ""}${cents}`;
}
