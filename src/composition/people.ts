import { ErasedIdentities } from "../features/people/erased-identities";
import { ErasedIdentityStore } from "../features/people/erased-identity.store";
import { FrozenPeople } from "../features/people/frozen-people";
import { GraphEraser } from "../features/people/graph-eraser.store";
import { IdentityStore } from "../features/people/identity.store";
import { IdentityGraph } from "../features/people/identity-graph";
import { IdentityGraphStore } from "../features/people/identity-graph.store";
import { IdentityHasher } from "../features/people/identity-hasher";
import { IdentitySeal } from "../features/people/identity-seal";
import { OverlayStore } from "../features/people/overlay.store";
import { OverlayMaker } from "../features/people/overlay-maker";
import { PeopleResolver } from "../features/people/people.resolver";
import { toPeopleSettlement } from "../features/people/people.types";
import { PeopleAssertionStore } from "../features/people/people-assertion.store";
import { PeopleCopies } from "../features/people/people-copies";
import { PeopleEditor } from "../features/people/people-editor";
import { PeopleGraphStore } from "../features/people/people-graph.store";
import { PeopleIds } from "../features/people/people-ids";
import { PeopleKeyStore } from "../features/people/people-key.store";
import { PeopleKeys } from "../features/people/people-keys";
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
import { StagedPeople } from "../features/people/staged-people";
import { StoredPeople } from "../features/people/stored-people";
import { StoredPersonStore } from "../features/people/stored-person.store";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composePeople(kernel: Kernel, { access, brands }: AccessPart & BrandsPart) {
  const { addresses, clickhouse, mutations, inserts, database, locks, jobs } = kernel;
  const seal = new IdentitySeal(addresses.identityKey);
  const identities = new IdentityStore(clickhouse, database, inserts, seal);
  const asked = new SettleRequestStore();
  const requests = new SettleRequests(database, asked, jobs);
  const hasher = new IdentityHasher(addresses.identityKey);
  const erased = new ErasedIdentities(addresses.receiptKey, new ErasedIdentityStore(database));
  const people = new PersonDirectory(hasher, identities, locks, requests, erased);
  const stagedPeople = new StagedPeople({ hasher, seal, erased, identities, people, locks, inserts });
  const state = new PeopleStateStore(database);
  const overlay = new PeopleOverlay(state);
  const aliases = new OverlayStore(clickhouse, mutations);
  const settlement = new SettlementStore(database);
  const graph = new PeopleGraphStore(clickhouse);
  const settle = new PeopleSettlement(
    {
      settlement,
      identities,
      graph,
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
  const figures = new IdentityGraph({ store: new IdentityGraphStore(clickhouse), state, settlement, access });
  const plane = new StablePlane(state, overlay);
  const frozen = new FrozenPeople(aliases, state);
  return {
    people,
    peopleIds: new PeopleIds({ clickhouse, seal, frozen, overlay, plane }),
    stagedPeople,
    peopleState: state,
    overlay,
    settle,
    plane,
    frozen,
    graph,
    peopleKeys: new PeopleKeys(hasher, new PeopleKeyStore(clickhouse)),
    copies: new PeopleCopies(locks),
    erased,
    stored: new StoredPeople(hasher, new StoredPersonStore(clickhouse, database)),
    resolvers: [new PeopleResolver(editor, figures)],
    handlers: [settle.registration],
    erasers: [new GraphEraser(clickhouse, mutations, database, asked)],
    nodes: [
      ["PeopleSettlement", async (context, key) => whenFound(await editor.findRun(context, key), toPeopleSettlement)],
    ],
  } satisfies Composed;
}

export type PeoplePart = Services<typeof composePeople>;
