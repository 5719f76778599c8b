import type { DataFolder } from "./data-folder";
import { clickhouseAnswers, postgresAnswers } from "./engine-answers";
import { readFileIfAny } from "./private-file";

/** Loopback addresses with user and password. An engine that was not asked for has none. */
export interface Addresses {
  /** As role `valuegraph`, which owns nothing. */
  readonly databaseUrl?: string;
  /** As superuser `valuegraph_owner`, who owns the database. */
  readonly databaseOwnerUrl?: string;
  readonly clickhouseUrl?: string;
}

/** What `endpoints.json` holds while a supervisor serves a folder. */
export interface Endpoints extends Addresses {
  readonly supervisorPid: number;
}

/**
 * The endpoints of a folder if its engines serve. A file alone proves nothing (it survives kill -9) and neither does a pid
 * (it is used again), so every address in it must take the password and answer a query.
 */
export async function readLiveEndpoints(folder: DataFolder): Promise<Endpoints | undefined> {
  const endpoints = parseEndpoints(await readFileIfAny(folder.endpoints));
  if (!endpoints) return undefined;
  const { databaseUrl, databaseOwnerUrl, clickhouseUrl } = endpoints;
  const answers = await Promise.all([
    ...[databaseUrl, databaseOwnerUrl].filter((url) => url !== undefined).map(postgresAnswers),
    ...[clickhouseUrl].filter((url) => url !== undefined).map(clickhouseAnswers),
  ]);
  return answers.length > 0 && answers.every(Boolean) ? endpoints : undefined;
}

/** A damaged file counts as a stale one: the next supervisor replaces it. */
function parseEndpoints(text: string | undefined): Endpoints | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Endpoints;
  } catch {
    return undefined;
  }
}
