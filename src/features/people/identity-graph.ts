import type { RequestContext } from "../../platform/request-context";
import { suppress } from "../../platform/small-groups";
import type { AccessService } from "../access";
import type { HoldReason } from "./apply-links";
import type { IdentityGraphStore } from "./identity-graph.store";
import type { PeopleStateStore } from "./people-state.store";
import type { SettlementStore } from "./settlement.store";

export const holdReasons = [
  "PERSON_TOO_LARGE",
  "SHARED_IDENTITY",
  "KEPT_APART",
] as const satisfies readonly HoldReason[];

/** The identity graph in figures; null where withheld. */
export interface IdentityGraphFigures {
  readonly people: bigint | null;
  readonly identities: bigint | null;
  readonly links: bigint | null;
  readonly heldLinks: readonly { readonly reason: HoldReason; readonly links: bigint | null }[];
  readonly mergedLastSettle: bigint | null;
  readonly unsettled: bigint | null;
  readonly asOf: Date;
  readonly suppressedBelow: number;
}

export interface IdentityGraphParts {
  readonly store: IdentityGraphStore;
  readonly state: PeopleStateStore;
  readonly settlement: SettlementStore;
  readonly access: AccessService;
}

/** Tells an organisation of the cloud's identities and its own, in counts. */
export class IdentityGraph {
  constructor(private readonly its: IdentityGraphParts) {}

  async figures(context: RequestContext): Promise<IdentityGraphFigures> {
    const { store, state, settlement, access } = this.its;
    const { smallGroupThreshold } = await access.ownOrganisation(context);
    const told = (count: bigint): bigint | null => suppress(count, smallGroupThreshold);
    const sources = await settlement.findSources();
    const own = [...sources.own].flatMap(([id, owner]) => (owner === context.organisationId ? [id] : []));
    const [counts, held, record] = await Promise.all([
      store.count(context.organisationId, [...sources.cloud, ...own]),
      store.countHeld(),
      state.findRecord(),
    ]);
    return {
      people: told(counts.people),
      identities: told(counts.identities),
      links: told(counts.links),
      heldLinks: holdReasons.map((reason) => ({ reason, links: told(held.get(reason) ?? 0n) })),
      mergedLastSettle: told(record.mergedPeople),
      unsettled: told(record.unsettled),
      asOf: context.clock.now(),
      suppressedBelow: smallGroupThreshold,
    };
  }
}
