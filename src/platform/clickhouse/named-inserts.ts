import { randomUUID } from "node:crypto";
import { tagged } from "./client";
import type { PlaneAddress } from "./cluster";
import type { Mutations } from "./mutations";

/**
 * Inserts under names by which they can be found while they run. An insert outlives the process that sent it: whoever goes
 * on in the place of that process ends what may still be running first, or waits until it has ended by itself.
 */
export class NamedInserts {
  private readonly database: string;

  constructor(
    { urls }: PlaneAddress,
    private readonly mutations: Mutations,
  ) {
    this.database = new URL(urls[0]!).pathname.slice(1);
  }

  /** A `query_id` for one insert of a group. Servers may hold several databases, so the name starts with its own. */
  name(group: string): string {
    return `${this.database}/${group}/${randomUUID()}`;
  }

  /** Afterwards no insert of these groups is running on any shard: what it wrote is there, and nothing more will come of it. */
  async end(groups: readonly string[]): Promise<void> {
    const prefixes = groups.map((group) => `${this.database}/${group}/`);
    await this.mutations.everywhere(
      tagged(
        "namedInserts.end",
        "KILL QUERY WHERE arrayExists(prefix -> startsWith(initial_query_id, prefix), {prefixes:Array(String)}) SYNC",
      ),
      { prefixes },
    );
  }
}
