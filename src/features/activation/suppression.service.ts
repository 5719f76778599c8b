import { createHash } from "node:crypto";
import { RoaringBitmap32 } from "roaring";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import { checkIdentity, type Identity, type PeopleKeys, type PeopleOverlay } from "../people";
import { ALL_BRANDS, type SuppressionStore } from "./suppression.store";

export const MAX_SUPPRESSED_AT_ONCE = 10_000;

export interface SuppressionChange {
  /** Null: for all brands. */
  readonly brandId: number | null;
  readonly identities: readonly Identity[];
}

export interface SuppressionServiceParts {
  readonly database: Database;
  readonly store: SuppressionStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly keys: PeopleKeys;
  readonly overlay: PeopleOverlay;
}

/** People of the list, and a name of the list as it was read. */
export interface SuppressedPeople {
  readonly people: RoaringBitmap32;
  readonly listHash: string;
}

/** Hashed identities whose people never leave on behalf of an organisation, under whatever identity they are known. */
export class SuppressionService {
  constructor(private readonly parts: SuppressionServiceParts) {}

  /** Answers how many identities were not on the list before. */
  add(context: RequestContext, change: SuppressionChange, idempotencyKey?: string): Promise<number> {
    return this.write(context, "suppressIdentities", change, idempotencyKey);
  }

  /** Answers how many identities were on the list. */
  remove(context: RequestContext, change: SuppressionChange, idempotencyKey?: string): Promise<number> {
    return this.write(context, "unsuppressIdentities", change, idempotencyKey);
  }

  /** As the caller's organisation knows them. Read inside `StablePlane.read`. */
  async people(context: RequestContext, brandId: number): Promise<SuppressedPeople> {
    const { store, keys, overlay } = this.parts;
    const listed = await store.findKeys(context, brandId);
    const persons = await keys.personsOf(await overlay.idOf(context), listed);
    const listHash = createHash("sha256").update(listed.join("\n")).digest("hex");
    return { people: new RoaringBitmap32([...persons.values()]), listHash };
  }

  private async write(
    context: RequestContext,
    mutation: "suppressIdentities" | "unsuppressIdentities",
    { brandId, identities }: SuppressionChange,
    idempotencyKey: string | undefined,
  ): Promise<number> {
    const { database, store, access, brands } = this.parts;
    if (brandId !== null) await brands.requireGranted(context, brandId, ["brandId"]);
    const keys = await this.keysOf(identities);
    const call = { key: idempotencyKey, mutation, request: { brandId, keys } };
    return once(database, context, call, async (manager) => {
      const change = { brandId: brandId ?? ALL_BRANDS, keys };
      const changed =
        mutation === "suppressIdentities"
          ? await store.insert(manager, context, change)
          : await store.delete(manager, change);
      await access.audit(manager, context, mutation, `Organisation:${context.organisationId}`, { brandId, changed });
      return changed;
    });
  }

  private async keysOf(identities: readonly Identity[]): Promise<readonly string[]> {
    const problems = new ProblemList();
    if (identities.length === 0 || identities.length > MAX_SUPPRESSED_AT_ONCE) {
      const rule = `identities must have 1 to ${MAX_SUPPRESSED_AT_ONCE} elements, but got ${identities.length}; send them in several calls.`;
      problems.add("INVALID_INPUT", ["identities"], rule);
      problems.throwIfAny();
    }
    const namespaces = await this.parts.brands.namespaces();
    const keys = identities.map((identity, index) => {
      const checked = checkIdentity(identity, namespaces);
      if (!("problem" in checked)) return this.parts.keys.keyOf(checked);
      problems.add("INVALID_INPUT", ["identities", String(index), checked.field], checked.problem);
      return "";
    });
    problems.throwIfAny();
    return [...new Set(keys)];
  }
}
