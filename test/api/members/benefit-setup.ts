import type { TestOrganisation } from "../../support/test-app";
import { identity, ingest, type PeopleCloud, type PeopleRow, type SourceName } from "../people/people-setup";
import { documentOf, TIERS } from "./member-setup";

let events = 0;

/** A touchpoint of haoyu, by whoever is behind the names. */
export const touch = (action: string, ...people: string[]): PeopleRow => ({
  ...{ event: `m-${events++}`, people, brand: "haoyu", action, at: "2025-11-01T12:00:00Z" },
});

export const join = (cloud: PeopleCloud, source: SourceName, ...people: string[]): Promise<void> =>
  ingest(
    cloud,
    source,
    people.map((name) => touch("MEMBER_JOIN", name)),
  );

/** A programme of an organisation with its benefits, by the documents that a CRM tool sends. */
export class BenefitClient {
  programme = "";

  constructor(
    private readonly cloud: PeopleCloud,
    private readonly organisation: TestOrganisation,
  ) {}

  send(name: string, variables: object, role: keyof TestOrganisation["keys"] = "ADMIN") {
    return this.cloud.test.query(this.organisation.keys[role], documentOf(name), variables);
  }

  async setUp(): Promise<void> {
    const input = { brandId: this.cloud.brands["haoyu"], name: "Haoyu Club", tiers: TIERS };
    const { data } = await this.send("create-membership-programme", { input });
    expect(data.createMembershipProgramme.userErrors).toEqual([]);
    this.programme = data.createMembershipProgramme.membershipProgramme.id;
  }

  /** Answers its id. */
  async benefit(code: string, change: object = {}): Promise<string> {
    const unitCost = { amount: "10.00", currencyCode: "CNY" };
    const input = { membershipProgrammeId: this.programme, code, name: code, unitCost, ...change };
    const { data } = await this.send("create-benefit", { input });
    expect(data.createBenefit.userErrors).toEqual([]);
    return data.createBenefit.benefit.id;
  }

  async issue(benefitId: string, names: readonly string[], key?: string) {
    const input = { benefitId, identities: names.map(identity) };
    return (await this.send("issue-benefits", { input, key }, "INTEGRATION")).data.issueBenefits;
  }

  async redeem(rows: readonly (readonly [code: string, name: string, id: string, more?: object])[], key?: string) {
    const redemptions = rows.map(([benefitCode, name, redemptionId, more]) => ({
      ...{ benefitCode, identity: identity(name), redemptionId, redeemedAt: "2025-12-01T00:00:00Z" },
      ...more,
    }));
    const input = { membershipProgrammeId: this.programme, redemptions };
    return (await this.send("redeem-benefits", { input, key }, "INTEGRATION")).data.redeemBenefits;
  }

  /** Ledgers by the benefit's code. */
  async ledgers(variables: object = {}) {
    const answer = await this.send("benefit-ledger", { brand: this.cloud.brands["haoyu"], ...variables }, "BI");
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    const { nodes } = answer.data.brand.membershipProgramme.benefits;
    return Object.fromEntries(nodes.map(({ code, ledger }: { code: string; ledger: object }) => [code, ledger]));
  }

  /** [code, uses redeemed, uses left] of every issue that the person has. */
  async balances(name: string) {
    const variables = { programme: this.programme, identity: identity(name) };
    const { data } = await this.send("benefit-balances", variables);
    return data.node.benefitBalances.map(
      (row: { benefit: { code: string }; usesRedeemed: number; usesLeft: number }) => [
        ...[row.benefit.code, row.usesRedeemed, row.usesLeft],
      ],
    );
  }
}

/** Outcome or reason of each row. */
export const outcomesOf = ({ rows }: { readonly rows: readonly { outcome: string; reason: string | null }[] }) =>
  rows.map(({ outcome, reason }) => reason ?? outcome);
