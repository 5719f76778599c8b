import type { RequestContext } from "../../platform/request-context";
import { suppress, suppressPartition } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { MAX_ALLOWED_VALUES } from "./attribute-check";
import type { AttributeDefinition } from "./attribute-definition";
import type { AttributeRegistry } from "./attribute-registry";
import type { AttributeCount, AttributeValueStore } from "./attribute-value.store";
import type { PeopleOverlay } from "./people-overlay";
import type { StablePlane } from "./stable-plane";
import type { UploadSources } from "./upload-sources";

/** The brand's people are those whom it met in this many days, as for audience packs. */
export const UNIVERSE_DAYS = 365;
const DAY_MS = 86_400_000;

export interface ValueShare {
  readonly value: string;
  /** Null: withheld. */
  readonly people: bigint | null;
  /** Of the people with a value, 0 to 1; null where withheld. */
  readonly share: number | null;
  /** 100 times the share over the share among all people of whom the organisation knows a value; null as `share`. */
  readonly tgi: number | null;
}

/** A brand's people by the values of an attribute. Figures are null where withheld. */
export interface AttributeDistribution {
  readonly attribute: AttributeDefinition;
  readonly from: Date;
  readonly asOf: Date;
  readonly people: bigint | null;
  readonly values: readonly ValueShare[];
  readonly otherValues: bigint | null;
  readonly unknown: bigint | null;
  readonly stale: bigint | null;
  readonly suppressedBelow: number;
  readonly suppressedCells: number;
  readonly remainderPeople: bigint | null;
}

export interface AttributeDistributionsParts {
  readonly access: AccessService;
  readonly registry: AttributeRegistry;
  readonly values: AttributeValueStore;
  readonly sources: UploadSources;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

/** Answers who a brand's people are, as far as the organisation recorded it. */
export class AttributeDistributions {
  constructor(private readonly its: AttributeDistributionsParts) {}

  /** Null: the organisation has no such attribute. */
  async find(
    context: RequestContext,
    brandId: number,
    code: string,
    asOf: Date,
  ): Promise<AttributeDistribution | null> {
    const now = context.clock.now();
    if (asOf > now)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["asOf"],
        `asOf must not be in the future, but got ${asOf.toISOString()} at ${now.toISOString()}.`,
      );
    const attribute = await this.its.registry.findByCode(context, code);
    if (!attribute) return null;
    const { maximumAgeDays } = attribute;
    const from = new Date(asOf.getTime() - UNIVERSE_DAYS * DAY_MS);
    const [organisation, sourceIds] = await Promise.all([
      this.its.access.ownOrganisation(context),
      this.its.sources.visibleSourceIds(context),
    ]);
    const counts = await this.its.plane.read(context, async () =>
      this.its.values.countByValue(context, {
        ...{ attribute: code, brandId, sourceIds, overlayId: await this.its.overlay.idOf(context), from, asOf },
        freshFrom: maximumAgeDays === null ? null : new Date(asOf.getTime() - maximumAgeDays * DAY_MS),
        maxValues: MAX_ALLOWED_VALUES,
      }),
    );
    return { attribute, from, asOf, ...distribute(attribute, counts, organisation.smallGroupThreshold) };
  }
}

/**
 * Values, the rest, unknown and stale are a partition of the brand's people and suppressed as one. Values of a closed list are
 * all shown; of any other type those with at least `threshold` people, because that somebody has a value is told by its line.
 * Shares are told where the number with a value can be told, and from told counts only.
 */
export function distribute(
  attribute: Pick<AttributeDefinition, "type" | "allowedValues">,
  counts: readonly AttributeCount[],
  threshold: number,
): Omit<AttributeDistribution, "attribute" | "from" | "asOf"> {
  const of = (state: AttributeCount["state"]): readonly AttributeCount[] => counts.filter((one) => one.state === state);
  const peopleOf = (state: AttributeCount["state"]): bigint => of(state)[0]?.statePeople ?? 0n;
  const known = new Map(of("KNOWN").map((count) => [count.value, count]));
  const knownPeople = peopleOf("KNOWN");
  const knownEverybody = of("KNOWN")[0]?.stateEverybody ?? 0n;
  const shown =
    closedList(attribute) ??
    [...known.values()].flatMap(({ value, people }) =>
      people > 0n && suppress(people, threshold) !== null ? [value] : [],
    );
  const valueCounts = shown.map((value) => known.get(value)?.people ?? 0n);
  const otherValues = knownPeople - valueCounts.reduce((sum, people) => sum + people, 0n);
  const cells = [...valueCounts, otherValues, peopleOf("UNKNOWN"), peopleOf("STALE")];
  const told = suppressPartition(cells, threshold);
  const [other, unknown, stale] = told.counts.slice(-3) as [bigint | null, bigint | null, bigint | null];
  const base = unknown === null || stale === null || knownPeople === 0n ? null : Number(knownPeople);
  return {
    people: suppress(
      cells.reduce((sum, people) => sum + people, 0n),
      threshold,
    ),
    values: shown.map((value, index) => {
      const people = told.counts[index]!;
      const share = people === null || base === null ? null : Number(people) / base;
      const everybody = Number(known.get(value)?.everybody ?? 0n) / Number(knownEverybody);
      return { value, people, share, tgi: share === null || everybody === 0 ? null : (100 * share) / everybody };
    }),
    otherValues: other,
    unknown,
    stale,
    suppressedBelow: threshold,
    suppressedCells: told.suppressedCells,
    remainderPeople: told.remainder,
  };
}

function closedList({
  type,
  allowedValues,
}: Pick<AttributeDefinition, "type" | "allowedValues">): readonly string[] | null {
  if (type === "ENUM") return allowedValues;
  return type === "BOOLEAN" ? ["true", "false"] : null;
}
