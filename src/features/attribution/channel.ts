import type { Placement } from "../campaigns";

/** The finest thing that credit is given to. */
export interface Channel {
  readonly platform: string;
  /** External id of the placement; empty where the touch names none, or where the placement is too small to be shown. */
  readonly placement: string;
}

/** Injective, so that no two channels share a key whatever characters their names hold. */
export const channelKey = ({ platform, placement }: Channel): string => JSON.stringify([platform, placement]);

export function parseChannelKey(key: string): Channel {
  const [platform, placement] = JSON.parse(key) as [string, string];
  return { platform, placement };
}

/** The channel that all external ids of a placement stand for: its first id by code units; null without one. */
export function channelOfPlacement({ platform, externalIds }: Placement): Channel | null {
  const [first] = [...externalIds].sort();
  return first === undefined ? null : { platform, placement: first };
}

/** Placements by the key of each of their external ids. */
export function placementsByKey(placements: readonly Placement[]): ReadonlyMap<string, Placement> {
  return new Map(
    placements.flatMap((placement) =>
      placement.externalIds.map(
        (externalId) => [channelKey({ platform: placement.platform, placement: externalId }), placement] as const,
      ),
    ),
  );
}
