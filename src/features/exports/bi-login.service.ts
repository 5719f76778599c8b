import { randomBytes } from "node:crypto";
import type { Clock } from "../../platform/clock";
import type { LoginRoles } from "../../platform/postgres/login-roles";
import { UserProblems } from "../../platform/user-error";
import type { BiLoginStore } from "./bi-login.store";

const GROUP = "valuegraph_bi";
const NAME = /^bi_[a-z0-9_]{1,59}$/;

/** Logins of PostgreSQL that can read the schema bi and nothing else, each for one organisation. */
export class BiLoginService {
  constructor(
    private readonly store: BiLoginStore,
    private readonly roles: LoginRoles,
    private readonly clock: Clock,
  ) {}

  /** Makes the login, or gives an organisation's own one a new password; its address, which is told this once. */
  async issue(name: string, organisationId: string): Promise<string> {
    if (!NAME.test(name)) throw refusal(`--name must be bi_ and small letters, digits or _, but got "${name}".`);
    const owner = await this.store.find(name);
    if (owner !== null && owner !== organisationId)
      throw refusal(`--name must be free, but ${name} is another organisation's.`);
    const password = randomBytes(24).toString("base64url");
    if (owner === null) {
      const isNew = await this.roles.create(name, password, GROUP);
      if (!isNew) throw refusal(`--name must be free, but the server has a role ${name} already; choose another.`);
      await this.store.insert(name, organisationId, this.clock.now());
    } else await this.roles.setPassword(name, password);
    return this.roles.addressOf(name, password);
  }
}

const refusal = (message: string): UserProblems => UserProblems.one("INVALID_INPUT", ["name"], message);
