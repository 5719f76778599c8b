import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import { RequestError } from "../../platform/user-error";
import type { AccessService } from "./access.service";
import type { AskedQuestions, QuestionBudgetStore } from "./question-budget.store";

/** What is asked of a freely chosen group: `figure` names the kind, the rest its arguments, always in the same order. */
export interface Question {
  readonly figure: string;
  readonly [argument: string]: unknown;
}

export interface QuestionBudgetState {
  readonly limit: number;
  readonly asked: number;
  readonly resetsAt: Date;
}

/** Questions that this process knows to be asked: they stay so until their day ends. */
const MAX_KNOWN = 50_000;

/**
 * Bounds how many different questions about freely chosen groups a key may ask on a UTC day. Rounding hides one person in a pair
 * of answers; only many pairs around the same person tell more, and these are what a budget denies. A question asked again the
 * same day costs nothing, as its answer is known. Where no group is withheld, nothing is counted.
 */
export class QuestionBudget {
  private readonly known = new LRUCache<string, true>({ max: MAX_KNOWN });

  constructor(
    private readonly database: Database,
    private readonly store: QuestionBudgetStore,
    private readonly access: AccessService,
  ) {}

  /** To be called before the answer is worked out; refuses the first question beyond the limit. */
  spend(context: RequestContext, question: Question): Promise<void> {
    return this.spendAll(context, [question]);
  }

  /** The same for an answer that tells several: none is spent where they go beyond the limit. */
  async spendAll(context: RequestContext, questions: readonly Question[]): Promise<void> {
    const { smallGroupThreshold, dailyQuestions } = await this.access.ownOrganisation(context);
    if (smallGroupThreshold === 1) return;
    const digests = questions.map(digestOf);
    const asked = { day: dayOf(context), questions: digests };
    const names = digests.map((digest) => [context.actor.accessKeyId, asked.day, digest.toString("base64")].join(" "));
    if (names.every((name) => this.known.has(name))) return;
    if (!(await this.store.haveBeenAsked(context, asked))) await this.record(context, asked, dailyQuestions);
    for (const name of names) this.known.set(name, true);
  }

  private async record(context: RequestContext, asked: AskedQuestions, dailyQuestions: number): Promise<void> {
    await this.database.withTenant(context, async (manager) => {
      await this.store.takeTurn(manager, context);
      const { askedBefore, isRefused } = await this.store.record(manager, context, { ...asked, limit: dailyQuestions });
      if (isRefused) throw spent(dailyQuestions, context);
      if (askedBefore === 0) await this.store.forgetBefore(manager, context, asked.day);
    });
  }

  async state(context: RequestContext): Promise<QuestionBudgetState> {
    const { dailyQuestions: limit } = await this.access.ownOrganisation(context);
    const asked = await this.database.withTenant(context, (manager) =>
      this.store.countAsked(manager, context, dayOf(context)),
    );
    return { limit, asked, resetsAt: nextDay(context) };
  }
}

const digestOf = (question: Question): Buffer => createHash("sha256").update(JSON.stringify(question)).digest();

const dayOf = ({ clock }: RequestContext): string => clock.now().toISOString().slice(0, 10);

const nextDay = ({ clock }: RequestContext): Date => new Date(new Date(clock.now()).setUTCHours(24, 0, 0, 0));

const spent = (limit: number, context: RequestContext): RequestError =>
  new RequestError(
    "RATE_LIMITED",
    `A key may ask ${limit} different questions about freely chosen groups a day, and this one has; ask those of today again, or go on at ${nextDay(context).toISOString()}.`,
  );
