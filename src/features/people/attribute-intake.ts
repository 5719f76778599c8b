import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, replayable } from "../../platform/postgres/idempotency";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import type { AttributeDefinition } from "./attribute-definition";
import type { AttributeRegistry } from "./attribute-registry";
import { readAttributeValue } from "./attribute-value";
import { type AttributeFact, type AttributeValueStore, factName } from "./attribute-value.store";
import { withoutErased } from "./erased-row";
import type { Identity } from "./identity";
import { PLANE_SHAPE } from "./people-locks";
import type { PeopleStateStore } from "./people-state.store";
import type { PersonDirectory } from "./person-directory";
import { type AnsweredPersonRow, isRowRejection, type PersonRowRejection, readInstant, rejectRow } from "./upload-row";
import { type IdentityCheck, type OwnSource, requireUpload, type UploadSources } from "./upload-sources";

/** A value as a source sends it. */
export interface AttributeDraft {
  readonly identity: Identity;
  readonly attribute: string;
  readonly value: string;
  /** RFC 3339, or milliseconds since 1970. */
  readonly asOf: string | number;
}

/** A checked value; whose it is, is not resolved yet. */
interface CheckedValue {
  readonly identity: Identity;
  readonly attribute: string;
  readonly value: string;
  readonly asOf: number;
}

export interface AttributeIntakeParts {
  readonly database: Database;
  readonly locks: AdvisoryLocks;
  readonly people: PersonDirectory;
  readonly state: PeopleStateStore;
  readonly registry: AttributeRegistry;
  readonly values: AttributeValueStore;
  readonly sources: UploadSources;
}

/** Below zero, where no lock of the touchpoint intake is. One writer a source, so that a value sent twice at once is new once. */
const LOCKS = -(1n << 40n);

/**
 * Takes values of people. A value is (attribute, identity, instant, source): sent again it is a duplicate, and another value
 * under the same name corrects it. Every step can be run again, so a call that broke off is simply sent again.
 */
export class AttributeIntake {
  constructor(private readonly its: AttributeIntakeParts) {}

  /** Up to a thousand values, answered row by row; ACCEPTED means durable. */
  async record(
    context: RequestContext,
    sourceId: number,
    drafts: readonly AttributeDraft[],
    idempotencyKey?: string | null,
  ): Promise<readonly AnsweredPersonRow[]> {
    const source = await requireUpload(this.its.sources, context, sourceId, drafts.length);
    const call: IdempotentCall = {
      key: idempotencyKey,
      mutation: "recordPersonAttributes",
      request: [sourceId, drafts],
    };
    const runId = newId(context.clock.now());
    return replayable(this.its.database, context, call, () => this.commit(context, source, drafts, runId));
  }

  /** Any number of values of one run, a call or a file; what is too large for memory comes in several. */
  async commit(
    context: RequestContext,
    source: OwnSource,
    drafts: readonly AttributeDraft[],
    runId: string,
  ): Promise<readonly AnsweredPersonRow[]> {
    const [definitions, check] = await Promise.all([
      this.its.registry.takeIntoUse(context, [...new Set(drafts.map(({ attribute }) => attribute))]),
      this.its.sources.identityCheck(context),
    ]);
    const now = context.clock.now();
    const checked = drafts.map((draft) => checkValue(draft, definitions, check, now));
    const candidates = checked.flatMap((row, index) =>
      isRowRejection(row) ? [] : [{ index, row, identities: [row.identity], pathOf: () => ["identity"] }],
    );
    const answers: AnsweredPersonRow[] = checked.map((row, index) => ({
      index,
      outcome: isRowRejection(row) ? "REJECTED" : "ACCEPTED",
      rejection: isRowRejection(row) ? row : null,
    }));
    if (candidates.length === 0) return answers;
    const record = async (): Promise<void> => {
      const { version: peopleVersion } = await this.its.state.find();
      const origin = { source, chunk: null, now, peopleVersion, context };
      const welcome = await withoutErased(this.its.people, origin, candidates, answers);
      if (welcome.length === 0) return;
      const known = await this.its.people.resolve(
        welcome.map(({ identities }) => identities),
        origin,
      );
      const facts = welcome.map(({ index, row }, i) => ({
        index,
        fact: { ...row, ordinal: known[i]!.ordinal, identityKey: known[i]!.key },
      }));
      const recorded = await this.its.values.findRecorded(
        context,
        source.id,
        facts.map(({ fact }) => fact),
      );
      const fresh = tellApart(facts, recorded, answers);
      await this.its.values.insert(context, fresh, { sourceId: source.id, runId });
    };
    await this.its.locks.hold([LOCKS - BigInt(source.id)], record, [PLANE_SHAPE]);
    return answers;
  }
}

/** Writes duplicates and contradictions into the answers; returns what is new. */
function tellApart(
  facts: readonly { readonly index: number; readonly fact: AttributeFact }[],
  recorded: ReadonlyMap<string, string>,
  answers: AnsweredPersonRow[],
): readonly AttributeFact[] {
  const fresh = new Map<string, AttributeFact>();
  for (const { index, fact } of facts) {
    const name = factName(fact);
    const earlier = fresh.get(name)?.value;
    if ((earlier ?? recorded.get(name)) === fact.value)
      answers[index] = { index, outcome: "DUPLICATE", rejection: null };
    else if (earlier !== undefined)
      answers[index] = {
        index,
        outcome: "REJECTED",
        rejection: rejectRow(
          "CONTRADICTION",
          ["value"],
          `value must be the same in all rows of one person, attribute and asOf, but an earlier row says "${earlier}".`,
        ),
      };
    else fresh.set(name, fact);
  }
  return [...fresh.values()];
}

function checkValue(
  draft: AttributeDraft,
  definitions: ReadonlyMap<string, AttributeDefinition>,
  check: IdentityCheck,
  now: Date,
): CheckedValue | PersonRowRejection {
  const definition = definitions.get(draft.attribute);
  if (!definition)
    return rejectRow(
      "UNKNOWN_ATTRIBUTE",
      ["attribute"],
      `attribute must be in the organisation's registry, but got "${draft.attribute.slice(0, 60)}"; define it with defineAttribute.`,
    );
  if (definition.retiredAt !== null)
    return rejectRow(
      "RETIRED_ATTRIBUTE",
      ["attribute"],
      `attribute must be in force, but ${definition.code} was retired at ${definition.retiredAt.toISOString()}.`,
    );
  const identities = check([draft.identity]);
  if (isRowRejection(identities)) return { ...identities, field: ["identity", ...identities.field.slice(2)] };
  const asOf = readInstant("asOf", draft.asOf, now);
  if (typeof asOf === "object") return asOf;
  const value = readAttributeValue(definition, draft.value);
  if (typeof value === "object") return value;
  return { identity: identities[0]!, attribute: definition.code, value, asOf };
}
