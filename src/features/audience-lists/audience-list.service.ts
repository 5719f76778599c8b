import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { settled } from "../../platform/settled";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AccessService } from "../access";
import { type AudienceSize, tellSize } from "../audiences";
import type { BrandService } from "../brands";
import type { ListedPeople, MatchedList, PeopleCopies, PeopleOverlay, RefusedValue } from "../people";
import { type AudienceList, MAX_LISTS, MAX_UPLOADS, type NewAudienceList } from "./audience-list";
import type { AudienceListStore } from "./audience-list.store";
import type { AudienceListPeopleStore } from "./audience-list-people.store";
import { checkList, checkValues, expiryOf } from "./check-list";
import type { PublishedLists } from "./published-lists";

export interface AudienceListServiceParts {
  readonly database: Database;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly listed: ListedPeople;
  readonly store: AudienceListStore;
  readonly people: AudienceListPeopleStore;
  readonly published: PublishedLists;
  readonly copies: PeopleCopies;
  readonly overlay: PeopleOverlay;
}

/** What became of the rows of one call. */
export interface AnsweredList {
  readonly listId: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** The first of those rejected. */
  readonly refused: readonly RefusedValue[];
}

/** Whom a list matches, as its organisation may know it. */
export interface ListMatch {
  readonly size: AudienceSize;
  readonly minimumPeople: number;
  readonly isUsable: boolean;
}

/** Rejected rows that an answer names. */
export const MAX_REFUSED = 1_000;

interface Upload extends MatchedList {
  readonly id: string;
}

/** Takes lists of hashed ids for rules to name. Kept is who was known under them, not the ids. */
export class AudienceListService {
  constructor(private readonly parts: AudienceListServiceParts) {}

  async upload(context: RequestContext, list: NewAudienceList, idempotencyKey?: string): Promise<AnsweredList> {
    const { store } = this.parts;
    const call = { key: idempotencyKey, mutation: "uploadAudienceList", request: list };
    const checked = async (): Promise<string> => {
      const problems = new ProblemList();
      checkList(problems, list, await this.parts.brands.namespaces(), context.clock.now());
      problems.throwIfAny();
      return list.namespace;
    };
    return this.publish(context, call, { values: list.values, checked }, async (manager) => {
      if ((await store.countLocked(manager, context)) >= MAX_LISTS)
        throw tooMany("lists of an organisation", MAX_LISTS);
      const id = newId(context.clock.now());
      const { name, namespace } = list;
      const row = { id, name, namespace, expiresAt: expiryOf(list.expiresAt, context.clock.now()) };
      if (!(await store.insert(manager, context, row))) throw nameTaken(name);
      return id;
    });
  }

  /** More ids for a list. */
  async extend(
    context: RequestContext,
    { id, values }: { readonly id: string; readonly values: readonly string[] },
    idempotencyKey?: string,
  ): Promise<AnsweredList> {
    const call = { key: idempotencyKey, mutation: "extendAudienceList", request: { id, values } };
    const checked = async (): Promise<string> => {
      const problems = new ProblemList();
      checkValues(problems, values, ["values"]);
      const list = await this.find(context, id);
      if (!list) problems.add("NOT_FOUND", ["id"], GONE);
      if (list && list.uploadIds.length >= MAX_UPLOADS) throw tooMany("uploads of a list", MAX_UPLOADS);
      problems.throwIfAny();
      return list!.namespace;
    };
    return this.publish(context, call, { values, checked }, async () => id);
  }

  find(context: RequestContext, id: string): Promise<AudienceList | null> {
    return this.parts.store.find(context, id);
  }

  all(context: RequestContext): Promise<readonly AudienceList[]> {
    return this.parts.store.findAll(context);
  }

  async match(context: RequestContext, { uploadIds }: AudienceList): Promise<ListMatch> {
    const { access, overlay, published } = this.parts;
    const organisation = await access.ownOrganisation(context);
    const people = await published.people(uploadIds, await overlay.idOf(context));
    const { minimumListPeople: minimumPeople } = organisation;
    const isUsable = people.size >= minimumPeople;
    const size = isUsable ? people.size : 0;
    return {
      size: { ...tellSize(BigInt(size), organisation), ...(!isUsable && { people: null }) },
      minimumPeople,
      isUsable,
    };
  }

  /** Whom the values match is written first, and counts once the transaction commits. */
  private publish(
    context: RequestContext,
    call: IdempotentCall,
    { values, checked }: { readonly values: readonly string[]; readonly checked: () => Promise<string> },
    listOf: (manager: Parameters<Parameters<typeof once>[3]>[0]) => Promise<string>,
  ): Promise<AnsweredList> {
    const { database, access, store, copies } = this.parts;
    return copies.make(async (assertHeld) => {
      const prepared = await settled(checked().then((namespace) => this.write(context, namespace, values)));
      return once(database, context, call, async (manager) => {
        const { id, accepted, duplicates, refused } = prepared();
        assertHeld();
        const listId = await listOf(manager);
        const rejected = refused.length;
        if (!(await store.insertUpload(manager, context, { id, listId, accepted, rejected })))
          throw UserProblems.one("NOT_FOUND", ["id"], GONE);
        await access.audit(manager, context, call.mutation, `AudienceList:${listId}`, { accepted, rejected });
        return { listId, accepted, duplicates, rejected, refused: refused.slice(0, MAX_REFUSED) };
      });
    });
  }

  private async write(context: RequestContext, namespace: string, values: readonly string[]): Promise<Upload> {
    const matched = await this.parts.listed.match(context, namespace, values);
    const id = newId(context.clock.now());
    await this.parts.people.insert(id, matched.people);
    return { id, ...matched };
  }
}

const GONE =
  "id must name a list of this organisation that has not expired; list them with audienceLists, or upload one with uploadAudienceList.";

const nameTaken = (name: string): UserProblems =>
  UserProblems.one(
    "NAME_TAKEN",
    ["input", "name"],
    `name must be new among the organisation's lists, but "${name}" exists; choose another, or add to it with extendAudienceList.`,
  );

const tooMany = (what: string, most: number): UserProblems =>
  UserProblems.one(
    "INVALID_INPUT",
    null,
    `The ${what} must be at most ${most}, but there are so many; wait until one expires.`,
  );
