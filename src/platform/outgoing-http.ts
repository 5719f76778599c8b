import { type LookupAddress, lookup } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address";

export interface OutgoingRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Which addresses callers' destinations may have. PRIVATE is for tests and for destinations inside the operator's own network. */
export type DestinationNetworks = "PUBLIC" | "PRIVATE";

const MAX_ANSWER_BYTES = 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** The address must not be asked, whatever it would answer. */
export class ForbiddenAddress extends Error {}

/**
 * Requests to addresses that callers chose. With PUBLIC only https and public addresses are asked: names are resolved once and
 * the connection goes to the very address that was checked, so that a name cannot be pointed inside in between. Redirects are
 * not followed, for they would lead past the check.
 */
export class OutgoingHttp {
  constructor(private readonly networks: DestinationNetworks) {}

  /** What must hold of an address; null: it does. A name is checked when it is asked. */
  problemOf(address: string): string | null {
    const url = URL.canParse(address) ? new URL(address) : null;
    const schemes = this.networks === "PUBLIC" ? ["https:"] : ["https:", "http:"];
    if (!url || !schemes.includes(url.protocol))
      return `must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}`;
    if (url.username !== "" || url.password !== "" || url.hash !== "") return "must have no user, password or fragment";
    const host = hostOf(url);
    if (this.networks === "PUBLIC" && isIP(host) !== 0 && !isPublicAddress(host))
      return "must be on the public internet";
    return null;
  }

  send({ method, url, headers, body }: OutgoingRequest): Promise<OutgoingAnswer> {
    const problem = this.problemOf(url.href);
    if (problem) return Promise.reject(new ForbiddenAddress(`The address ${problem}, but is ${url.origin}.`));
    return new Promise((resolve, reject) => {
      const send = url.protocol === "https:" ? requestHttps : requestHttp;
      const request = send(url, {
        method,
        headers: { ...headers, ...(body && { "content-length": String(body.length) }) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(this.networks === "PUBLIC" && { lookup: lookupPublic }),
      });
      request.on("error", reject);
      request.on("response", (response) => {
        readAnswer(response).then(resolve, reject);
      });
      request.end(body);
    });
  }
}

/** A host without the brackets that a URL puts around IPv6. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

async function readAnswer(response: IncomingMessage): Promise<OutgoingAnswer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response) {
    length += (piece as Buffer).length;
    if (length > MAX_ANSWER_BYTES)
      throw new Error(`An answer must have at most ${MAX_ANSWER_BYTES} bytes, but has more`);
    pieces.push(piece as Buffer);
  }
  return { status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces).toString("utf8") };
}

const lookupPublic: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const inside = error ? undefined : found.find(({ address }) => !isPublicAddress(address));
    if (inside) done(new ForbiddenAddress(`${name} must lead to the public internet, but leads elsewhere.`), "", 0);
    else if (error || found.length === 0) done(error ?? new Error(`${name} has no address`), "", 0);
    else if (options.all) done(null, found);
    else done(null, found[0]!.address, found[0]!.family);
  });
};
