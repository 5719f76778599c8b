import DataLoader from "dataloader";
import type { Page, PageRequest } from "../../platform/page";
import type { RequestContext } from "../../platform/request-context";
import { RequestError, UserProblems } from "../../platform/user-error";
import type { MediaProgramme } from "./programme";
import type { ProgrammeStore } from "./programme.store";

/** Reads programmes; what the caller may not see does not exist. */
export class ProgrammeService {
  constructor(private readonly store: ProgrammeStore) {}

  programmes(context: RequestContext): DataLoader<string, MediaProgramme | null> {
    return context.memo(
      this.programmes,
      () =>
        new DataLoader<string, MediaProgramme | null>(async (ids) => {
          const found = new Map((await this.store.findByIds(context, ids)).map((row) => [row.id, row]));
          return ids.map((id) => found.get(id) ?? null);
        }),
    );
  }

  /** A visible programme for a change; anything else is the caller's mistake at `field`. */
  async require(context: RequestContext, id: string, field: readonly string[]): Promise<MediaProgramme> {
    const programme = await this.programmes(context).load(id);
    if (!programme)
      throw UserProblems.one(
        "NOT_FOUND",
        field,
        `${field.join(".")} must name a media programme of this organisation; list them with brand { mediaProgrammes }.`,
      );
    return programme;
  }

  page(context: RequestContext, brandId: number, request: PageRequest): Promise<Page<MediaProgramme>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null || (cursor.length === 1 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor[0]!)))
        continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that brand.mediaProgrammes returned.`);
    }
    return this.store.findPage(context, brandId, request);
  }

  count(context: RequestContext, brandId: number): Promise<number> {
    return this.store.count(context, brandId);
  }

  /** As it is now, also where an earlier mutation of the same document read it. */
  async reread(context: RequestContext, id: string): Promise<MediaProgramme> {
    this.programmes(context).clear(id);
    return (await this.programmes(context).load(id))!;
  }
}
