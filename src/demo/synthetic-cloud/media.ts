import type { SeededRandom } from "../../engines/numeric/seeded-random";
import type { Agenda } from "./agenda";
import type { BrandMarket } from "./brand-market";
import type { CalendarDay } from "./calendar";
import { effectOn, type Placement } from "./campaigns";
import { PLATFORMS } from "./catalogue";
import { delayDays, drawActiveIndex, drawFrom, drawSecond, weightedTable } from "./draws";
import type { PlacementBook } from "./placement-book";
import type { Shopping } from "./shopping";
import type { TouchpointLog } from "./touchpoint-log";

/**
 * Probability that the n-th contact wakes interest in a brand of strength 1; index 0 is the first. Rises to the seventh to ninth
 * (V50), then people have seen enough.
 */
const INTEREST_BY_TOUCHES = [0.06, 0.075, 0.09, 0.105, 0.12, 0.13, 0.14, 0.14, 0.14, 0.11, 0.085, 0.065, 0.05];
/** Of interest by media, the part that follows a click at once; the rest comes to the shop on a later day. */
const CLICKS_THROUGH = 0.5;
const IDLE_CLICK = 0.015;
/** Of a campaign's contacts, the part that is bought; the rest is the brand's ordinary presence. */
const BOUGHT = 0.85;
/** Contacts of a seeding placement that are content rather than impressions. */
const SEEDED_CONTENT = 0.5;
/** Advertisements in the store, per contact by media. */
const STORE_ADS = 0.15;
const STORE_ADS_TO_SEEKERS = 0.5;
const MOST_TOUCHES = 255;

const CONTENT_SHARES = new Map(PLATFORMS.map(({ code, contentShare }) => [code, contentShare]));
const PLATFORM_TABLE = weightedTable(PLATFORMS.map(({ code, share }) => [code, share] as const));

interface MediaServices {
  readonly log: TouchpointLog;
  readonly agenda: Agenda;
  readonly shopping: Shopping;
  readonly book: PlacementBook;
  readonly random: SeededRandom;
}

/** Contacts by media: off-site impressions and content, and the campaigns' advertisements in the store. */
export class Media {
  constructor(private readonly services: MediaServices) {}

  /** `contacts` is what a brand of strength 1 without a campaign gets on this day. */
  reach(market: BrandMarket, day: CalendarDay, contacts: number): void {
    const { book } = this.services;
    const { campaign, chances, strength } = market;
    const effect = effectOn(day.date, campaign);
    const audience = effect ? market.campaignMedia : market.media;
    const expected = contacts * strength.media * (campaign && effect ? campaign.audience * effect.intensity : 1);
    const offSite = book.running(campaign, day, "OFF_SITE");
    for (let left = chances.contacts.count(expected); left > 0; left -= 1) {
      this.contact(market, day, audience[drawActiveIndex(audience.length, this.services.random)]!, offSite);
    }
    const inStore = book.running(campaign, day, "ON_SITE");
    if (inStore.length === 0) return;
    for (let left = chances.storeAds.count(expected * STORE_ADS); left > 0; left -= 1) {
      this.advertiseInStore(market, day, audience, inStore);
    }
  }

  private contact(market: BrandMarket, day: CalendarDay, person: number, running: readonly Placement[]): void {
    const { log, agenda, shopping, book, random } = this.services;
    const placement = running.length > 0 && random.uniform() < BOUGHT ? drawFrom(running, random) : undefined;
    const platform = placement?.platform ?? drawFrom(PLATFORM_TABLE, random);
    const contentShare = placement?.objective === "CONTENT_SEED" ? SEEDED_CONTENT : CONTENT_SHARES.get(platform)!;
    const channels = market.mediaChannels.get(platform)!;
    const second = drawSecond(random);
    const details = placement ? book.detailsOf(placement) : "";
    log.record(second, person, random.uniform() < contentShare ? channels.CONTENT_VIEW : channels.IMPRESSION, details);
    if (placement) book.countContact(placement, day);

    const earlier = market.touches[person]!;
    market.touches[person] = Math.min(earlier + 1, MOST_TOUCHES);
    const interest = INTEREST_BY_TOUCHES[Math.min(earlier, INTEREST_BY_TOUCHES.length - 1)]!;
    const wakesInterest = market.chances.interest.flip(interest * market.strength.interest);
    const clicks = random.uniform() < (wakesInterest ? CLICKS_THROUGH : IDLE_CLICK);
    if (clicks) {
      log.record(second + 5 + 20 * random.uniform(), person, channels.CLICK, details);
      if (placement) book.countClick(placement, day);
    }
    if (!wakesInterest) return;
    if (clicks) shopping.begin({ market, day, second: second + 30, person, origin: "MEDIA" });
    else {
      agenda.defer(day, delayDays(1, 3, market.delays.arrival.next()), (later) =>
        shopping.begin({ market, day: later, second: drawSecond(random), person, origin: "MEDIA" }),
      );
    }
  }

  private advertiseInStore(
    market: BrandMarket,
    day: CalendarDay,
    audience: Int32Array,
    running: readonly Placement[],
  ): void {
    const { log, book, random } = this.services;
    const placement = drawFrom(running, random);
    const people = random.uniform() < STORE_ADS_TO_SEEKERS ? market.seekers : audience;
    const person = people[drawActiveIndex(people.length, random)]!;
    log.record(drawSecond(random), person, market.shop.IMPRESSION, book.detailsOf(placement));
    book.countContact(placement, day);
  }
}
