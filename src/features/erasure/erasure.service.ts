import { newId } from "../../platform/ids";
import type { JobStore } from "../../platform/jobs/job-store";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import type { AccessService } from "../access";
import type { BrandService } from "../brands";
import { checkIdentity, type ErasedIdentities, type Identity, type StoredPeople } from "../people";
import { ERASE_IDENTITY } from "./erasure-job";
import type { IdentityErasure } from "./identity-erasure";
import type { IdentityErasureStore } from "./identity-erasure.store";
import type { PersonSeal } from "./person-seal";

export interface ErasureRequest {
  readonly identity: Identity;
  readonly requestReference: string;
}

export interface ErasureServiceParts {
  readonly database: Database;
  readonly jobs: JobStore;
  readonly access: AccessService;
  readonly brands: BrandService;
  readonly store: IdentityErasureStore;
  readonly seal: PersonSeal;
  readonly stored: StoredPeople;
  readonly erased: ErasedIdentities;
}

const MAX_REFERENCE = 200;

/** Requests to be forgotten, and their receipts. */
export class ErasureService {
  constructor(private readonly its: ErasureServiceParts) {}

  /** The queued erasure. Whether anybody is known under the identity, its outcome tells. */
  async request(context: RequestContext, input: ErasureRequest, key?: string): Promise<IdentityErasure> {
    const { database, jobs, access, store, seal, stored, erased } = this.its;
    const { identity, requestReference } = await this.check(input, key);
    const person = stored.named(identity);
    const mark = erased.markOf(person.keys[0]!);
    // The request is told apart by the mark: a plain hash of it could be guessed.
    const call = { key, mutation: "eraseIdentity", request: { mark, requestReference } };
    const id = await once(database, context, call, async (manager) => {
      const id = newId(context.clock.now());
      await jobs.enqueue(manager, context, { id, kind: ERASE_IDENTITY, payload: {} });
      await store.insert(manager, context, { id, mark, requestReference, sealedPerson: seal.seal(person) });
      await access.audit(manager, context, "eraseIdentity", `IdentityErasure:${id}`, { requestReference });
      return id;
    });
    return (await store.find(context, id))!;
  }

  find(context: RequestContext, id: string): Promise<IdentityErasure | null> {
    return this.its.store.find(context, id);
  }

  page(context: RequestContext, request: PageRequest): Promise<Page<IdentityErasure>> {
    return this.its.store.findPage(context, request);
  }

  count(context: RequestContext): Promise<number> {
    return this.its.store.count(context);
  }

  /** What is kept of a request for years must not name the person. */
  private async check(
    { identity, requestReference }: ErasureRequest,
    key: string | undefined,
  ): Promise<ErasureRequest> {
    const problems = new ProblemList();
    const checked = checkIdentity(identity, await this.its.brands.namespaces());
    if ("problem" in checked) problems.add("INVALID_INPUT", ["input", "identity", checked.field], checked.problem);
    const reference = requestReference.trim();
    if (reference === "" || reference.length > MAX_REFERENCE)
      problems.add(
        "INVALID_INPUT",
        ["input", "requestReference"],
        `requestReference must have 1 to ${MAX_REFERENCE} characters, but got ${reference.length}.`,
      );
    const named = (text: string): boolean => !("problem" in checked) && holdsWord(text, checked.value);
    if (named(reference))
      problems.add(
        "INVALID_INPUT",
        ["input", "requestReference"],
        "requestReference stays when the person is gone, so it must not hold the identity, but does; name the request otherwise.",
      );
    if (key !== undefined && named(key))
      problems.add(
        "INVALID_INPUT",
        ["idempotencyKey"],
        "idempotencyKey must not hold the identity, but does; choose a random one.",
      );
    problems.throwIfAny();
    return { identity: checked as Identity, requestReference: reference };
  }
}

/** Whether a text holds the value as a word of its own, in any case. */
function holdsWord(text: string, value: string): boolean {
  const literal = value.replaceAll(/[^A-Za-z0-9]/g, "\\$&");
  return new RegExp(`(^|[^A-Za-z0-9])${literal}([^A-Za-z0-9]|$)`, "i").test(text);
}
