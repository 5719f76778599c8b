import { Client, DatabaseError } from "pg";

/** Longest that a statement of such a login may take. */
const STATEMENT_TIMEOUT = "60s";
const CONNECTIONS = 10;
const DUPLICATE_OBJECT = "42710";

/** Roles that people log in with past the API. Names are identifiers that the caller has checked. */
export class LoginRoles {
  constructor(private readonly databaseOwnerUrl: string) {}

  /** A member of `group` that only reads; false: the server has a role of this name. */
  async create(name: string, password: string, group: string): Promise<boolean> {
    return this.asOwner(async (client) => {
      try {
        await client.query("BEGIN");
        await client.query(
          `CREATE ROLE ${client.escapeIdentifier(name)} LOGIN CONNECTION LIMIT ${CONNECTIONS} PASSWORD ${client.escapeLiteral(password)}`,
        );
        await client.query(`ALTER ROLE ${client.escapeIdentifier(name)} SET default_transaction_read_only = on`);
        await client.query(
          `ALTER ROLE ${client.escapeIdentifier(name)} SET statement_timeout = '${STATEMENT_TIMEOUT}'`,
        );
        await client.query(`GRANT ${client.escapeIdentifier(group)} TO ${client.escapeIdentifier(name)}`);
        await client.query("COMMIT");
        return true;
      } catch (error) {
        if (error instanceof DatabaseError && error.code === DUPLICATE_OBJECT) return false;
        throw error;
      }
    });
  }

  async setPassword(name: string, password: string): Promise<void> {
    await this.asOwner((client) =>
      client.query(`ALTER ROLE ${client.escapeIdentifier(name)} PASSWORD ${client.escapeLiteral(password)}`),
    );
  }

  /** Of this database, as the login opens it. */
  addressOf(name: string, password: string): string {
    return Object.assign(new URL(this.databaseOwnerUrl), { username: name, password }).toString();
  }

  private async asOwner<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.databaseOwnerUrl, application_name: "valuegraph login roles" });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}
