import type { Database } from "../../platform/postgres/database";

export class BiLoginStore {
  constructor(private readonly database: Database) {}

  /** The organisation that a login reads for; null: it is none. */
  async find(roleName: string): Promise<string | null> {
    const rows: { organisationId: string }[] = await this.database.withSystem((manager) =>
      manager.query(
        `/* biLogins.find */ SELECT organisation_id AS "organisationId" FROM bi_login WHERE role_name = $1`,
        [roleName],
      ),
    );
    return rows[0]?.organisationId ?? null;
  }

  async insert(roleName: string, organisationId: string, at: Date): Promise<void> {
    await this.database.withSystem((manager) =>
      manager.query(
        "/* biLogins.insert */ INSERT INTO bi_login (role_name, organisation_id, created_at) VALUES ($1, $2, $3)",
        [roleName, organisationId, at],
      ),
    );
  }
}
