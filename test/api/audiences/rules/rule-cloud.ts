import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestOrganisation } from "../../../support/test-app";
import { contextOf, type PeopleCloud, personOfEvents } from "../../people/people-setup";
import { audienceServicesOf, keyOfNode } from "../audience-services";

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

const ESTIMATE =
  "query($brand: ID!, $rules: AudienceRuleInput!) { estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } } }";
const CREATE = readFileSync(join(__dirname, "../create-pack.graphql"), "utf8");
const BUILD = readFileSync(join(__dirname, "../build-pack.graphql"), "utf8");
const [, REPLACE] = readFileSync(join(__dirname, "../change-pack.graphql"), "utf8").split(/\n(?=mutation)/);

/** Sends rules of an organisation about a brand, and says who they mean by the events that people came with. */
export class RuleClient {
  constructor(
    private readonly cloud: PeopleCloud,
    private readonly organisation: TestOrganisation = cloud.acme,
    private readonly brand = cloud.brands["haoyu"]!,
  ) {}

  send(name: string, variables: object) {
    return this.cloud.test.query(this.organisation.keys.AD_OPS, document(name), { brand: this.brand, ...variables });
  }

  /** How many people; every problem is thrown. */
  async size(rules: object): Promise<number> {
    const { data, errors } = await this.estimate(rules);
    if (errors) throw new Error(JSON.stringify(errors));
    return Number(data.estimateAudiencePack.size.people);
  }

  estimate(rules: object) {
    return this.cloud.test.query(this.organisation.keys.AD_OPS, ESTIMATE, { brand: this.brand, rules });
  }

  /** The payload of createAudiencePack. */
  async create(name: string, rules: object, brand = this.brand) {
    const { data } = await this.cloud.test.query(this.organisation.keys.AD_OPS, CREATE, {
      input: { brandId: brand, name, rules },
    });
    return data.createAudiencePack;
  }

  /** The payload of replaceAudiencePackRules. */
  async replace(id: string, version: number, rules: object) {
    const { data } = await this.cloud.test.query(this.organisation.keys.AD_OPS, REPLACE!, { id, version, rules });
    return data.replaceAudiencePackRules;
  }

  /** Builds a pack and answers its run. */
  async build(id: string, version = 1) {
    const { data } = await this.cloud.test.query(this.organisation.keys.AD_OPS, BUILD, { id, version });
    const { run, userErrors } = data.buildAudiencePack;
    if (!run) throw new Error(JSON.stringify(userErrors));
    return this.cloud.test.waitForRun(this.organisation.keys.AD_OPS, run.id);
  }

  /** Numbers of the members that a build froze. */
  async membersOf(packId: string): Promise<readonly number[]> {
    const { service } = audienceServicesOf(this.cloud.test);
    return (await service.members(contextOf(this.organisation), keyOfNode(packId))).toArray();
  }

  /** Makes and builds a pack of the rules, and answers its members by the events that people came with. */
  async eventsOf(name: string, rules: object): Promise<readonly string[]> {
    const { audiencePack, userErrors } = await this.create(name, rules);
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    expect(await this.build(audiencePack.id)).toEqual({ status: "SUCCEEDED", failure: null });
    const members = new Set(await this.membersOf(audiencePack.id));
    const overlay = await this.cloud.test.app.people.overlay.idOf(contextOf(this.organisation));
    return [...(await personOfEvents(this.cloud, overlay))].flatMap(([event, person]) =>
      members.has(person) ? event : [],
    );
  }
}
