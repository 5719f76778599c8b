import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { roundCount, suppress } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import type { Action, Site } from "../touchpoints";
import type { BrandWindows, Window } from "./brand-window";
import { hopActions } from "./hop";
import type { Read } from "./journey.service";
import { bySize, crossPlatforms, type PlatformPeople } from "./reach";
import type { ReachQuestion, ReachStore } from "./reach.store";
import { type ShownReach, showReach } from "./show-reach";

/** Most platforms that are crossed: they have 66 pairs. */
export const MAX_PLATFORMS = 12;

/** Whom to count; absent actions are those of an exposure. */
export interface ReachFilter {
  readonly actions?: readonly Action[] | null | undefined;
  readonly site?: Site | null | undefined;
}

export interface DeduplicatedReach {
  readonly platforms: readonly string[];
  /** Null when withheld. */
  readonly people: bigint | null;
}

export interface OrderedReach extends ShownReach {
  readonly order: "AS_GIVEN" | "LARGEST_FIRST";
}

/** Distinct people over platforms. Reaches of platforms are crossed, never added. */
export class ReachService {
  constructor(
    private readonly windows: BrandWindows,
    private readonly store: ReachStore,
  ) {}

  /** People on at least one of the platforms, each counted once. */
  async reach(
    context: RequestContext,
    brandId: number,
    window: Window,
    platforms: readonly string[],
    filter: ReachFilter = {},
  ): Promise<Read<DeduplicatedReach>> {
    const wanted = await this.windows.platforms(context, platforms, MAX_PLATFORMS, ["platforms"]);
    const asked = question(filter, wanted);
    const granted = await this.windows.grant(context, brandId, window);
    const found = await this.windows.ask(context, granted, { figure: "REACH", ...asked }, (read) =>
      this.store.read(read, asked),
    );
    const { size } = RoaringBitmap32.orMany(found.map(({ people }) => people));
    const people = suppress(BigInt(size), granted.threshold);
    const told = people === null ? null : roundCount(people, granted.roundingBase);
    return { window: granted, figures: { platforms: wanted, people: told } };
  }

  /** Every platform beside the others, in the order given, or all of them, largest first. */
  async reachByPlatform(
    context: RequestContext,
    brandId: number,
    window: Window,
    platforms: readonly string[] | null,
    filter: ReachFilter = {},
    path: readonly string[] = [],
  ): Promise<Read<OrderedReach>> {
    const wanted =
      platforms && (await this.windows.platforms(context, platforms, MAX_PLATFORMS, [...path, "platforms"]));
    const asked = question(filter, wanted);
    const granted = await this.windows.grant(context, brandId, window, path);
    const found = await this.windows.ask(context, granted, { figure: "REACH", ...asked }, (read) =>
      this.store.read(read, asked),
    );
    if (found.length > MAX_PLATFORMS)
      throw UserProblems.one(
        "INVALID_INPUT",
        [...path, "platforms"],
        `platforms must name at most ${MAX_PLATFORMS} platforms, but the brand has ${found.length} in this window; name those to compare.`,
      );
    const ordered = wanted ? inOrder(found, wanted) : [...found].sort(bySize);
    const figures = showReach(crossPlatforms(ordered), granted);
    return { window: granted, figures: { ...figures, order: wanted ? "AS_GIVEN" : "LARGEST_FIRST" } };
  }
}

function question({ actions, site }: ReachFilter, platforms: readonly string[] | null): ReachQuestion {
  if (actions?.length === 0)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["actions"],
      "actions must name at least one action; leave it out for exposures.",
    );
  return { actions: actions ?? hopActions.EXPOSURE, site: site ?? null, platforms };
}

/** A platform without a matching touchpoint reached nobody. */
const inOrder = (found: readonly PlatformPeople[], platforms: readonly string[]): readonly PlatformPeople[] =>
  platforms.map(
    (platform) =>
      found.find((one) => one.platform === platform) ?? { platform, touches: 0n, people: new RoaringBitmap32() },
  );
