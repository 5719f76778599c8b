import type { Journey } from "../../engines/attribution/journey";
import { type Channel, channelKey } from "./channel";
import type { JourneyGroup } from "./journey.store";

export interface Conversions {
  readonly conversions: bigint;
  /** Minor units. */
  readonly value: bigint;
}

/** Who converted with a channel among their touches. */
export interface ChannelReach {
  readonly channel: Channel;
  readonly conversions: bigint;
  /** Everybody, or at least as many as one path lists. */
  readonly people: ReadonlySet<number>;
}

export interface ConvertedJourneys {
  /** Touches are channel keys. */
  readonly journeys: readonly Journey[];
  readonly reaches: readonly ChannelReach[];
  readonly attributed: Conversions;
  readonly unattributed: Conversions;
  readonly capped: bigint;
  readonly foreign: bigint;
}

const NONE: Conversions = { conversions: 0n, value: 0n };

const plus = (sum: Conversions, { conversions, value }: Conversions): Conversions => ({
  conversions: sum.conversions + conversions,
  value: sum.value + value,
});

/**
 * Gathers what the statement answers. `canonical` gives a touch's channel: all ids of a placement are one. Channels of
 * `placements` appear also without a touch, so that money without effect has a line.
 */
export async function collectJourneys(
  groups: AsyncIterable<JourneyGroup>,
  canonical: (touch: Channel) => Channel,
  placements: readonly Channel[],
): Promise<ConvertedJourneys> {
  const journeys: Journey[] = [];
  const reaches = new ReachTable(canonical);
  for (const placement of placements) reaches.of(placement);
  let attributed = NONE;
  let unattributed = NONE;
  let capped = 0n;
  let foreign = 0n;
  for await (const group of groups) {
    capped += group.capped;
    foreign += group.foreign;
    if (group.path.length === 0) {
      unattributed = plus(unattributed, group);
      continue;
    }
    attributed = plus(attributed, group);
    const path = group.path.map((touch) => reaches.of(touch));
    for (const reach of new Set(path)) {
      reach.conversions += group.conversions;
      for (const person of group.people) reach.people.add(person);
    }
    const { conversions, value } = group;
    journeys.push({ touches: path.map(({ key }) => key), conversions, value, nulls: 0n });
  }
  return { journeys, reaches: reaches.all(), attributed, unattributed, capped, foreign };
}

interface GrowingReach {
  readonly key: string;
  readonly channel: Channel;
  conversions: bigint;
  readonly people: Set<number>;
}

/** Reaches by the names that touches bear; one object a channel, so that a million paths share its key. */
class ReachTable {
  private readonly byTouch = new Map<string, Map<string, GrowingReach>>();
  private readonly byChannel = new Map<string, GrowingReach>();

  constructor(private readonly canonical: (touch: Channel) => Channel) {}

  of(touch: Channel): GrowingReach {
    const known = this.byTouch.get(touch.platform)?.get(touch.placement);
    if (known) return known;
    const channel = this.canonical(touch);
    const key = channelKey(channel);
    const reach = this.byChannel.get(key) ?? { key, channel, conversions: 0n, people: new Set<number>() };
    this.byChannel.set(key, reach);
    const ofPlatform = this.byTouch.get(touch.platform) ?? new Map<string, GrowingReach>();
    this.byTouch.set(touch.platform, ofPlatform.set(touch.placement, reach));
    return reach;
  }

  all(): readonly ChannelReach[] {
    return [...this.byChannel.values()];
  }
}
