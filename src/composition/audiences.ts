import { AudienceService } from "../features/audiences/audience.service";
import { AudienceBuilder } from "../features/audiences/audience-builder";
import { AudienceChangeResolver } from "../features/audiences/audience-change.resolver";
import { AudienceEditor } from "../features/audiences/audience-editor";
import { AudienceEvaluator } from "../features/audiences/audience-evaluator";
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
import { MemberEraser } from "../features/audiences/member-eraser.store";
import { PackReferences } from "../features/audiences/pack-references";
import { PersonBasisFinder } from "../features/audiences/person-basis-finder";
import { PersonLeafChecker } from "../features/audiences/person-leaf-checker";
import { PersonLeafLoader } from "../features/audiences/person-leaf-loader";
import { RandomShareStore } from "../features/audiences/random-share.store";
import { RuleExplainer } from "../features/audiences/rule-explainer";
import { RuleReader } from "../features/audiences/rule-reader";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { PeopleFactsPart } from "./people-facts";
import type { TouchpointsPart } from "./touchpoints";

export function composeAudiences(
  { database, clickhouse, mutations, jobs }: Kernel,
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
    peopleState,
    attributePeople: attributes,
    namespacePeople: namespaces,
  }: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & AssetsPart & PeopleFactsPart,
) {
  const store = new AudiencePackStore(database);
  const members = new AudienceMemberStore(clickhouse);
  const packs = new AudienceService(store, members, frozen, overlay);
  const cache = new LeafCache();
  const later = new LaterPeople();
  const personLeaves = new PersonLeafLoader({
    ...{ shares: new RandomShareStore(clickhouse), attributes, namespaces, later },
  });
  const loader = new LeafLoader({
    leaves: new LeafStore(clickhouse),
    members,
    assets,
    frozen,
    cache,
    person: personLeaves,
  });
  const evaluator = new AudienceEvaluator(loader);
  const references = new PackReferences(packs);
  const person = new PersonBasisFinder({ state: peopleState, attributes, namespaces, later });
  const basis = new BasisFinder({ assets, brands, touchpoints, packs, references, person, overlay, plane });
  const reader = new RuleReader(brands, packs, references, new PersonLeafChecker(brands, attributes, later));
  const explainer = new RuleExplainer(brands, packs, attributes);
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
  const editor = new AudienceEditor({ database, store, packs, brands, reader });
  const builder = new AudienceBuilder({
    database,
    jobs,
    questions,
    store,
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
    laterPeople: later,
    resolvers: [
      new AudiencePackResolver(access),
      new AudiencePackRulesResolver(explainer),
      new AudiencePackBuildResolver(packs),
      new AudienceChangeResolver(editor, builder),
      new BrandAudiencesResolver(packs),
      new EstimateResolver(estimator, explainer),
    ],
    erasers: [new MemberEraser(mutations, cache)],
    handlers: [builder.handler()],
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
