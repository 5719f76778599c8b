import { AccessResolver } from "../features/access/access.resolver";
import { AccessService } from "../features/access/access.service";
import { AccessStore } from "../features/access/access.store";
import { QuestionBudget } from "../features/access/question-budget";
import { QuestionBudgetStore } from "../features/access/question-budget.store";
import { forgetIdempotencyKeys } from "../platform/postgres/forget-idempotency-keys";
import { type Composed, type Kernel, type Services } from "./part";

export function composeAccess({ database, clock }: Kernel) {
  const access = new AccessService(database, new AccessStore(database), clock);
  const questions = new QuestionBudget(database, new QuestionBudgetStore(database), access);
  return {
    access,
    questions,
    resolvers: [new AccessResolver(access)],
    chores: [forgetIdempotencyKeys(database)],
  } satisfies Composed;
}

export type AccessPart = Services<typeof composeAccess>;
