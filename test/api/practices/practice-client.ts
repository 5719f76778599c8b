import type { TestApp } from "../../support/test-app";
import { audienceServicesOf, contextOf, keyOfNode } from "../audiences/audience-services";
import { type BrandCode, document, NOW, type PracticeFixture } from "./practice-setup";

export interface MadePack {
  readonly audiencePack: {
    readonly id: string;
    readonly version: number;
    readonly state: string;
    readonly rules: { readonly explanation: string };
  } | null;
  readonly userErrors: readonly object[];
}

/** An ad-ops tool at work with practices. */
export class PracticeClient {
  private readonly key: string;

  constructor(
    private readonly test: TestApp,
    private readonly fixture: PracticeFixture,
  ) {
    this.key = fixture.organisation.keys.AD_OPS;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
  async answer(brand: BrandCode, name: string, variables: object): Promise<any> {
    const { data, errors } = await this.ask(brand, name, variables);
    expect(errors).toBeUndefined();
    return Object.values(data.brand)[0];
  }

  async problems(brand: BrandCode, name: string, variables: object): Promise<unknown> {
    const { data, errors } = await this.ask(brand, name, variables);
    expect(Object.values(data.brand)).toEqual([null]);
    return errors![0]!.extensions["problems"];
  }

  async create(brand: BrandCode, name: string, input: object, key?: string): Promise<MadePack> {
    const { data, errors } = await this.test.query(this.key, document(name), {
      input: { brandId: this.fixture.brands[brand], ...input },
      key,
    });
    expect(errors).toBeUndefined();
    return Object.values(data)[0] as MadePack;
  }

  /** A draft with rules of the caller's own; its id. */
  async createPack(brand: BrandCode, name: string, rules: object): Promise<string> {
    const { data } = await this.test.query(
      this.key,
      "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } } }",
      { input: { brandId: this.fixture.brands[brand], name, rules } },
    );
    return data.createAudiencePack.audiencePack.id;
  }

  async build(id: string, version = 1): Promise<void> {
    const { data } = await this.test.query(
      this.key,
      "mutation($id: ID!, $version: Int!) { buildAudiencePack(id: $id, expectedVersion: $version) { run { id } userErrors { message } } }",
      { id, version },
    );
    expect(data.buildAudiencePack.userErrors).toEqual([]);
    expect(await this.test.waitForRun(this.key, data.buildAudiencePack.run.id)).toMatchObject({ status: "SUCCEEDED" });
  }

  async members(id: string): Promise<readonly number[]> {
    const { service } = audienceServicesOf(this.test);
    return (await service.members(contextOf(this.fixture.organisation, NOW), keyOfNode(id))).toArray();
  }

  /** How many people an answered tree holds, sent back as it came. */
  async estimate(brand: BrandCode, rules: object): Promise<string> {
    const { data, errors } = await this.test.query(
      this.key,
      "query($brand: ID!, $rules: AudienceRuleInput!) { estimateAudiencePack(brandId: $brand, rules: $rules) { size { people } } }",
      { brand: this.fixture.brands[brand], rules },
    );
    expect(errors).toBeUndefined();
    return data.estimateAudiencePack.size.people;
  }

  private ask(brand: BrandCode, name: string, variables: object) {
    return this.test.query(this.key, document(name), { brand: this.fixture.brands[brand], ...variables });
  }
}
