import { RoaringBitmap32 } from "roaring";
import { QuestionBudget } from "../../../src/features/access/question-budget";
import { QuestionBudgetStore } from "../../../src/features/access/question-budget.store";
import { AssetService } from "../../../src/features/assets/asset.service";
import { AssetLabelStore } from "../../../src/features/assets/asset-label.store";
import { AssetSnapshotStore } from "../../../src/features/assets/asset-snapshot.store";
import { AudienceListStore } from "../../../src/features/audience-lists/audience-list.store";
import { AudienceListPeopleStore } from "../../../src/features/audience-lists/audience-list-people.store";
import { PublishedLists } from "../../../src/features/audience-lists/published-lists";
import { AudienceService } from "../../../src/features/audiences/audience.service";
import { AudienceBuilder } from "../../../src/features/audiences/audience-builder";
import { AudienceEditor } from "../../../src/features/audiences/audience-editor";
import { AudienceEvaluator } from "../../../src/features/audiences/audience-evaluator";
import { AudienceMemberStore } from "../../../src/features/audiences/audience-member.store";
import { AudiencePackStore } from "../../../src/features/audiences/audience-pack.store";
import { BasisFinder } from "../../../src/features/audiences/basis-finder";
import { LaterPeople } from "../../../src/features/audiences/later-people";
import { LeafStore } from "../../../src/features/audiences/leaf.store";
import { LeafCache } from "../../../src/features/audiences/leaf-cache";
import { LeafLoader } from "../../../src/features/audiences/leaf-loader";
import { LeafReader } from "../../../src/features/audiences/leaf-reader";
import { PackReferences } from "../../../src/features/audiences/pack-references";
import { PackRunStore } from "../../../src/features/audiences/pack-run.store";
import { PersonBasisFinder } from "../../../src/features/audiences/person-basis-finder";
import { PersonLeafChecker } from "../../../src/features/audiences/person-leaf-checker";
import { PersonLeafLoader } from "../../../src/features/audiences/person-leaf-loader";
import { RandomShareStore } from "../../../src/features/audiences/random-share.store";
import { RfmStore } from "../../../src/features/audiences/rfm.store";
import { RfmLeaf } from "../../../src/features/audiences/rfm-leaf";
import { RuleReader } from "../../../src/features/audiences/rule-reader";
import { AttributeDefinitionStore } from "../../../src/features/people/attribute-definition.store";
import { AttributePeople } from "../../../src/features/people/attribute-people";
import { AttributePeopleStore } from "../../../src/features/people/attribute-people.store";
import { AttributeRegistry } from "../../../src/features/people/attribute-registry";
import { ConsentStore } from "../../../src/features/people/consent.store";
import { ConsentReader } from "../../../src/features/people/consent-reader";
import { NamespacePeopleStore } from "../../../src/features/people/namespace-people.store";
import { UploadStore } from "../../../src/features/people/upload.store";
import { SearchAliasStore } from "../../../src/features/search-trends/search-alias.store";
import { SearchDictionaryService } from "../../../src/features/search-trends/search-dictionary.service";
import { Mutations } from "../../../src/platform/clickhouse/mutations";
import type { JobRun } from "../../../src/platform/jobs/job-run";
import { JobStore } from "../../../src/platform/jobs/job-store";
import type { RunningJob } from "../../../src/platform/jobs/worker";
import { createLogger } from "../../../src/platform/logger";
import { permissions } from "../../../src/platform/permission";
import { createRequestContext, type RequestContext } from "../../../src/platform/request-context";
import type { TestApp, TestOrganisation } from "../../support/test-app";

/** The services without the API: for what only other features ask, and for what must happen between two steps. */
export function audienceServicesOf({ app, plane: address }: TestApp) {
  const { access, database, clickhouse, brands, touchpoints } = app;
  const { frozen, overlay, plane, settle, copies, peopleState: state } = app.people;
  const attributes = new AttributePeople(
    new AttributeRegistry(database, new AttributeDefinitionStore(database)),
    new AttributePeopleStore(clickhouse),
  );
  const assets = new AssetService(new AssetSnapshotStore(database), new AssetLabelStore(clickhouse), brands, frozen);
  const namespaces = new NamespacePeopleStore(clickhouse);
  const lists = new PublishedLists({
    ...{ access, frozen, overlay },
    store: new AudienceListStore(database),
    people: new AudienceListPeopleStore(clickhouse, new Mutations(address)),
  });
  const later = new LaterPeople();
  const store = new AudiencePackStore(database);
  const members = new AudienceMemberStore(clickhouse);
  const service = new AudienceService(store, members, frozen, overlay);
  const rfm = new RfmLeaf(new RfmStore(clickhouse));
  const models = { findName: async () => null, top: async () => new RoaringBitmap32() };
  const leaves = new LeafReader(new LeafStore(clickhouse));
  const shares = new RandomShareStore(clickhouse);
  const loader = new LeafLoader({
    ...{ leaves, members, assets, frozen, cache: new LeafCache(), rfm, models },
    person: new PersonLeafLoader({ shares, attributes, namespaces, lists, later, frozen }),
  });
  const references = new PackReferences(service);
  const person = new PersonBasisFinder({ state, attributes, namespaces, lists, later });
  const evaluator = new AudienceEvaluator(loader, { observeEvaluation: () => undefined });
  const dictionaries = new SearchDictionaryService(database, new SearchAliasStore(database), brands);
  const basis = new BasisFinder({
    ...{ assets, brands, touchpoints, packs: service },
    ...{ dictionaries, references, person, overlay, plane },
  });
  const personLeaves = new PersonLeafChecker(brands, attributes, lists, later);
  const reader = new RuleReader({ brands, packs: service, models, references, person: personLeaves });
  const jobs = new JobStore(database);
  const consent = new ConsentReader({
    statements: new ConsentStore(clickhouse),
    uploads: new UploadStore(database),
    state,
    overlay,
  });
  return {
    service,
    basis,
    evaluator,
    editor: new AudienceEditor({ database, store, packs: service, brands, reader }),
    builder: new AudienceBuilder({
      database,
      jobs,
      questions: new QuestionBudget(database, new QuestionBudgetStore(database), app.access),
      store,
      runs: new PackRunStore(database),
      members,
      packs: service,
      references,
      basis,
      evaluator,
      settle,
      plane,
      consent,
      copies,
    }),
  };
}

export const contextOf = (organisation: TestOrganisation, now: Date): RequestContext =>
  createRequestContext({
    organisationId: organisation.id,
    actor: { accessKeyId: "00000000-0000-7000-8000-000000000000", name: "test", role: "ADMIN", allowedOrigins: [] },
    permissions: new Set(permissions),
    clock: { now: () => now },
    logger: createLogger("fatal"),
  });

/** A job as the worker runs it, with something else happening just before it publishes. */
export const fakeJob = (
  { app }: TestApp,
  run: JobRun,
  context: RequestContext,
  { beforePublish }: { readonly beforePublish: () => Promise<unknown> },
): RunningJob => ({
  run,
  context,
  signal: new AbortController().signal,
  progress: () => undefined,
  publish: async (work) => {
    await beforePublish();
    await app.database.withTenant(context, work);
  },
  publishAsSystem: async () => {
    throw new Error("a build publishes for its organisation");
  },
});

/** The key inside a node id. */
export const keyOfNode = (id: string): string => Buffer.from(id, "base64url").toString().split(":")[1]!;
