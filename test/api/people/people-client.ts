import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandContext } from "../../../src/cli/open-app";
import { createLogger } from "../../../src/platform/logger";
import type { Answer, TestApp, TestOrganisation } from "../../support/test-app";

const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** Hashed account of a fixture's person, as a sender takes it. */
export const pin = (person: number): string => person.toString(16).padStart(64, "0");
export const account = (person: number) => ({ namespace: "JD_PIN", value: pin(person) });

export interface TouchpointOf {
  readonly person: number;
  readonly at: string;
  readonly brand?: string;
}

let sent = 0;

/** Sends the documents beside this file. */
export class PeopleClient {
  constructor(private readonly test: TestApp) {}

  send(key: string, name: string, variables?: object): Promise<Answer> {
    return this.test.query(key, document(name), variables);
  }

  /** Defines an attribute and returns its id. */
  async define(key: string, input: object): Promise<string> {
    const { data } = await this.send(key, "define-attribute", { input: { isSensitive: false, ...input } });
    expect(data.defineAttribute.userErrors).toEqual([]);
    return data.defineAttribute.attributeDefinition.id;
  }

  /** The answer's payload. */
  async record(key: string, source: string, rows: readonly object[], idempotencyKey?: string) {
    const variables = { source, rows, key: idempotencyKey };
    return (await this.send(key, "record-person-attributes", variables)).data.recordPersonAttributes;
  }

  /** The answer's payload. */
  async upload(key: string, source: string, rows: readonly object[], idempotencyKey?: string) {
    const variables = { source, rows, key: idempotencyKey };
    return (await this.send(key, "upload-identities", variables)).data.uploadIdentities;
  }

  /** Makes one of those whom links of the organisation's own sources join; the worker would do it a moment later. */
  settle(organisation: TestOrganisation): Promise<unknown> {
    return this.test.app.people.settle.settle(commandContext(organisation.id, createLogger("fatal")));
  }

  /** Sends visits through the API, so that people come into being as they do outside. */
  async visit(key: string, source: string, touchpoints: readonly TouchpointOf[]): Promise<void> {
    const rows = touchpoints.map(({ person, at, brand }) => ({
      eventId: `visit-${sent++}`,
      occurredAt: at,
      action: "VISIT",
      platform: "JD",
      site: "ON_SITE",
      brandCode: brand ?? null,
      identities: [account(person)],
    }));
    const answer = await this.test.query(
      key,
      "mutation($source: ID!, $rows: [TouchpointInput!]!) { ingestTouchpoints(sourceId: $source, touchpoints: $rows) { accepted } }",
      { source, rows },
    );
    expect(answer).toEqual({ data: { ingestTouchpoints: { accepted: rows.length } } });
  }
}
