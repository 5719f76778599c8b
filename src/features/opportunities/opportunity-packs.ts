import type { RuleInput } from "../../engines/segmentation/rule-input";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList, UserProblems } from "../../platform/user-error";
import type { AudienceEditor, AudiencePack, PackCall, RulePeople } from "../audiences";

export interface NewOpportunityPack {
  readonly brandId: number;
  readonly name: string;
  readonly tags: readonly string[];
  readonly expiresAt: Date | null;
}

/** Makes packs of templates: the rules that an analysis proposed, or that its reader made of them. */
export class OpportunityPacks {
  constructor(
    private readonly editor: AudienceEditor,
    private readonly rulePeople: RulePeople,
  ) {}

  /** Refuses a template that holds nobody: it has nothing to go by. */
  async create(
    context: RequestContext,
    pack: NewOpportunityPack,
    rules: RuleInput,
    { key, problems = new ProblemList(), ...call }: PackCall & { readonly key?: string | undefined },
  ): Promise<AudiencePack> {
    const path = ["input", "brandId"];
    if (problems.isEmpty) await this.checkPeople(context, pack.brandId, rules, path, problems);
    return this.editor.create(context, { ...pack, rules }, key, { ...call, problems });
  }

  private async checkPeople(
    context: RequestContext,
    brandId: number,
    rules: RuleInput,
    path: readonly string[],
    problems: ProblemList,
  ): Promise<void> {
    try {
      const { people } = await this.rulePeople.read(context, brandId, [rules]);
      if (people[0]!.size > 0) return;
      problems.add("NO_DATA", path, "The template must hold somebody, but holds nobody; look at its analysis first.");
    } catch (error) {
      if (!(error instanceof UserProblems)) throw error;
      for (const { code, message } of error.problems) problems.add(code, path, message);
    }
  }
}
