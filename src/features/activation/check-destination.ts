import type { ConnectorKind, ConnectorVendor } from "../../connectors/connector";
import type { ProblemList } from "../../platform/user-error";
import type { IdentityNamespace } from "../brands";
import type { NewDestination } from "./destination";

const MAX_NAME_LENGTH = 80;

export interface CheckedAgainst {
  readonly vendors: ReadonlyMap<ConnectorKind, ConnectorVendor>;
  readonly namespaces: readonly IdentityNamespace[];
}

/** All that is wrong with a new connector. */
export function checkDestination(
  problems: ProblemList,
  { kind, name, namespace, minimumPeople, address, credentials }: NewDestination,
  { vendors, namespaces }: CheckedAgainst,
): void {
  if (name.trim() === "" || name.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name))
    problems.add(
      "INVALID_INPUT",
      ["input", "name"],
      `name must be 1 to ${MAX_NAME_LENGTH} characters, none of them a control character and not all spaces.`,
    );
  if (!namespaces.some(({ code }) => code === namespace)) {
    const known = namespaces.map(({ code }) => code).join(", ");
    const rule = `namespace must be one of ${known}, but got "${namespace.slice(0, 60)}".`;
    problems.add("INVALID_INPUT", ["input", "namespace"], rule);
  }
  if (minimumPeople < 1)
    problems.add(
      "INVALID_INPUT",
      ["input", "minimumPeople"],
      `minimumPeople must be at least 1, but got ${minimumPeople}.`,
    );
  const problem = vendors.get(kind)!.addressProblem(address);
  if (problem)
    problems.add("INVALID_ADDRESS", ["input", "address"], `address ${problem}, but got "${address.slice(0, 120)}".`);
  checkCredentials(problems, kind, credentials);
}

function checkCredentials(
  problems: ProblemList,
  kind: ConnectorKind,
  credentials: NewDestination["credentials"],
): void {
  const path = ["input", "credentials"];
  if (kind !== "OBJECT_STORE" && credentials)
    problems.add("INVALID_INPUT", path, `credentials must be absent of a connector of kind ${kind}.`);
  if (kind !== "OBJECT_STORE") return;
  if (!credentials || credentials.accessKeyId.trim() === "" || credentials.secretAccessKey.trim() === "")
    problems.add(
      "INVALID_INPUT",
      path,
      "credentials must be given, accessKeyId and secretAccessKey, for OBJECT_STORE.",
    );
}
