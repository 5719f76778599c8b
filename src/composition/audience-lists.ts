import { AudienceListResolver } from "../features/audience-lists/audience-list.resolver";
import { AudienceListService } from "../features/audience-lists/audience-list.service";
import { AudienceListStore } from "../features/audience-lists/audience-list.store";
import { toAudienceList } from "../features/audience-lists/audience-list.types";
import { AudienceListPeopleStore } from "../features/audience-lists/audience-list-people.store";
import { sweepAudienceLists } from "../features/audience-lists/audience-list-sweep";
import { PublishedLists } from "../features/audience-lists/published-lists";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { PeopleFactsPart } from "./people-facts";

/** Stands before audiences, whose rules name lists. */
export function composeAudienceLists(
  { database, clickhouse, mutations }: Kernel,
  {
    access,
    brands,
    copies,
    frozen,
    overlay,
    listedPeople: listed,
  }: AccessPart & BrandsPart & PeoplePart & PeopleFactsPart,
) {
  const store = new AudienceListStore(database);
  const people = new AudienceListPeopleStore(clickhouse, mutations);
  const published = new PublishedLists({ access, store, people, frozen, overlay });
  const lists = new AudienceListService({
    ...{ database, access, brands, listed },
    ...{ store, people, published, copies, overlay },
  });
  return {
    lists: published,
    resolvers: [new AudienceListResolver(lists)],
    chores: [sweepAudienceLists(store, people)],
    erasers: [people],
    nodes: [["AudienceList", async (context, key) => whenFound(await lists.find(context, key), toAudienceList)]],
  } satisfies Composed;
}
