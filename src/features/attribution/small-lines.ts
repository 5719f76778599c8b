import { type LineSize, mergedLines } from "../../platform/small-lines";
import type { LineKey } from "./line-key";
import type { LineReach } from "./line-reach";

/** The shipped platform for what is none of the listed; here also the line of what is too small to be shown, in every dimension. */
export const OTHER = "OTHER";

/** The line of platforms and placements that are too small. */
export const OTHER_PLATFORM: LineKey = { platform: OTHER, key: "" };

/**
 * Where each placement's credit is shown, in the order given. A platform with fewer than `threshold` converting people joins
 * OTHER with all its placements; a small placement of another platform joins the platform's touches without a placement. So
 * both dimensions stay exact sums of what is stored, and neither tells a small group that the other hides.
 * A threshold of 1 leaves everything where it is; a placement that nobody converted through hides nobody and stays too.
 */
export function shownPlacements(reaches: readonly LineReach[], threshold: number): readonly LineKey[] {
  const platforms = byPlatform(reaches);
  const smallPlatforms = smallLines(
    [...platforms].map(([platform, ofPlatform]) => joinLines(platform, ofPlatform)),
    OTHER_PLATFORM.platform,
    threshold,
  );
  const smallPlacements = new Map(
    [...platforms].map(([platform, ofPlatform]) => [
      platform,
      smallLines(
        ofPlatform.map((reach) => joinLines(reach.line.key, [reach])),
        OTHER_PLATFORM.key,
        threshold,
      ),
    ]),
  );
  return reaches.map(({ line }) => {
    if (smallPlatforms.has(line.platform)) return OTHER_PLATFORM;
    if (smallPlacements.get(line.platform)!.has(line.key)) return { ...line, key: OTHER_PLATFORM.key };
    return line;
  });
}

/** The same of a dimension that stands for itself: small lines join OTHER. */
export function shownLines(reaches: readonly LineReach[], threshold: number): readonly LineKey[] {
  const small = smallLines(
    reaches.map((reach) => joinLines(reach.line.key, [reach])),
    OTHER,
    threshold,
  );
  return reaches.map(({ line }) => (small.has(line.key) ? { platform: "", key: OTHER } : line));
}

function byPlatform(reaches: readonly LineReach[]): ReadonlyMap<string, readonly LineReach[]> {
  const platforms = new Map<string, LineReach[]>();
  for (const reach of reaches) {
    const ofPlatform = platforms.get(reach.line.platform) ?? [];
    platforms.set(reach.line.platform, ofPlatform);
    ofPlatform.push(reach);
  }
  return platforms;
}

const joinLines = (key: string, reaches: readonly LineReach[]): LineSize => ({
  key,
  conversions: reaches.reduce((sum, { conversions }) => sum + BigInt(conversions), 0n),
  people: new Set(reaches.flatMap(({ people }) => [...people])),
});

/** Keys of the lines that are shown as one under `rest`; none when no line is small. */
function smallLines(lines: readonly LineSize[], rest: string, threshold: number): ReadonlySet<string> {
  const own = lines.find(({ key }) => key === rest);
  return new Set([...mergedLines(lines, (line) => line, threshold, own)].map(({ key }) => key));
}
