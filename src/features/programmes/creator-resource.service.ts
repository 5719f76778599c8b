import { RoaringBitmap32 } from "roaring";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { RuleSet, StageHistory } from "../assets";
import type { Brand } from "../brands";
import type { ContactStore } from "./contact.store";
import type { CreatorPosts, CreatorStore } from "./creator.store";
import {
  type CreatorFacts,
  type CreatorOrder,
  type CreatorResource,
  type RankedCreator,
  rankCreators,
  showCreator,
} from "./creator-resource";
import type { Period } from "./programme";
import type { WindowQuestion, WindowReader } from "./window-reader";

export interface CreatorAnswer {
  readonly page: Page<RankedCreator>;
  readonly total: number;
  readonly asOf: Date;
  readonly ruleSet: RuleSet;
  readonly threshold: number;
}

export interface CreatorResourceParts {
  readonly store: CreatorStore;
  readonly contacts: ContactStore;
  readonly stages: StageHistory;
  readonly windows: WindowReader;
  readonly access: AccessService;
}

/** What creators did for a brand, ranked. */
export class CreatorResourceService {
  constructor(private readonly parts: CreatorResourceParts) {}

  /** Creators with a post that was published in the window or a touchpoint in it. All are computed for a page, as ranks ask. */
  async page(
    context: RequestContext,
    brand: Pick<Brand, "id" | "zone">,
    window: Period,
    order: CreatorOrder,
    request: PageRequest,
  ): Promise<CreatorAnswer> {
    assertCursors(request);
    const { smallGroupThreshold: threshold } = await this.parts.access.ownOrganisation(context);
    const { facts, asOf, ruleSet } = await this.parts.windows.read(context, brand, window, async (question) => ({
      facts: await this.factsOf(context, question),
      asOf: question.asOf,
      ruleSet: question.ruleSet,
    }));
    const ranked = rankCreators(
      facts.map((each): CreatorResource => showCreator(each, threshold)),
      order,
    );
    const page = await readPage<RankedCreator>(request, sortKey, async ({ after, before, fromEnd, limit }) => {
      const inside = ranked.filter(
        (row) =>
          (after === null || compare(sortKey(row), after) > 0) &&
          (before === null || compare(sortKey(row), before) < 0),
      );
      return fromEnd ? inside.slice(-limit).reverse() : inside.slice(0, limit);
    });
    return { page, total: ranked.length, asOf, ruleSet, threshold };
  }

  private async factsOf(
    context: RequestContext,
    { contacts: question, stages: stageQuestion }: WindowQuestion,
  ): Promise<readonly CreatorFacts[]> {
    const { store, contacts, stages } = this.parts;
    const { window } = question;
    const [creators, posts] = await Promise.all([
      store.findAll(context),
      store.findPosts(context, question.brandId, window),
    ]);
    const places = new Map(creators.map(({ id }, place) => [id, place]));
    const [reached, [, aware, appeal, act, advocate], risenToAware, risenToAppeal] = await Promise.all([
      contacts.ofCreators(question, {
        creators: creators.map(({ code }) => code),
        contents: posts.map(({ contentCode, creatorId }) => [contentCode, places.get(creatorId)!]),
      }),
      stages.stagesAt(stageQuestion, window.from),
      stages.risenToAware(stageQuestion, window),
      stages.risenToAppeal(stageQuestion, window),
    ]);
    const atAppeal = RoaringBitmap32.orMany([appeal, act, advocate]);
    const newAware = RoaringBitmap32.andNot(risenToAware, RoaringBitmap32.or(aware, atAppeal));
    const newAppeal = RoaringBitmap32.andNot(risenToAppeal, atAppeal);
    const costs = costsOf(posts);
    return creators.flatMap((creator, place): CreatorFacts[] => {
      const published = costs.get(creator.id) ?? [];
      const contact = reached.get(place);
      if (published.length === 0 && !contact) return [];
      const people = contact?.people ?? new RoaringBitmap32();
      return [
        {
          creator,
          posts: published.length,
          costMinor: published.length === 0 ? null : published.reduce((sum, cost) => sum + cost, 0n),
          impressions: contact?.impressions ?? 0n,
          views: contact?.views ?? 0n,
          reach: BigInt(people.size),
          newAware: BigInt(people.andCardinality(newAware)),
          newAppeal: BigInt(people.andCardinality(newAppeal)),
        },
      ];
    });
  }
}

/** What each post that was published in the window cost, by creator. */
function costsOf(posts: readonly CreatorPosts[]): ReadonlyMap<string, readonly bigint[]> {
  const costs = new Map<string, bigint[]>();
  for (const { creatorId, costMinor, isPublishedWithin } of posts) {
    if (!isPublishedWithin) continue;
    const known = costs.get(creatorId);
    if (known) known.push(costMinor);
    else costs.set(creatorId, [costMinor]);
  }
  return costs;
}

/** Rank, then code: the order itself. Ranks have ten digits at most. */
const sortKey = ({ rank, creator }: RankedCreator): readonly string[] => [
  rank === null ? "~" : String(rank).padStart(10, "0"),
  creator.code,
];

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) if (text !== b[index]) return text < b[index]! ? -1 : 1;
  return 0;
}

function assertCursors({ after, before }: PageRequest): void {
  for (const [name, cursor] of Object.entries({ after, before })) {
    if (cursor === null || (cursor.length === 2 && /^(\d{10}|~)$/.test(cursor[0]!))) continue;
    throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that brand.creatorResources returned.`);
  }
}
