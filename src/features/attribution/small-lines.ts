import { suppress } from "../../platform/small-groups";
import type { Channel } from "./channel";
import type { ChannelReach } from "./converted-journeys";

/** The shipped platform for what is none of the listed; here also the line of the platforms that are too small to be shown. */
export const OTHER = "OTHER";

const REST: Channel = { platform: OTHER, placement: "" };

/**
 * Where each channel's credit is shown, in the order given. A platform with fewer than `threshold` converting people joins
 * OTHER with all its placements; a small placement of another platform joins the platform's touches without a placement. Each
 * rest takes the next smallest with it until it is no small group either, because what is merged follows from the totals by
 * subtraction. So both dimensions stay exact sums of what is stored, and neither tells a small group that the other hides.
 * A threshold of 1 leaves everything where it is; a channel that nobody converted through hides nobody and stays too.
 */
export function shownChannels(reaches: readonly ChannelReach[], threshold: number): readonly Channel[] {
  const platforms = byPlatform(reaches);
  const smallPlatforms = withheld(
    [...platforms].map(([platform, ofPlatform]) => joinCells(platform, ofPlatform)),
    REST.platform,
    threshold,
  );
  const smallPlacements = new Map(
    [...platforms].map(([platform, ofPlatform]) => [
      platform,
      withheld(
        ofPlatform.map((reach) => joinCells(reach.channel.placement, [reach])),
        REST.placement,
        threshold,
      ),
    ]),
  );
  return reaches.map(({ channel }) => {
    if (smallPlatforms.has(channel.platform)) return REST;
    if (smallPlacements.get(channel.platform)!.has(channel.placement)) return { ...channel, placement: REST.placement };
    return channel;
  });
}

function byPlatform(reaches: readonly ChannelReach[]): ReadonlyMap<string, readonly ChannelReach[]> {
  const platforms = new Map<string, ChannelReach[]>();
  for (const reach of reaches) {
    const ofPlatform = platforms.get(reach.channel.platform) ?? [];
    platforms.set(reach.channel.platform, ofPlatform);
    ofPlatform.push(reach);
  }
  return platforms;
}

interface Cell {
  readonly key: string;
  readonly conversions: bigint;
  readonly people: ReadonlySet<number>;
}

const joinCells = (key: string, reaches: readonly ChannelReach[]): Cell => ({
  key,
  conversions: reaches.reduce((sum, { conversions }) => sum + conversions, 0n),
  people: new Set(reaches.flatMap(({ people }) => [...people])),
});

/** Keys of the cells that are shown as one under `rest`; none when no cell is small. */
function withheld(cells: readonly Cell[], rest: string, threshold: number): ReadonlySet<string> {
  const isSmall = (people: ReadonlySet<number>): boolean => suppress(BigInt(people.size), threshold) === null;
  const merged = cells.filter(({ people }) => isSmall(people));
  if (merged.length === 0) return new Set();
  const others = cells
    .filter(({ people, key }) => people.size > 0 && !isSmall(people) && key !== rest)
    .sort((a, b) => (a.conversions < b.conversions ? -1 : a.conversions > b.conversions ? 1 : a.key < b.key ? -1 : 1));
  merged.push(...cells.filter(({ key }) => key === rest));
  while (isSmall(new Set(merged.flatMap(({ people }) => [...people]))) && others.length > 0)
    merged.push(others.shift()!);
  return new Set(merged.map(({ key }) => key));
}
