import { AudienceService } from "../features/audiences/audience.service";
import { AudienceBuilder } from "../features/audiences/audience-builder";
import { AudienceChangeResolver } from "../features/audiences/audience-change.resolver";
import { AudienceEditor } from "../features/audiences/audience-editor";
import { AudienceEvaluator } from "../features/audiences/audience-evaluator";
import type { AudienceLists } from "../features/audiences/audience-lists";
import { AudienceMemberStore } from "../features/audiences/audience-member.store";
import {
  AudiencePackBuildResolver,
  AudiencePackResolver,
  AudiencePackRulesResolver,
} from "../features/audiences/audience-pack.resolver";
import { AudiencePackStore } from "../features/audiences/audience-pack.store";
import { toAudiencePack, toAudiencePackBuild } from "../features/audiences/audience-pack.types";
import { BasisFinder } from "../features/audiences/basis-finder";
import { BrandAudiencesResolver } from "../features/audiences/brand-audiences.resolver";
import { EstimateResolver } from "../features/audiences/estimate.resolver";
import { Estimator } from "../features/audiences/estimator";
import { LaterPeople } from "../features/audiences/later-people";
import { LeafStore } from "../features/audiences/leaf.store";
import { LeafCache } from "../features/audiences/leaf-cache";
import { LeafLoader } from "../features/audiences/leaf-loader";
import { LeafReader } from "../features/audiences/leaf-reader";
import type { LookAlikeModels } from "../features/audiences/look-alike-models";
import { MemberEraser } from "../features/audiences/member-eraser.store";
import { PackAlgebra } from "../features/audiences/pack-algebra";
import { PackHistory } from "../features/audiences/pack-history";
import {
  AudiencePackHistoryResolver,
  AudiencePackLineageResolver,
  AudiencePackVersionResolver,
} from "../features/audiences/pack-history.resolver";
import { PackLifecycle } from "../features/audiences/pack-lifecycle";
import { AudiencePackLifecycleResolver } from "../features/audiences/pack-lifecycle.resolver";
import { PackOverlap } from "../features/audiences/pack-overlap";
import { PackOverlapResolver } from "../features/audiences/pack-overlap.resolver";
import { PackReferences } from "../features/audiences/pack-references";
import { PackRefresher } from "../features/audiences/pack-refresher";
import { PackRunStore } from "../features/audiences/pack-run.store";
import { PackScheduleStore } from "../features/audiences/pack-schedule.store";
import { PackVersionStore } from "../features/audiences/pack-version.store";
import { PersonBasisFinder } from "../features/audiences/person-basis-finder";
import { PersonLeafChecker } from "../features/audiences/person-leaf-checker";
import { PersonLeafLoader } from "../features/audiences/person-leaf-loader";
import { RandomShareStore } from "../features/audiences/random-share.store";
import { RfmStore } from "../features/audiences/rfm.store";
import { RfmLeaf } from "../features/audiences/rfm-leaf";
import { RuleExplainer } from "../features/audiences/rule-explainer";
import { RulePeople } from "../features/audiences/rule-people";
import { RuleReader } from "../features/audiences/rule-reader";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { PeopleFactsPart } from "./people-facts";
import type { SearchTrendsPart } from "./search-trends";
import type { TouchpointsPart } from "./touchpoints";

export function composeAudiences(
  { database, clickhouse, mutations, jobs, metrics }: Kernel,
  {
    access,
    questions,
    brands,
    settle,
    plane,
    overlay,
    frozen,
    touchpoints,
    assets,
    consent,
    copies,
    models,
    lists,
    dictionaries,
    peopleState,
    attributePeople: attributes,
    namespacePeople: namespaces,
  }: { readonly models: LookAlikeModels; readonly lists: AudienceLists } & AccessPart &
    BrandsPart &
    PeoplePart &
    TouchpointsPart &
    AssetsPart &
    PeopleFactsPart &
    SearchTrendsPart,
) {
  const store = new AudiencePackStore(database);
  const members = new AudienceMemberStore(clickhouse);
  const packs = new AudienceService(store, members, frozen, overlay);
  const cache = new LeafCache();
  metrics.watchLeaves(cache);
  const rfmStore = new RfmStore(clickhouse);
  const rfm = new RfmLeaf(rfmStore);
  const later = new LaterPeople();
  const shares = new RandomShareStore(clickhouse);
  const loader = new LeafLoader({
    ...{ leaves: new LeafReader(new LeafStore(clickhouse)), members, assets, frozen, cache, rfm, models },
    person: new PersonLeafLoader({ shares, attributes, namespaces, lists, later, frozen }),
  });
  const evaluator = new AudienceEvaluator(loader, metrics);
  const references = new PackReferences(packs);
  const person = new PersonBasisFinder({ state: peopleState, attributes, namespaces, lists, later });
  const basis = new BasisFinder({
    assets,
    brands,
    touchpoints,
    packs,
    dictionaries,
    references,
    person,
    overlay,
    plane,
  });
  const personLeaves = new PersonLeafChecker(brands, attributes, lists, later);
  const reader = new RuleReader({ brands, packs, models, references, person: personLeaves });
  const explainer = new RuleExplainer(brands, packs, models, attributes, lists);
  const estimator = new Estimator({
    access,
    questions,
    brands,
    assets,
    reader,
    references,
    basis,
    evaluator,
    loader,
    plane,
    consent,
  });
  const runs = new PackRunStore(database);
  const schedules = new PackScheduleStore(database);
  const history = new PackHistory({ access, jobs, versions: new PackVersionStore(database), runs, schedules });
  const lifecycle = new PackLifecycle({ database, access, brands, store, schedules, packs });
  const editor = new AudienceEditor({ database, store, packs, brands, reader });
  const overlap = new PackOverlap({ access, questions, packs, references, loader, overlay, plane });
  const builder = new AudienceBuilder({
    database,
    jobs,
    questions,
    store,
    runs,
    members,
    packs,
    references,
    basis,
    evaluator,
    settle,
    plane,
    consent,
    copies,
  });
  return {
    packs,
    estimator,
    laterPeople: later,
    references,
    rfmStore,
    rulePeople: new RulePeople({ reader, basis, evaluator, plane, consent }),
    packHistory: history,
    packLifecycle: lifecycle,
    packEditor: editor,
    packBuilder: builder,
    ruleReader: reader,
    resolvers: [
      new AudiencePackResolver(access),
      new AudiencePackRulesResolver(explainer),
      new AudiencePackBuildResolver(packs, history, access),
      new AudiencePackHistoryResolver(history, explainer),
      new AudiencePackLineageResolver(packs),
      new AudiencePackVersionResolver(history),
      new AudiencePackLifecycleResolver(lifecycle),
      new AudienceChangeResolver(editor, builder),
      new BrandAudiencesResolver(packs),
      new PackOverlapResolver(overlap, new PackAlgebra(editor, packs)),
      new EstimateResolver(estimator, overlap, explainer),
    ],
    erasers: [new MemberEraser(mutations, cache)],
    handlers: [builder.handler()],
    chores: [new PackRefresher(database, schedules, runs, builder).chore],
    nodes: [
      ["AudiencePack", async (context, key) => whenFound(await packs.findPack(context, key), toAudiencePack)],
      [
        "AudiencePackBuild",
        async (context, key) => whenFound(await builder.findRun(context, key), toAudiencePackBuild),
      ],
    ],
  } satisfies Composed;
}

export type AudiencesPart = Services<typeof composeAudiences>;
