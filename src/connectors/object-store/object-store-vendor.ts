import type { OutgoingHttp } from "../../platform/outgoing-http";
import { type ConnectorSettings, type ConnectorVendor, DestinationError } from "../connector";
import { ObjectStoreConnector } from "./object-store-connector";

const REGION = /^[a-z0-9-]{1,40}$/;
const PATH = /^\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9._=-]+)*\/?$/;

/** Object stores that speak Amazon S3's API, addressed by path: `https://<endpoint>/<bucket>/<prefix>?region=<region>`. */
export class ObjectStoreVendor implements ConnectorVendor {
  readonly kind = "OBJECT_STORE";

  constructor(private readonly http: OutgoingHttp) {}

  addressProblem(address: string): string | null {
    const problem = this.http.problemOf(address);
    if (problem) return problem;
    const { pathname, searchParams } = new URL(address);
    if (!PATH.test(pathname)) return "must name a bucket and may name a prefix: https://<endpoint>/<bucket>/<prefix>";
    if (!REGION.test(searchParams.get("region") ?? "") || searchParams.size !== 1)
      return "must say its region and nothing else in its query: ?region=us-east-1";
    return null;
  }

  /** The secret is JSON: accessKeyId, secretAccessKey. */
  open({ address, secret }: ConnectorSettings): ObjectStoreConnector {
    const url = new URL(address);
    const { accessKeyId, secretAccessKey } = JSON.parse(secret) as Partial<Record<string, string>>;
    if (!accessKeyId || !secretAccessKey)
      throw new DestinationError("The store's keys must be known, but are not.", true);
    const region = url.searchParams.get("region")!;
    url.search = "";
    return new ObjectStoreConnector(this.http, url, { accessKeyId, secretAccessKey, region });
  }
}
