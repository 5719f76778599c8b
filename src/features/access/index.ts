export type { AccessService } from "./access.service";
export type { AccessKey, Organisation } from "./access.store";
export type { Question, QuestionBudget } from "./question-budget";
