import { CrossCategoryService } from "../features/opportunities/cross-category.service";
import { CrossCategoryStore } from "../features/opportunities/cross-category.store";
import { FitLookAlike } from "../features/opportunities/fit-look-alike";
import {
  BrandLookAlikesResolver,
  LookAlikeFitResolver,
  LookAlikeModelResolver,
} from "../features/opportunities/look-alike.resolver";
import { LookAlikeService } from "../features/opportunities/look-alike.service";
import { toLookAlikeFit, toLookAlikeModel } from "../features/opportunities/look-alike.types";
import { LookAlikeEraser } from "../features/opportunities/look-alike-eraser.store";
import { LookAlikeModelStore } from "../features/opportunities/look-alike-model.store";
import { LookAlikePacks } from "../features/opportunities/look-alike-packs";
import { LookAlikePeopleStore } from "../features/opportunities/look-alike-people.store";
import { LookAlikePercentileStore } from "../features/opportunities/look-alike-percentile.store";
import {
  BrandOpportunitiesResolver,
  CategoryAssociationResolver,
} from "../features/opportunities/opportunity.resolver";
import { OpportunityPackResolver } from "../features/opportunities/opportunity-pack.resolver";
import { OpportunityPacks } from "../features/opportunities/opportunity-packs";
import { OpportunityScopes } from "../features/opportunities/opportunity-scope";
import { OwnPotentialService } from "../features/opportunities/own-potential.service";
import { OwnPotentialStore } from "../features/opportunities/own-potential.store";
import { PublishedLookAlikes } from "../features/opportunities/published-look-alikes";
import { RivalInterceptService } from "../features/opportunities/rival-intercept.service";
import { RivalInterceptStore } from "../features/opportunities/rival-intercept.store";
import { TargetGroupResolver } from "../features/opportunities/target-group.resolver";
import { TargetGroupService } from "../features/opportunities/target-group.service";
import { TargetGroupStore } from "../features/opportunities/target-group.store";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { PeopleFactsPart } from "./people-facts";
import type { TouchpointsPart } from "./touchpoints";

/** What rules ask of models: it stands before audiences, the rest of the feature after them. */
export const composeLookAlikes = ({ database, clickhouse }: Kernel) => ({
  models: new PublishedLookAlikes(new LookAlikeModelStore(database), new LookAlikePercentileStore(clickhouse)),
});

export function composeOpportunities(
  { database, clickhouse, queries, mutations, jobs }: Kernel,
  known: AccessPart &
    BrandsPart &
    PeoplePart &
    TouchpointsPart &
    PeopleFactsPart &
    JourneysPart &
    AssetsPart &
    AudiencesPart,
) {
  const { access, questions, brands, packs, rulePeople, packEditor } = known;
  const models = new LookAlikeModelStore(database);
  const lookAlikes = new LookAlikeService({ database, jobs, access, questions, brands, packs, rulePeople, models });
  const fit = new FitLookAlike({ ...known, models, people: new LookAlikePeopleStore(clickhouse) });
  const opportunityPacks = new OpportunityPacks(packEditor, rulePeople);
  const templates = {
    ...known,
    scopes: new OpportunityScopes(known),
    packs: opportunityPacks,
    scores: known.rfmStore,
  };
  const contacts = new OwnPotentialStore(queries);
  const ownPotentials = new OwnPotentialService({ ...templates, store: contacts });
  const targetGroups = new TargetGroupService({ ...templates, contacts, store: new TargetGroupStore(queries) });
  const rivalIntercepts = new RivalInterceptService({ ...templates, store: new RivalInterceptStore(queries) });
  const crossCategories = new CrossCategoryService({ ...templates, store: new CrossCategoryStore(queries) });
  return {
    lookAlikes,
    opportunityPacks,
    resolvers: [
      new BrandOpportunitiesResolver(ownPotentials, rivalIntercepts, crossCategories),
      new CategoryAssociationResolver(brands),
      new TargetGroupResolver(targetGroups),
      new OpportunityPackResolver(ownPotentials, rivalIntercepts, crossCategories),
      new LookAlikeFitResolver(lookAlikes, new LookAlikePacks(models, packEditor)),
      new LookAlikeModelResolver(lookAlikes, packs),
      new BrandLookAlikesResolver(lookAlikes),
    ],
    handlers: [fit.registration],
    erasers: [new LookAlikeEraser(mutations)],
    nodes: [
      ["LookAlikeModel", async (context, key) => whenFound(await lookAlikes.find(context, key), toLookAlikeModel)],
      ["LookAlikeFit", async (context, key) => whenFound(await lookAlikes.findRun(context, key), toLookAlikeFit)],
    ],
  } satisfies Composed;
}

export type OpportunitiesPart = Services<typeof composeOpportunities>;
