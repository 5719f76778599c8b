import { newId } from "../../platform/ids";
import { currencyExponent, isCurrencyCode } from "../../platform/money";
import type { Database } from "../../platform/postgres/database";
import { once } from "../../platform/postgres/idempotency";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import { checkName, isText } from "../campaigns";
import { MAX_LINES } from "./journey-limits";
import { MAX_CHANNEL_LENGTH, MAX_PATH_TOUCHES, MAX_PATHS, type NewPathSet, type PathSet } from "./path-set";
import type { PathSetStore } from "./path-set.store";

/** Conversions and nulls of all paths together are counted in doubles. */
const MAX_COUNT = 10n ** 12n;

export class PathSetService {
  constructor(
    private readonly database: Database,
    private readonly store: PathSetStore,
  ) {}

  find(context: RequestContext, id: string): Promise<PathSet | null> {
    return this.store.find(context, id);
  }

  /** Keeps counted paths of an outside source, to be attributed by a run. */
  async import(context: RequestContext, input: NewPathSet, idempotencyKey?: string): Promise<PathSet> {
    const journeys = checkPaths(input);
    const { name, currencyCode, directChannels } = input;
    const request = {
      ...input,
      paths: input.paths.map(({ conversions, nulls, ...path }) => [path, `${conversions}`, `${nulls}`]),
    };
    const call = { key: idempotencyKey, mutation: "importAttributionPaths", request };
    const id = await once(this.database, context, call, async (manager) => {
      const createdAt = context.clock.now();
      const set = { id: newId(createdAt), name, currencyCode, directChannels, createdAt, journeys };
      await this.store.insert(manager, context, set);
      return set.id;
    });
    return (await this.store.find(context, id))!;
  }
}

/** A visible set for a run; anything else is the caller's mistake. */
export async function requirePathSet(context: RequestContext, store: PathSetStore, id: string): Promise<void> {
  if (await store.find(context, id)) return;
  throw UserProblems.one(
    "NOT_FOUND",
    ["input", "pathSetId"],
    "input.pathSetId must name imported paths of this organisation; import them with importAttributionPaths.",
  );
}

function checkPaths({ name, currencyCode, paths }: NewPathSet): PathSet["journeys"] {
  const problems = new ProblemList();
  const refuse = (field: readonly (string | number)[], message: string): void => {
    // A file with one mistake in every row is told by its first hundred.
    if (problems.all.length < 100) problems.add("INVALID_INPUT", ["input", ...field.map(String)], message);
  };
  checkName(problems, name, ["input", "name"]);
  if (!isCurrencyCode(currencyCode))
    refuse(
      ["currencyCode"],
      `currencyCode must be an ISO 4217 code, but got ${JSON.stringify(currencyCode.slice(0, 20))}.`,
    );
  if (paths.length === 0 || paths.length > MAX_PATHS)
    refuse(["paths"], `paths must be 1 to ${MAX_PATHS}, but got ${paths.length}; split them into sets.`);
  const channels = new Set(paths.flatMap(({ touches }) => touches));
  if (channels.size > MAX_LINES)
    refuse(["paths"], `paths must have at most ${MAX_LINES} channels, but got ${channels.size}; merge the smallest.`);
  const journeys = paths.map(({ touches, conversions, value, nulls }, index) => {
    const at = (field: string) => ["paths", index, field] as const;
    if (touches.length > MAX_PATH_TOUCHES)
      refuse(
        at("touches"),
        `touches must be at most ${MAX_PATH_TOUCHES}, but got ${touches.length}; keep the last ones.`,
      );
    if (touches.some((touch) => touch !== "" && !isText(touch, MAX_CHANNEL_LENGTH)))
      refuse(
        at("touches"),
        `touches must each have at most ${MAX_CHANNEL_LENGTH} characters, none of them a control character.`,
      );
    for (const [field, count] of Object.entries({ conversions, nulls: nulls ?? 0n }))
      if (count < 0n || count > MAX_COUNT) refuse(at(field), `${field} must be 0 to ${MAX_COUNT}, but got ${count}.`);
    const minor = toMinor(value ?? "0", currencyCode);
    if (minor === null) refuse(at("value"), `value must be an amount of at least 0, but got ${JSON.stringify(value)}.`);
    else if (minor > 0n && conversions === 0n)
      refuse(at("value"), "value must be 0 without a conversion; count the conversion that earned it.");
    return { touches: [...touches], conversions, value: minor ?? 0n, nulls: nulls ?? 0n };
  });
  problems.throwIfAny();
  return journeys;
}

/** Rounded half up to the currency's decimals: other houses print averages with more. */
function toMinor(value: string, currencyCode: string): bigint | null {
  const match = /^(\d{1,15})(?:\.(\d{1,30}))?$/.exec(value);
  if (!match) return null;
  const exponent = currencyExponent(currencyCode);
  const fraction = (match[2] ?? "").padEnd(exponent + 1, "0").slice(0, exponent + 1);
  return (BigInt(match[1]! + fraction) + 5n) / 10n;
}
