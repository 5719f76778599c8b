import { newId } from "../../platform/ids";
import type { Database } from "../../platform/postgres/database";
import { type IdempotentCall, replayable } from "../../platform/postgres/idempotency";
import type { AdvisoryLocks } from "../../platform/postgres/locks";
import type { RequestContext } from "../../platform/request-context";
import { type ConsentState, type ConsentStatement, consentStates } from "./consent";
import { type ConsentStore, statementName } from "./consent.store";
import { withoutErased } from "./erased-row";
import type { Identity, IdentityOrigin } from "./identity";
import { PLANE_SHAPE } from "./people-locks";
import type { PeopleStateStore } from "./people-state.store";
import type { PersonDirectory } from "./person-directory";
import type { UploadStore } from "./upload.store";
import {
  type AnsweredPersonRow,
  isRowRejection,
  type PersonRowOutcome,
  type PersonRowRejection,
  readInstant,
  rejectRow,
} from "./upload-row";
import { type IdentityCheck, type OwnSource, requireUpload, type UploadSources } from "./upload-sources";

/** A person as a first party sends one: under these identities, with this consent. */
export interface UploadDraft {
  readonly identities: readonly Identity[];
  readonly consent: string;
  /** RFC 3339, or milliseconds since 1970. */
  readonly consentedAt: string | number;
  readonly purpose?: string | null;
}

interface CheckedUpload {
  readonly identities: readonly Identity[];
  readonly state: ConsentState;
  readonly consentedAt: number;
  readonly purpose: string;
}

export interface UploadIntakeParts {
  readonly database: Database;
  readonly locks: AdvisoryLocks;
  readonly people: PersonDirectory;
  readonly state: PeopleStateStore;
  readonly consent: ConsentStore;
  readonly uploads: UploadStore;
  readonly sources: UploadSources;
}

/** As the attribute intake has it, one step further below. */
const LOCKS = -(2n << 40n);
const MAX_PURPOSE_LENGTH = 100;

/**
 * Takes identities with consent. The identities of a row are linked as one person's; the consent stands beside each of them,
 * so that it holds for everybody whom the row may mean while two of them are not merged yet.
 */
export class UploadIntake {
  constructor(private readonly its: UploadIntakeParts) {}

  /** Up to a thousand rows, answered row by row; ACCEPTED means durable. */
  async upload(
    context: RequestContext,
    sourceId: number,
    drafts: readonly UploadDraft[],
    idempotencyKey?: string | null,
  ): Promise<readonly AnsweredPersonRow[]> {
    const source = await requireUpload(this.its.sources, context, sourceId, drafts.length);
    const call: IdempotentCall = { key: idempotencyKey, mutation: "uploadIdentities", request: [sourceId, drafts] };
    return replayable(this.its.database, context, call, () => this.commit(context, source, drafts));
  }

  /** Any number of rows; what is too large for memory comes in several. */
  async commit(
    context: RequestContext,
    source: OwnSource,
    drafts: readonly UploadDraft[],
  ): Promise<readonly AnsweredPersonRow[]> {
    const check = await this.its.sources.identityCheck(context);
    const now = context.clock.now();
    const checked = drafts.map((draft) => checkUpload(draft, check, now));
    const answers = checked.map((row, index): AnsweredPersonRow => {
      if (isRowRejection(row)) return { index, outcome: "REJECTED", rejection: row };
      return { index, outcome: "DUPLICATE", rejection: null };
    });
    const pathOf = (place: number) => ["identities", String(place)];
    const candidates = checked.flatMap((row, index) =>
      isRowRejection(row) ? [] : [{ index, row, identities: row.identities, pathOf }],
    );
    if (candidates.length > 0) {
      const record = async (): Promise<void> => {
        const { version: peopleVersion } = await this.its.state.find();
        const origin = { source, chunk: null, now, peopleVersion, context };
        const welcome = await withoutErased(this.its.people, origin, candidates, answers);
        if (welcome.length === 0) return;
        const statements = await this.statementsOf(welcome, origin);
        const recorded = await this.its.consent.findRecorded(
          context,
          source.id,
          statements.map(({ statement }) => statement),
        );
        await this.its.consent.insert(context, tellApart(statements, recorded, answers), source.id);
      };
      await this.its.locks.hold([LOCKS - BigInt(source.id)], record, [PLANE_SHAPE]);
    }
    const count = (outcome: PersonRowOutcome): bigint =>
      BigInt(answers.filter((answer) => answer.outcome === outcome).length);
    await this.its.uploads.add(context, newId(now), source.id, {
      received: BigInt(answers.length),
      accepted: count("ACCEPTED"),
      duplicates: count("DUPLICATE"),
      rejected: count("REJECTED"),
    });
    return answers;
  }

  /** One for each identity of each row. */
  private async statementsOf(
    rows: readonly { readonly index: number; readonly row: CheckedUpload }[],
    origin: IdentityOrigin,
  ): Promise<readonly PlacedStatement[]> {
    await this.its.people.resolve(
      rows.map(({ row }) => row.identities),
      origin,
    );
    const single = rows.flatMap(({ index, row }) => row.identities.map((identity) => ({ index, row, identity })));
    const known = await this.its.people.resolve(
      single.map(({ identity }) => [identity]),
      origin,
    );
    return single.map(({ index, row: { state, purpose, consentedAt } }, i) => ({
      index,
      statement: { ordinal: known[i]!.ordinal, identityKey: known[i]!.key, state, purpose, consentedAt },
    }));
  }
}

interface PlacedStatement {
  readonly index: number;
  readonly statement: ConsentStatement;
}

/**
 * Writes what is new or contradicts into the answers, which say DUPLICATE so far; returns what is new. A row is taken with all
 * its identities or not at all.
 */
function tellApart(
  statements: readonly PlacedStatement[],
  recorded: ReadonlyMap<string, ConsentState>,
  answers: AnsweredPersonRow[],
): readonly ConsentStatement[] {
  const rows = new Map<number, ConsentStatement[]>();
  for (const { index, statement } of statements) rows.set(index, [...(rows.get(index) ?? []), statement]);
  const fresh = new Map<string, ConsentStatement>();
  for (const [index, row] of rows) {
    const message = contradiction(row, fresh, recorded);
    if (message !== null) {
      answers[index] = { index, outcome: "REJECTED", rejection: rejectRow("CONTRADICTION", ["consent"], message) };
      continue;
    }
    const added = row.filter((statement) => {
      const name = statementName(statement);
      return !fresh.has(name) && recorded.get(name) !== statement.state;
    });
    for (const statement of added) fresh.set(statementName(statement), statement);
    if (added.length > 0) answers[index] = { index, outcome: "ACCEPTED", rejection: null };
  }
  return [...fresh.values()];
}

/** Null where the row may stand: it repeats what was said, or takes back at that instant what was given. */
function contradiction(
  row: readonly ConsentStatement[],
  fresh: ReadonlyMap<string, ConsentStatement>,
  recorded: ReadonlyMap<string, ConsentState>,
): string | null {
  for (const statement of row) {
    const name = statementName(statement);
    if ((fresh.get(name)?.state ?? statement.state) !== statement.state)
      return "consent must be the same in all rows of one identity, purpose and consentedAt, but an earlier row says otherwise.";
    if (statement.state === "GRANTED" && recorded.get(name) === "WITHDRAWN")
      return "consent must not be GRANTED at the very consentedAt of a withdrawal; consent that was given again has a later one.";
  }
  return null;
}

function checkUpload(draft: UploadDraft, check: IdentityCheck, now: Date): CheckedUpload | PersonRowRejection {
  const identities = check(draft.identities);
  if (isRowRejection(identities)) return identities;
  const state = consentStates.find((one) => one === draft.consent);
  if (!state)
    return rejectRow(
      "UNKNOWN_CONSENT",
      ["consent"],
      `consent must be one of the allowed values, but got "${draft.consent.slice(0, 60)}".`,
      consentStates,
    );
  const consentedAt = readInstant("consentedAt", draft.consentedAt, now);
  if (typeof consentedAt === "object") return consentedAt;
  const purpose = draft.purpose ?? "";
  if (purpose.length > MAX_PURPOSE_LENGTH || /\p{Cc}/u.test(purpose))
    return rejectRow(
      "INVALID_VALUE",
      ["purpose"],
      `purpose must have at most ${MAX_PURPOSE_LENGTH} characters, none a control character, but got ${purpose.length}.`,
    );
  return { identities, state, consentedAt, purpose };
}
