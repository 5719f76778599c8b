import type { EntityManager } from "typeorm";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";

/** The day is UTC's. */
export interface AskedQuestions {
  readonly day: string;
  /** SHA-256 of each. */
  readonly questions: readonly Buffer[];
}

const LOCK_SEED = 20;

export class QuestionBudgetStore {
  constructor(private readonly database: Database) {}

  /** Whether the key has asked all of them on the day; in one way there and back, as most questions are repeated. */
  async haveBeenAsked(context: RequestContext, { day, questions }: AskedQuestions): Promise<boolean> {
    const wanted = questions.map((question) => question.toString("hex")).join(" ");
    const [row] = await this.database.readAsTenant<{ isKnown: boolean }>(
      context,
      `/* questionBudget.haveBeenAsked */ SELECT NOT EXISTS (
         SELECT FROM unnest(string_to_array($3, ' ')) AS wanted (question)
         WHERE NOT EXISTS (
           SELECT FROM asked_question AS asked
           WHERE asked.access_key_id = $1 AND asked.day = $2 AND asked.question = decode(wanted.question, 'hex')
         )
       ) AS "isKnown"`,
      [context.actor.accessKeyId, day, wanted],
    );
    return row!.isKnown;
  }

  /**
   * Until the transaction ends, the key's new questions are counted one after the other. The commit need not reach the disk
   * first: at worst a crash of PostgreSQL takes back the questions of its last half second.
   */
  async takeTurn(manager: EntityManager, { actor }: RequestContext): Promise<void> {
    await manager.query(
      `/* questionBudget.takeTurn */ SELECT pg_advisory_xact_lock(hashtextextended($1, $2)), set_config('synchronous_commit', 'off', true)`,
      [actor.accessKeyId, LOCK_SEED],
    );
  }

  async countAsked(manager: EntityManager, { actor }: RequestContext, day: string): Promise<number> {
    const rows: { asked: number }[] = await manager.query(
      `/* questionBudget.countAsked */ SELECT count(*)::integer AS asked FROM asked_question WHERE access_key_id = $1 AND day = $2`,
      [actor.accessKeyId, day],
    );
    return rows[0]!.asked;
  }

  /** Records those of the questions that the key has not asked on the day, or none of them when that would be beyond the limit. */
  async record(
    manager: EntityManager,
    context: RequestContext,
    { day, questions, limit }: AskedQuestions & { readonly limit: number },
  ): Promise<{ readonly askedBefore: number; readonly isRefused: boolean }> {
    const [row]: { askedBefore: number; isRefused: boolean }[] = await manager.query(
      `/* questionBudget.record */ WITH
         before AS (SELECT count(*)::integer AS asked FROM asked_question WHERE access_key_id = $1 AND day = $2),
         unasked AS (
           SELECT DISTINCT question FROM unnest($3::bytea[]) AS wanted (question)
           WHERE NOT EXISTS (
             SELECT FROM asked_question AS asked
             WHERE asked.access_key_id = $1 AND asked.day = $2 AND asked.question = wanted.question
           )
         ),
         verdict AS (
           SELECT asked, wanted > 0 AND asked + wanted > $4 AS is_refused FROM before, (SELECT count(*) AS wanted FROM unasked) AS new
         ),
         added AS (
           INSERT INTO asked_question (access_key_id, day, question, organisation_id)
           SELECT $1, $2, question, $5 FROM unasked, verdict WHERE NOT is_refused
         )
       SELECT asked AS "askedBefore", is_refused AS "isRefused" FROM verdict`,
      [context.actor.accessKeyId, day, questions, limit, context.organisationId],
    );
    return row!;
  }

  async forgetBefore(manager: EntityManager, { actor }: RequestContext, day: string): Promise<void> {
    await manager.query(
      "/* questionBudget.forgetBefore */ DELETE FROM asked_question WHERE access_key_id = $1 AND day < $2",
      [actor.accessKeyId, day],
    );
  }
}
