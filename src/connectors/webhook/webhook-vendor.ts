import type { OutgoingHttp } from "../../platform/outgoing-http";
import type { ConnectorSettings, ConnectorVendor } from "../connector";
import { WebhookConnector } from "./webhook-connector";

/** Destinations that take signed POSTs over HTTPS; the secret is the one that signs. */
export class WebhookVendor implements ConnectorVendor {
  readonly kind = "WEBHOOK";

  constructor(private readonly http: OutgoingHttp) {}

  addressProblem(address: string): string | null {
    return this.http.problemOf(address);
  }

  open({ address, secret }: ConnectorSettings): WebhookConnector {
    return new WebhookConnector(this.http, new URL(address), secret);
  }
}
