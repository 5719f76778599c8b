import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { RuleSetStore } from "./rule-set.store";
import type { RuleSetVersion } from "./rule-set-version";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads rules; what the caller may not see does not exist. */
export class RuleSetService {
  constructor(private readonly store: RuleSetStore) {}

  versions(context: RequestContext): DataLoader<string, RuleSetVersion | null> {
    return context.memo(
      this.versions,
      () =>
        new DataLoader<string, RuleSetVersion | null>(async (ids) => {
          const found = new Map((await this.store.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  /** Visible rules; anything else is the caller's mistake at `field`. */
  async require(context: RequestContext, id: string, field: readonly string[]): Promise<RuleSetVersion> {
    const version = await this.versions(context).load(id);
    if (version) return version;
    throw UserProblems.one(
      "NOT_FOUND",
      field,
      `${field.join(".")} must name a shipped rule set or one of this organisation; list them with ruleSets.`,
    );
  }

  page(context: RequestContext, brandId: number | null, request: PageRequest): Promise<Page<RuleSetVersion>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before }))
      if (cursor !== null && !(cursor.length === 1 && UUID.test(cursor[0]!)))
        throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that ruleSets returned.`);
    return this.store.findPage(context, brandId, request);
  }

  count(context: RequestContext, brandId: number | null): Promise<number> {
    return this.store.count(context, brandId);
  }
}
