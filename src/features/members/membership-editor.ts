import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { checkName } from "../campaigns";
import { readTiers, type TierDefinitionDraft } from "./check-tiers";
import type { MembershipProgramme, NetAddTarget } from "./membership";
import type { MembershipService } from "./membership.service";
import type { MembershipStore } from "./membership.store";

export interface NewMembershipProgramme {
  readonly brandId: number;
  readonly name: string;
  readonly target: NetAddTarget | null;
  readonly tiers: TierDefinitionDraft;
}

/** Absent stays as it is; null takes the target away. */
export interface MembershipProgrammeChange {
  readonly name?: string | null | undefined;
  readonly target?: NetAddTarget | null | undefined;
}

export interface VersionedTarget {
  readonly id: string;
  readonly expectedVersion: number;
}

export interface MembershipEditorParts {
  readonly database: Database;
  readonly store: MembershipStore;
  readonly programmes: MembershipService;
  readonly brands: BrandService;
}

/** Sets programmes up and changes them; a change of tiers is a new version of them. */
export class MembershipEditor {
  constructor(private readonly parts: MembershipEditorParts) {}

  async create(
    context: RequestContext,
    input: NewMembershipProgramme,
    idempotencyKey?: string,
  ): Promise<MembershipProgramme> {
    const { database, store, programmes, brands } = this.parts;
    const brand = await brands.requireGranted(context, input.brandId, ["input", "brandId"]);
    const problems = new ProblemList();
    checkName(problems, input.name, ["input", "name"]);
    checkTarget(problems, input.target);
    const definition = readTiers(problems, input.tiers, brand, ["input", "tiers"]);
    const call: IdempotentCall = {
      key: idempotencyKey,
      mutation: "createMembershipProgramme",
      request: { ...input, target: input.target && { ...input.target, netAdds: String(input.target.netAdds) } },
    };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const now = context.clock.now();
      const tiers = {
        ...definition,
        id: newId(now),
        version: 1,
        createdAt: now,
        currencyCode: brand.currencyCode,
      };
      const programme: MembershipProgramme = { ...input, id: newId(now), version: 1, tiers };
      if (await store.insert(manager, context, programme)) return programme.id;
      throw UserProblems.one(
        "PROGRAMME_EXISTS",
        ["input", "brandId"],
        "A brand has one membership programme in an organisation, but this one has one already; change it with changeMembershipTiers.",
      );
    });
    return programmes.reread(context, id);
  }

  async change(
    context: RequestContext,
    target: VersionedTarget,
    change: MembershipProgrammeChange,
  ): Promise<MembershipProgramme> {
    const { database, store } = this.parts;
    const now = await this.current(context, target);
    const problems = new ProblemList();
    if (change.name === null)
      problems.add(
        "INVALID_INPUT",
        ["input", "name"],
        "name must have a value, but got null; leave it out to keep it.",
      );
    const changed: MembershipProgramme = {
      ...now,
      name: change.name ?? now.name,
      target: change.target === undefined ? now.target : change.target,
    };
    checkName(problems, changed.name, ["input", "name"]);
    checkTarget(problems, changed.target);
    problems.throwIfAny();
    const isCurrent = await database.withTenant(context, (manager) => store.update(manager, changed));
    return this.after(context, target, isCurrent);
  }

  /** Evaluations of before keep the version that they were made with. */
  async changeTiers(
    context: RequestContext,
    target: VersionedTarget,
    draft: TierDefinitionDraft,
  ): Promise<MembershipProgramme> {
    const { database, store, brands } = this.parts;
    const now = await this.current(context, target);
    const brand = await brands.requireGranted(context, now.brandId, ["id"]);
    const problems = new ProblemList();
    const definition = readTiers(problems, draft, brand, ["input"]);
    problems.throwIfAny();
    const createdAt = context.clock.now();
    const isCurrent = await database.withTenant(context, async (manager) => {
      if (!(await store.update(manager, now))) return false;
      await store.insertTiers(manager, context, now.id, {
        ...definition,
        id: newId(createdAt),
        version: now.tiers.version + 1,
        createdAt,
        currencyCode: brand.currencyCode,
      });
      return true;
    });
    return this.after(context, target, isCurrent);
  }

  private async current(
    context: RequestContext,
    { id, expectedVersion }: VersionedTarget,
  ): Promise<MembershipProgramme> {
    const programme = await this.parts.programmes.require(context, id, ["id"]);
    if (programme.version !== expectedVersion) throw versionConflict(programme.version, expectedVersion);
    return programme;
  }

  private async after(
    context: RequestContext,
    { id, expectedVersion }: VersionedTarget,
    isCurrent: boolean,
  ): Promise<MembershipProgramme> {
    const after = await this.parts.programmes.reread(context, id);
    if (!isCurrent) throw versionConflict(after.version, expectedVersion);
    return after;
  }
}

/** Longest period of a target: ten years. */
const MAX_TARGET_MS = 3_653 * 86_400_000;

function checkTarget(problems: ProblemList, target: NetAddTarget | null): void {
  if (target === null) return;
  if (target.netAdds < 1n || target.netAdds > BigInt(0xffff_ffff))
    problems.add(
      "INVALID_INPUT",
      ["input", "target", "netAdds"],
      `netAdds must be 1 to ${0xffff_ffff}, but got ${target.netAdds}.`,
    );
  const length = target.to.getTime() - target.from.getTime();
  if (length <= 0 || length > MAX_TARGET_MS)
    problems.add(
      "INVALID_INPUT",
      ["input", "target", "to"],
      `to must lie after from (${target.from.toISOString()}), at most ten years, but got ${target.to.toISOString()}.`,
    );
}

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the programme's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
