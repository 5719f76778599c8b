import { UserProblems } from "../../platform/user-error";
import { type AudiencePack, type PackChange, type PackState, statesThatAllow } from "./audience-pack";

const WORDS: Readonly<Record<PackChange, string>> = {
  rename: "renamed",
  setTags: "given other tags",
  setExpiry: "given another end",
  handOver: "handed over",
  setRefresh: "refreshed by a schedule",
  replaceRules: "given other rules",
  build: "built",
  freeze: "frozen",
  archive: "archived",
  clone: "cloned",
};

/** The version comes first: who saw an older one should look again before hearing of states. */
export function requireChangeable(pack: AudiencePack, change: PackChange, expectedVersion: number): void {
  if (pack.version !== expectedVersion) throw versionConflict(pack, expectedVersion);
  const allowed: readonly PackState[] = statesThatAllow[change];
  if (allowed.includes(pack.state)) return;
  const message = `A pack must be ${allowed.join(" or ")} to be ${WORDS[change]}, but "${pack.name}" is ${pack.state}; make another pack.`;
  throw UserProblems.one("WRONG_STATE", ["id"], message);
}

export const versionConflict = (pack: AudiencePack, expectedVersion: number): UserProblems =>
  UserProblems.one(
    "VERSION_CONFLICT",
    ["expectedVersion"],
    `expectedVersion must be the pack's current version ${pack.version}, but got ${expectedVersion}; read the pack again and repeat the change.`,
  );
