import type { EntityManager } from "typeorm";
import type { RequestContext } from "../../platform/request-context";

/** The day is UTC's. */
export interface AskedQuestion {
  readonly day: string;
  /** SHA-256 of the question. */
  readonly question: Buffer;
}

const LOCK_SEED = 20;

export class QuestionBudgetStore {
  async wasAsked(manager: EntityManager, context: RequestContext, { day, question }: AskedQuestion): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* questionBudget.wasAsked */ SELECT 1 FROM asked_question WHERE access_key_id = $1 AND day = $2 AND question = $3`,
      [context.actor.accessKeyId, day, question],
    );
    return rows.length > 0;
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

  async record(manager: EntityManager, context: RequestContext, { day, question }: AskedQuestion): Promise<void> {
    await manager.query(
      `/* questionBudget.record */ INSERT INTO asked_question (access_key_id, day, question, organisation_id)
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [context.actor.accessKeyId, day, question, context.organisationId],
    );
  }

  async forgetBefore(manager: EntityManager, { actor }: RequestContext, day: string): Promise<void> {
    await manager.query(
      "/* questionBudget.forgetBefore */ DELETE FROM asked_question WHERE access_key_id = $1 AND day < $2",
      [actor.accessKeyId, day],
    );
  }
}
