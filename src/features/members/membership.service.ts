import DataLoader from "dataloader";
import type { RequestContext } from "../../platform/request-context";
import { UserProblems } from "../../platform/user-error";
import type { MembershipProgramme, MembershipTiers } from "./membership";
import type { MembershipStore } from "./membership.store";

/** Reads programmes; what the caller may not see does not exist. */
export class MembershipService {
  constructor(private readonly store: MembershipStore) {}

  programmes(context: RequestContext): DataLoader<string, MembershipProgramme | null> {
    return context.memo(
      this.programmes,
      () =>
        new DataLoader<string, MembershipProgramme | null>((ids) =>
          Promise.all(ids.map((id) => this.store.find(context, { id }))),
        ),
    );
  }

  ofBrand(context: RequestContext, brandId: number): Promise<MembershipProgramme | null> {
    return this.store.find(context, { brandId });
  }

  /** Every version of a programme's tiers, newest first. */
  tiers(context: RequestContext, programmeId: string): Promise<readonly MembershipTiers[]> {
    return this.store.findTiers(context, programmeId);
  }

  /** A visible programme for a change; anything else is the caller's mistake at `field`. */
  async require(context: RequestContext, id: string, field: readonly string[]): Promise<MembershipProgramme> {
    const programme = await this.programmes(context).load(id);
    if (programme) return programme;
    throw UserProblems.one(
      "NOT_FOUND",
      field,
      `${field.join(".")} must name a membership programme of this organisation; see brand { membershipProgramme }.`,
    );
  }

  /** As it is now, also where an earlier mutation of the same document read it. */
  async reread(context: RequestContext, id: string): Promise<MembershipProgramme> {
    this.programmes(context).clear(id);
    return (await this.programmes(context).load(id))!;
  }
}
