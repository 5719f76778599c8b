import { newId } from "../../platform/ids";
import { type MinorMoney, parseMinor } from "../../platform/money";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { Brand, BrandService } from "../brands";
import { checkName, isText } from "../campaigns";
import type { MediaProgramme } from "./programme";
import type { ProgrammeService } from "./programme.service";
import type { ProgrammeStore } from "./programme.store";

/** Longest code: that of a touchpoint's `programmeCode`. */
const MAX_CODE_LENGTH = 200;
const MAX_CONTRACT_NUMBER_LENGTH = 100;

interface MoneyText {
  readonly amount: string;
  readonly currencyCode: string;
}

export interface NewMediaProgramme extends Omit<MediaProgramme, "id" | "version" | "budget"> {
  readonly budget: MoneyText | null;
}

/** Absent leaves a value as it is; null clears it where it may be absent. */
export interface MediaProgrammeChange {
  readonly name?: string | null | undefined;
  readonly partnerPlatform?: string | null | undefined;
  readonly contractNumber?: string | null | undefined;
  readonly startsOn?: string | null | undefined;
  readonly endsOn?: string | null | undefined;
  readonly hasDataReturn?: boolean | null | undefined;
  readonly budget?: MoneyText | null | undefined;
}

export interface ProgrammeEditorParts {
  readonly database: Database;
  readonly store: ProgrammeStore;
  readonly programmes: ProgrammeService;
  readonly brands: BrandService;
}

/** Makes and changes programmes. */
export class ProgrammeEditor {
  constructor(private readonly parts: ProgrammeEditorParts) {}

  /** Problems are found before the transaction and thrown inside it, so that a replay answers as the first call did. */
  async create(context: RequestContext, input: NewMediaProgramme, idempotencyKey?: string): Promise<MediaProgramme> {
    const { database, store, programmes, brands } = this.parts;
    const problems = new ProblemList();
    const brand = await brands.requireGranted(context, input.brandId, ["input", "brandId"]);
    if (!isText(input.code, MAX_CODE_LENGTH))
      problems.add(
        "INVALID_INPUT",
        ["input", "code"],
        `code must be 1 to ${MAX_CODE_LENGTH} characters, none of them a control character, but got ${JSON.stringify(input.code.slice(0, 60))}.`,
      );
    const budget = readBudget(problems, input.budget, brand);
    await this.check(context, problems, input);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "createMediaProgramme", request: input };
    const id = await once(database, context, call, async (manager) => {
      problems.throwIfAny();
      const programme: MediaProgramme = { ...input, id: newId(context.clock.now()), budget, version: 1 };
      if (await store.insert(manager, context, programme, brand.currencyCode)) return programme.id;
      throw UserProblems.one(
        "CODE_TAKEN",
        ["input", "code"],
        `code must be new in the organisation, but a media programme "${input.code}" exists.`,
      );
    });
    return programmes.reread(context, id);
  }

  async change(
    context: RequestContext,
    target: { readonly id: string; readonly expectedVersion: number },
    change: MediaProgrammeChange,
  ): Promise<MediaProgramme> {
    const { database, store, programmes, brands } = this.parts;
    const now = await programmes.require(context, target.id, ["id"]);
    if (now.version !== target.expectedVersion) throw versionConflict(now.version, target.expectedVersion);
    const brand = await brands.requireGranted(context, now.brandId, ["id"]);
    const problems = new ProblemList();
    const budget = change.budget === undefined ? now.budget : readBudget(problems, change.budget, brand);
    const changed: MediaProgramme = {
      ...now,
      name: kept(problems, "name", change.name, now.name),
      partnerPlatform: kept(problems, "partnerPlatform", change.partnerPlatform, now.partnerPlatform),
      startsOn: kept(problems, "startsOn", change.startsOn, now.startsOn),
      hasDataReturn: kept(problems, "hasDataReturn", change.hasDataReturn, now.hasDataReturn),
      contractNumber: change.contractNumber === undefined ? now.contractNumber : change.contractNumber,
      endsOn: change.endsOn === undefined ? now.endsOn : change.endsOn,
      budget,
    };
    await this.check(context, problems, changed);
    problems.throwIfAny();
    const isCurrent = await database.withTenant(context, (manager) => store.update(manager, changed));
    const after = await programmes.reread(context, target.id);
    if (!isCurrent) throw versionConflict(after.version, target.expectedVersion);
    return after;
  }

  private async check(
    context: RequestContext,
    problems: ProblemList,
    { name, partnerPlatform, contractNumber, startsOn, endsOn }: Omit<NewMediaProgramme, "budget" | "code" | "brandId">,
  ): Promise<void> {
    checkName(problems, name, ["input", "name"]);
    const platforms = (await this.parts.brands.platforms(context)).map(({ code }) => code);
    if (!platforms.includes(partnerPlatform))
      problems.add(
        "INVALID_INPUT",
        ["input", "partnerPlatform"],
        `partnerPlatform must be one of ${platforms.join(", ")}, but got ${JSON.stringify(partnerPlatform.slice(0, 60))}.`,
      );
    if (contractNumber !== null && !isText(contractNumber, MAX_CONTRACT_NUMBER_LENGTH))
      problems.add(
        "INVALID_INPUT",
        ["input", "contractNumber"],
        `contractNumber must be 1 to ${MAX_CONTRACT_NUMBER_LENGTH} characters, none of them a control character, but got ${JSON.stringify(contractNumber.slice(0, 60))}; leave it out when there is none.`,
      );
    if (endsOn !== null && endsOn <= startsOn)
      problems.add(
        "INVALID_INPUT",
        ["input", "endsOn"],
        `endsOn is the first day after the contract and must lie after startsOn (${startsOn}), but got ${endsOn}.`,
      );
  }
}

/** The new value of a field that cannot be without one. */
function kept<T>(problems: ProblemList, field: string, changed: T | null | undefined, now: T): T {
  if (changed === null)
    problems.add(
      "INVALID_INPUT",
      ["input", field],
      `${field} must have a value, but got null; leave it out to keep it.`,
    );
  return changed ?? now;
}

function readBudget(problems: ProblemList, budget: MoneyText | null, { currencyCode }: Brand): MinorMoney | null {
  if (budget === null) return null;
  const minor = budget.currencyCode === currencyCode ? parseMinor(budget.amount, currencyCode) : null;
  if (minor !== null && minor >= 0n) return { minor, currencyCode };
  problems.add(
    "INVALID_INPUT",
    ["input", "budget"],
    `budget must be an amount of at least 0 in whole minor units of the brand's currency ${currencyCode}, but got ${budget.amount} ${budget.currencyCode.slice(0, 3)}.`,
  );
  return null;
}

const versionConflict = (current: number, expected: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the programme's current version ${current}, but got ${expected}; read it again and repeat the change.`,
  );
