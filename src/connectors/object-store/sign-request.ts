import { createHash, createHmac } from "node:crypto";

export interface StoreCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface RequestToSign {
  readonly method: string;
  readonly url: URL;
  /** In lower case; all of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly at: Date;
}

const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** RFC 3986: all but the unreserved characters as %XX. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The headers with those of AWS Signature Version 4, as S3 has it: the path is encoded once, and the body's hash is a header
 * (Amazon S3 API Reference, "Authenticating Requests: Using the Authorization Header").
 */
export function signRequest(
  { method, url, headers, body, at }: RequestToSign,
  { accessKeyId, secretAccessKey, region }: StoreCredentials,
): Readonly<Record<string, string>> {
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const contentHash = sha256(body);
  const signed: Readonly<Record<string, string>> = {
    ...headers,
    host: url.host,
    "x-amz-content-sha256": contentHash,
    "x-amz-date": time,
  };
  const names = Object.keys(signed).sort();
  const path = url.pathname
    .split("/")
    .map((part) => encoded(decodeURIComponent(part)))
    .join("/");
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");
  const lines = names.map((name) => `${name}:${signed[name]!.trim()}\n`).join("");
  const canonical = [method, path, query, lines, names.join(";"), contentHash].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n")).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return { ...signed, authorization };
}
