import type { Identity } from "./identity";

export interface DeclaredNamespace {
  readonly code: string;
  /** Of OPAQUE namespaces; null: SHA256_HEX. */
  readonly pattern: string | null;
}

const SHA256_HEX = /^[0-9a-f]{64}$/;

/** The identity as it is hashed (hexadecimal digits in lower case), or what is wrong with which of its fields. */
export function checkIdentity(
  { namespace, value }: Identity,
  namespaces: readonly DeclaredNamespace[],
): Identity | { readonly field: "namespace" | "value"; readonly problem: string } {
  const declared = namespaces.find(({ code }) => code === namespace);
  if (!declared) {
    const known = namespaces.map(({ code }) => code).join(", ");
    const got = namespace.slice(0, 60);
    return { field: "namespace", problem: `namespace must be one of ${known}, but got "${got}".` };
  }
  const plain = declared.pattern === null ? value.toLowerCase() : value;
  const format = declared.pattern === null ? SHA256_HEX : new RegExp(declared.pattern);
  if (format.test(plain)) return { namespace, value: plain };
  // The value itself is never repeated: it may be a plain phone number.
  const rule =
    declared.pattern === null ? "be 64 hexadecimal digits, a SHA-256 taken by the sender" : `match ${declared.pattern}`;
  return {
    field: "value",
    problem: `A value in ${namespace} must ${rule}, but got ${value.length} characters that do not.`,
  };
}
