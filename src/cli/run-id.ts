import { UserProblems } from "../platform/user-error";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a run as commands print it. */
export function requireRunId(text: string): string {
  if (UUID.test(text)) return text;
  throw UserProblems.one(
    "INVALID_ID",
    null,
    `RUN_ID must be the id that ingest printed, 36 characters of digits, letters and hyphens, but got "${text}".`,
  );
}
