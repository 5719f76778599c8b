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

  /** Those of the questions that the key has not asked on the day, each once. */
  async findUnasked(
    manager: EntityManager,
    context: RequestContext,
    { day, questions }: AskedQuestions,
  ): Promise<readonly Buffer[]> {
    const rows: { question: Buffer }[] = await manager.query(
      `/* questionBudget.findUnasked */ SELECT DISTINCT question FROM unnest($3::bytea[]) AS wanted (question)
       WHERE NOT EXISTS (
         SELECT FROM asked_question AS asked
         WHERE asked.access_key_id = $1 AND asked.day = $2 AND asked.question = wanted.question
       )`,
      [context.actor.accessKeyId, day, questions],
    );
    return rows.map(({ question }) => question);
  }

  /** Until the transaction ends, the key's new questions are counted one after the other. */
  async takeTurn(manager: EntityManager, { actor }: RequestContext): Promise<void> {
    await manager.query("/* questionBudget.takeTurn */ SELECT pg_advisory_xact_lock(hashtextextended($1, $2))", [
      actor.accessKeyId,
      LOCK_SEED,
    ]);
  }

  async countAsked(manager: EntityManager, { actor }: RequestContext, day: string): Promise<number> {
    const rows: { asked: number }[] = await manager.query(
      `/* questionBudget.countAsked */ SELECT count(*)::integer AS asked FROM asked_question WHERE access_key_id = $1 AND day = $2`,
      [actor.accessKeyId, day],
    );
    return rows[0]!.asked;
  }

  async record(manager: EntityManager, context: RequestContext, { day, questions }: AskedQuestions): Promise<void> {
    await manager.query(
      `/* questionBudget.record */ INSERT INTO asked_question (access_key_id, day, question, organisation_id)
       SELECT $1, $2, question, $4 FROM unnest($3::bytea[]) AS asked (question) ON CONFLICT DO NOTHING`,
      [context.actor.accessKeyId, day, questions, context.organisationId],
    );
  }

  async forgetBefore(manager: EntityManager, { actor }: RequestContext, day: string): Promise<void> {
    await manager.query(
      "/* questionBudget.forgetBefore */ DELETE FROM asked_question WHERE access_key_id = $1 AND day < $2",
      [actor.accessKeyId, day],
    );
  }
}
