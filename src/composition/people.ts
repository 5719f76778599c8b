import { FrozenPeople } from "../features/people/frozen-people";
import { IdentityStore } from "../features/people/identity.store";
import { IdentityGraph } from "../features/people/identity-graph";
import { IdentityGraphStore } from "../features/people/identity-graph.store";
import { IdentityHasher } from "../features/people/identity-hasher";
import { OverlayStore } from "../features/people/overlay.store";
import { OverlayMaker } from "../features/people/overlay-maker";
import { PeopleResolver } from "../features/people/people.resolver";
import { toPeopleSettlement } from "../features/people/people.types";
import { PeopleAssertionStore } from "../features/people/people-assertion.store";
import { PeopleEditor } from "../features/people/people-editor";
import { PeopleGraphStore } from "../features/people/people-graph.store";
import { PeopleMoveStore } from "../features/people/people-move.store";
import { PeopleOverlay } from "../features/people/people-overlay";
import { PeopleSettlement } from "../features/people/people-settlement";
import { PeopleStateStore } from "../features/people/people-state.store";
import { PersonDirectory } from "../features/people/person-directory";
import { PublishedOverlayStore } from "../features/people/published-overlay.store";
import { SettleRequestStore } from "../features/people/settle-request.store";
import { SettleRequests } from "../features/people/settle-requests";
import { SettlementStore } from "../features/people/settlement.store";
import { StablePlane } from "../features/people/stable-plane";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composePeople(kernel: Kernel, { access, brands }: AccessPart & BrandsPart) {
  const { addresses, clickhouse, mutations, inserts, database, locks, jobs } = kernel;
  const identities = new IdentityStore(clickhouse, database, inserts);
  const requests = new SettleRequests(database, new SettleRequestStore(), jobs);
  const people = new PersonDirectory(new IdentityHasher(addresses.identityKey), identities, locks, requests);
  const state = new PeopleStateStore(database);
  const overlay = new PeopleOverlay(state);
  const aliases = new OverlayStore(clickhouse, mutations);
  const settlement = new SettlementStore(database);
  const settle = new PeopleSettlement(
    {
      settlement,
      identities,
      graph: new PeopleGraphStore(clickhouse),
      moves: new PeopleMoveStore(clickhouse, mutations),
      overlays: new OverlayMaker(aliases, new PublishedOverlayStore(database)),
    },
    locks,
  );
  const editor = new PeopleEditor({
    database,
    locks,
    jobs,
    access,
    brands,
    people,
    state,
    requests,
    assertions: new PeopleAssertionStore(clickhouse, database),
  });
  const graph = new IdentityGraph({ store: new IdentityGraphStore(clickhouse), state, settlement, access });
  return {
    people,
    peopleState: state,
    overlay,
    settle,
    plane: new StablePlane(state, overlay),
    frozen: new FrozenPeople(aliases, state),
    resolvers: [new PeopleResolver(editor, graph)],
    handlers: [settle.registration],
    nodes: [
      ["PeopleSettlement", async (context, key) => whenFound(await editor.findRun(context, key), toPeopleSettlement)],
    ],
  } satisfies Composed;
}

export type PeoplePart = Services<typeof composePeople>;
