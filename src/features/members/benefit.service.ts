import { newId } from "../../platform/ids";
import { parseMinor } from "../../platform/money";
import type { Page, PageRequest } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, RequestError, UserProblems } from "../../platform/user-error";
import type { BrandService } from "../brands";
import { checkName, isText } from "../campaigns";
import type { Benefit } from "./benefit";
import type { BenefitStore } from "./benefit.store";
import type { MembershipService } from "./membership.service";

/** In major units. */
export interface Cost {
  readonly amount: string;
  readonly currencyCode: string;
}

export interface NewBenefit extends Omit<Benefit, "id" | "unitCost" | "version" | "withdrawnAt"> {
  readonly unitCost: Cost;
}

export const MAX_CODE_LENGTH = 200;
export const MAX_USES = 1_000;
export const MAX_VALID_DAYS = 3_660;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface BenefitServiceParts {
  readonly database: Database;
  readonly store: BenefitStore;
  readonly programmes: MembershipService;
  readonly brands: BrandService;
}

/** What a programme can give. */
export class BenefitService {
  constructor(private readonly parts: BenefitServiceParts) {}

  find(context: RequestContext, id: string): Promise<Benefit | null> {
    return this.parts.store.find(context, id);
  }

  ofProgramme(context: RequestContext, programmeId: string): Promise<readonly Benefit[]> {
    return this.parts.store.findOfProgramme(context, programmeId);
  }

  /** Newest first. */
  page(context: RequestContext, programmeId: string, request: PageRequest): Promise<Page<Benefit>> {
    for (const [name, cursor] of Object.entries({ after: request.after, before: request.before })) {
      if (cursor === null || (cursor.length === 1 && UUID.test(cursor[0]!))) continue;
      throw new RequestError("BAD_USER_INPUT", `${name} must be a cursor that membershipProgramme.benefits returned.`);
    }
    return this.parts.store.findPage(context, programmeId, request);
  }

  count(context: RequestContext, programmeId: string): Promise<number> {
    return this.parts.store.count(context, programmeId);
  }

  /** A visible benefit for a change; anything else is the caller's mistake at `field`. */
  async require(context: RequestContext, id: string, field: readonly string[]): Promise<Benefit> {
    const benefit = await this.parts.store.find(context, id);
    if (benefit) return benefit;
    throw UserProblems.one(
      "NOT_FOUND",
      field,
      `${field.join(".")} must name a benefit of this organisation; list them with membershipProgramme { benefits }.`,
    );
  }

  async create(context: RequestContext, input: NewBenefit, idempotencyKey?: string): Promise<Benefit> {
    const { database, store, programmes, brands } = this.parts;
    const programme = await programmes.require(context, input.programmeId, ["input", "membershipProgrammeId"]);
    const { currencyCode } = await brands.requireGranted(context, programme.brandId, [
      "input",
      "membershipProgrammeId",
    ]);
    const problems = new ProblemList();
    const invalid = (field: string, message: string): void => problems.add("INVALID_INPUT", ["input", field], message);
    if (!isText(input.code, MAX_CODE_LENGTH))
      invalid(
        "code",
        `code must be 1 to ${MAX_CODE_LENGTH} characters, none of them a control character, but got ${JSON.stringify(input.code.slice(0, 60))}.`,
      );
    checkName(problems, input.name, ["input", "name"]);
    if (input.uses < 1 || input.uses > MAX_USES)
      invalid("uses", `uses must be 1 to ${MAX_USES}, but got ${input.uses}.`);
    checkValidDays(problems, input.validDays);
    const minor = readUnitCost(problems, input.unitCost, currencyCode);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createBenefit", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const id = newId(context.clock.now());
      const benefit: Benefit = { ...input, id, unitCost: { minor, currencyCode }, version: 1, withdrawnAt: null };
      if (await store.insert(manager, context, benefit)) return benefit.id;
      throw UserProblems.one(
        "CODE_TAKEN",
        ["input", "code"],
        `code must be new in the programme, but a benefit "${input.code.slice(0, 60)}" exists.`,
      );
    });
    return (await store.find(context, id))!;
  }
}

export function checkValidDays(problems: ProblemList, validDays: number | null): void {
  if (validDays === null || (validDays >= 1 && validDays <= MAX_VALID_DAYS)) return;
  problems.add(
    "INVALID_INPUT",
    ["input", "validDays"],
    `validDays must be 1 to ${MAX_VALID_DAYS}, but got ${validDays}; leave it out for ever.`,
  );
}

/** Minor units; 0 beside a problem. */
export function readUnitCost(problems: ProblemList, { amount, currencyCode: got }: Cost, currencyCode: string): bigint {
  const minor = got === currencyCode ? parseMinor(amount, currencyCode) : null;
  if (minor !== null && minor >= 0n) return minor;
  problems.add(
    "INVALID_INPUT",
    ["input", "unitCost"],
    `unitCost must be an amount of at least 0 in whole minor units of the brand's currency ${currencyCode}, but got ${amount} ${got.slice(0, 3)}.`,
  );
  return 0n;
}
