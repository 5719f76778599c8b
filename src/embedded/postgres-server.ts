import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Addresses } from "./endpoints";
import { postgresAnswers } from "./engine-answers";
import { openEngineLog } from "./engine-log";
import { engineProcess, waitUntilServing } from "./engine-process";
import type { EngineStart } from "./engine-start";
import { findFreePort } from "./free-port";
import { findPostgresBinaries } from "./postgres-binaries";
import { createCluster, OWNER_ROLE } from "./postgres-cluster";
import { choosePostgresPlace, holdsCluster, type PostgresPlace, rememberElsewhere } from "./postgres-place";
import { DATABASE, ensureRoleAndDatabase, LOGIN_ROLE } from "./postgres-roles";

/**
 * The shell becomes the server (exec, so the child's pid is PostgreSQL's) and leaves a reader of standard input behind, which
 * asks for a fast shutdown when that closes. So PostgreSQL, which by itself outlives its parent, follows a killed supervisor.
 * Descriptor 3 is the folder's lock, which the server and its backends hold and the reader does not.
 */
const FOLLOW_STANDARD_INPUT = 'exec 4<&0; { read -r _; kill -INT $$; } <&4 3<&- & exec "$@" </dev/null 4<&-';

export async function startPostgres({ folder, secrets, lockDescriptor, own, say }: EngineStart): Promise<Addresses> {
  const place = await choosePostgresPlace(folder, await findPostgresBinaries());
  if (place.elsewhere) {
    say(
      `PostgreSQL cannot run as root, and user ${place.user?.name} cannot reach ${folder.root} or PostgreSQL's programs: its data and a copy of the programs are in ${place.elsewhere.folder}.`,
    );
  }
  const logFile = join(folder.logs, "postgres.log");
  const logDescriptor = openEngineLog(logFile);
  if (!holdsCluster(place.data)) {
    await createCluster({ place, ownerPassword: secrets.postgresOwner, logFile, logDescriptor, lockDescriptor });
    if (place.elsewhere) await rememberElsewhere(folder, place.elsewhere);
  }
  // The lock proves that no server of this folder runs. Its file can still be there, and the pid in it belong to another program.
  await rm(join(place.data, "postmaster.pid"), { force: true });

  const port = await findFreePort();
  const child = spawn("/bin/sh", ["-c", FOLLOW_STANDARD_INPUT, "sh", ...serverCommand(place, port)], {
    uid: place.user?.uid,
    gid: place.user?.gid,
    cwd: "/",
    stdio: ["pipe", logDescriptor, logDescriptor, lockDescriptor],
  });
  const engine = engineProcess("PostgreSQL", child, logFile);
  own(engine);

  const url = (role: string, password: string, database: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  const maintenanceUrl = url(OWNER_ROLE, secrets.postgresOwner, "postgres");
  await waitUntilServing(engine, () => postgresAnswers(maintenanceUrl));
  await ensureRoleAndDatabase(maintenanceUrl, secrets.postgresLogin);
  return {
    databaseUrl: url(LOGIN_ROLE, secrets.postgresLogin, DATABASE),
    databaseOwnerUrl: url(OWNER_ROLE, secrets.postgresOwner, DATABASE),
  };
}

/** For 2 cores that ClickHouse uses too. No unix socket: a path below the data folder can pass its limit of 107 bytes. */
function serverCommand(place: PostgresPlace, port: number): readonly string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: "256MB",
    synchronous_commit: "on",
    timezone: "UTC",
    log_timezone: "UTC",
  };
  return [
    join(place.programs, "bin", "postgres"),
    "-D",
    place.data,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}
