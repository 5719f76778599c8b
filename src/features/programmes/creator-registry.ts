import DataLoader from "dataloader";
import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import { answerRows, isTaken, judgeRows, MAX_REGISTERED_ROWS, type RegisteredRow } from "../../platform/registration";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import type { Creator, NewCreator, NewCreatorPost, RegistrationRejection } from "./creator";
import type { CreatorStore } from "./creator.store";
import type { ProgrammeStore } from "./programme.store";
import { checkCreator, readPost } from "./read-registration";

export interface CreatorRegistryParts {
  readonly database: Database;
  readonly store: CreatorStore;
  readonly programmes: ProgrammeStore;
  readonly brands: BrandService;
}

/** Takes creators and posts row by row; a row that came before changes nothing, other details for its code replace the old ones. */
export class CreatorRegistry {
  constructor(private readonly parts: CreatorRegistryParts) {}

  creators(context: RequestContext): DataLoader<string, Creator | null> {
    return context.memo(
      this.creators,
      () =>
        new DataLoader<string, Creator | null>(async (ids) => {
          const found = new Map((await this.parts.store.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  async registerCreators(
    context: RequestContext,
    creators: readonly NewCreator[],
    key?: string,
  ): Promise<readonly RegisteredRow<RegistrationRejection["reason"]>[]> {
    const { store, brands } = this.parts;
    const platforms = new Set((await brands.platforms(context)).map(({ code }) => code));
    const call = { key, mutation: "registerCreators", request: creators };
    const rows = await this.register(context, call, ["input", "creators"], creators, async (manager) => {
      const read = judgeRows(creators, ["code", ({ code }) => code], (row) => checkCreator(row, platforms) ?? row);
      const registered = await store.upsertCreators(manager, context, read.filter(isTaken));
      return answerRows(read, ({ code }) => code, registered);
    });
    this.creators(context).clearAll();
    return rows;
  }

  async registerPosts(
    context: RequestContext,
    brandId: number,
    posts: readonly NewCreatorPost[],
    key?: string,
  ): Promise<readonly RegisteredRow<RegistrationRejection["reason"]>[]> {
    const { store, programmes, brands } = this.parts;
    const { currencyCode } = await brands.requireGranted(context, brandId, ["input", "brandId"]);
    const known = new Map((await programmes.findOfBrand(context, brandId)).map(({ code, id }) => [code, id]));
    const call = { key, mutation: "registerCreatorPosts", request: [brandId, posts] };
    return this.register(context, call, ["input", "posts"], posts, async (manager) => {
      const creators = await store.findIds(manager, [...new Set(posts.map((post) => post.creatorCode))]);
      const facts = { creators, programmes: known, currencyCode };
      const read = judgeRows(posts, ["contentCode", (row) => row.contentCode], (row) => readPost(row, facts));
      const registered = await store.upsertPosts(manager, context, brandId, read.filter(isTaken));
      return answerRows(read, ({ contentCode }) => contentCode, registered);
    });
  }

  private register(
    context: RequestContext,
    call: IdempotentCall,
    path: readonly string[],
    rows: readonly unknown[],
    work: (manager: EntityManager) => Promise<readonly RegisteredRow<RegistrationRejection["reason"]>[]>,
  ): Promise<readonly RegisteredRow<RegistrationRejection["reason"]>[]> {
    return once(this.parts.database, context, call, (manager) => {
      if (rows.length >= 1 && rows.length <= MAX_REGISTERED_ROWS) return work(manager);
      throw UserProblems.one(
        "INVALID_INPUT",
        path,
        `${path.at(-1)} must have 1 to ${MAX_REGISTERED_ROWS} elements, but got ${rows.length}; send them in several calls.`,
      );
    });
  }
}
