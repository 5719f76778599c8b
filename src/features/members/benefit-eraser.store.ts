import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { Database } from "../../platform/postgres/database";

/** Takes away whom issues were given to, and the shop's numbers of their uses. What was given and what it cost stays as sums. */
export class BenefitEraser implements PersonEraser {
  readonly tables = ["benefit_issue", "benefit_redemption"] as const;

  constructor(private readonly database: Database) {}

  async erase({ keys }: StoredPerson): Promise<void> {
    await this.database.withSystem(async (manager) => {
      await manager.query(
        `/* benefitEraser.redemptions */ UPDATE benefit_redemption SET reference = NULL
         FROM benefit_issue WHERE benefit_issue.id = issue_id AND identity_key = ANY($1::numeric[])`,
        [keys],
      );
      await manager.query(
        "/* benefitEraser.issues */ UPDATE benefit_issue SET identity_key = NULL WHERE identity_key = ANY($1::numeric[])",
        [keys],
      );
    });
  }
}
