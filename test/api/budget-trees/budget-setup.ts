import {
  type CampaignSetup,
  type CreatedCampaign,
  campaignInput,
  createCampaign,
  documentOf,
  openCampaignSetup,
  placement,
} from "../campaigns/campaign-setup";

const CREATE = documentOf(__dirname, "create-budget-tree");
const SET = documentOf(__dirname, "set-budget");
const MOVE = documentOf(__dirname, "move-budget");
const READ = documentOf(__dirname, "budget-tree");
const UNDO = documentOf(__dirname, "undo-control-change");
const CREATE_PACK =
  "mutation($input: CreateAudiencePackInput!) { createAudiencePack(input: $input) { audiencePack { id } userErrors { message } } }";

export const cny = (amount: string) => ({ amount, currencyCode: "CNY" });
export const line = (place: object, amount: string): object => ({ place, planned: cny(amount) });
export const problemsOf = ({ userErrors }: { readonly userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => [code, field.join(".")]);

/** A brand with a pack, 11.11 and 12.12. */
export class BudgetSetup {
  tree = "";

  private constructor(
    readonly setup: CampaignSetup,
    readonly pack: string,
    /** 11.11: Splash (DOUYIN, ACQUIRE, aimed at the pack), Feed (DOUYIN, ACQUIRE) and Search (JD, LEAD). */
    readonly singles: CreatedCampaign,
    readonly twelve: CreatedCampaign,
  ) {}

  static async open(): Promise<BudgetSetup> {
    const setup = await openCampaignSetup("2025-10-15T01:00:00.000Z");
    const input = { brandId: setup.brands.tinglan, name: "Fans", rules: { stage: { in: ["ACT"] } } };
    const made = await setup.test.query(setup.own.keys.AD_OPS, CREATE_PACK, { input });
    const pack = made.data.createAudiencePack.audiencePack.id;
    const placements = [
      placement({ name: "Splash", audiencePackId: pack, externalIds: ["dy-1"] }),
      placement({ name: "Feed" }),
      placement({ name: "Search", platform: "JD", site: "ON_SITE", step: "LEAD" }),
    ];
    const singles = await createCampaign(setup, setup.own, campaignInput(setup.brands.tinglan, { placements }));
    setup.time.now = new Date("2025-10-15T01:00:01.000Z"); // ids of campaigns grow with time, and places stand in their order
    const window = { from: "2025-12-02T00:00:00+08:00", to: "2025-12-13T00:00:00+08:00" };
    const twelve = await createCampaign(
      setup,
      setup.own,
      campaignInput(setup.brands.tinglan, { code: "twelve", window }),
    );
    return new BudgetSetup(setup, pack, singles, twelve);
  }

  async ask(
    document: string,
    variables: object,
    role: "AD_OPS" | "ADMIN" | "BI" = "AD_OPS",
    who = this.setup.own,
    // biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
  ): Promise<any> {
    const answer = await this.setup.test.query(who.keys[role], document, variables);
    if (!answer.data) throw new Error(JSON.stringify(answer));
    return answer.data;
  }

  get acquire() {
    return { campaignId: this.singles.id, step: "ACQUIRE" };
  }

  get lead() {
    return { campaignId: this.singles.id, step: "LEAD" };
  }

  async create(change: object = {}) {
    const input = { brandId: this.setup.brands.tinglan, year: 2025, total: cny("1000"), lines: [], ...change };
    return (await this.ask(CREATE, { input })).createBudgetTree;
  }

  /** 600 of 1,000 for 11.11: 200 on DOUYIN for the pack, 100.50 for no pack, 150 on JD. */
  async createWhole() {
    const douyin = { ...this.acquire, platform: "DOUYIN" };
    const made = await this.create({
      lines: [
        line({ campaignId: this.singles.id }, "600"),
        line({ ...douyin, audiencePackId: this.pack }, "200"),
        line({ ...douyin, hasNoPack: true }, "100.50"),
        line({ ...this.lead, platform: "JD" }, "150"),
      ],
    });
    this.tree = made.budgetTree.id;
    return made;
  }

  async set(place: object, planned: string, change: object = {}) {
    const input = { budgetTreeId: this.tree, place, planned: cny(planned), reason: "A new plan." };
    return (await this.ask(SET, { input, ...change })).setBudget;
  }

  async move(from: object, to: object, amount: string) {
    const input = { budgetTreeId: this.tree, from, to, amount: cny(amount), reason: "It pays more." };
    return (await this.ask(MOVE, { input })).moveBudget;
  }

  async undo(id: string, key?: string) {
    return (await this.ask(UNDO, { id, reason: "It was a mistake.", key })).undoControlChange;
  }

  async read(year = 2025) {
    return (await this.ask(READ, { brand: this.setup.brands.tinglan, year }, "BI")).brand.budgetTree;
  }
}
