import type { BestFrequency, TouchCount } from "../../engines/effects/frequency-curve";
import type { RequestContext } from "../../platform/request-context";
import { SingleFlight } from "../../platform/single-flight";
import { UserProblems } from "../../platform/user-error";
import type { CampaignWithPlacements } from "../campaigns";
import type { BrandWindows, GrantedWindow } from "../journeys";
import type { ExposureKind } from "../touchpoints";
import type { CampaignScopes } from "./campaign-scope";
import { DEFAULT_CAP, DEFAULT_MINIMUM_PEOPLE, type FrequencyFigures, tellFrequency } from "./frequency";
import { type FrequencyStore, MOST_TOUCHES } from "./frequency.store";
import type { ReportFrequencyStore } from "./report-frequency.store";

/** The widest curve has as many buckets as people are counted by. */
export const MAX_CAP = MOST_TOUCHES;

export interface CurveSettings {
  readonly cap: number;
  readonly minimumPeople: number;
}

export interface FrequencyCurve extends FrequencyFigures {
  readonly campaign: CampaignWithPlacements;
  readonly window: GrantedWindow;
}

/** An attribution report as its curve needs it. */
export interface ReportedCampaign {
  readonly id: string;
  /** Null: the report is about no campaign. */
  readonly campaign: Pick<CampaignWithPlacements, "id"> | null;
  readonly asOf: Date;
  readonly exposures: readonly ExposureKind[];
}

/** How conversion goes with the number of off-site touches (V50). */
export class FrequencyService {
  private readonly flights = new SingleFlight<void>();

  constructor(
    private readonly scopes: CampaignScopes,
    private readonly windows: BrandWindows,
    private readonly store: FrequencyStore,
    private readonly reports: ReportFrequencyStore,
  ) {}

  /** From touchpoints as they are known now; null when the campaign is not visible. */
  async ofCampaign(
    context: RequestContext,
    campaignId: string,
    settings: CurveSettings,
  ): Promise<FrequencyCurve | null> {
    checkSettings(settings);
    const scope = await this.scopes.find(context, campaignId);
    if (!scope) return null;
    const { campaign, window } = scope;
    const question = { figure: "FREQUENCY_CURVE", campaignId };
    const counts = await this.windows.ask(context, window, question, (read) =>
      this.store.count(read, campaign, ["SERVED"]),
    );
    return { campaign, window, ...tellFrequency(counts, settings, window) };
  }

  /** Of a published report, as of its instant; counted once, so that it never changes either. Null without a campaign. */
  async ofReport(
    context: RequestContext,
    report: ReportedCampaign,
    settings: CurveSettings,
  ): Promise<FrequencyFigures | null> {
    checkSettings(settings);
    if (!report.campaign) return null;
    const scope = (await this.scopes.find(context, report.campaign.id))!; // reports exist for those who see the campaign
    let counts = await this.reports.find(context, report.id);
    if (!counts) {
      await this.flights.run(report.id, async () => {
        const window = { ...scope.window, asOf: report.asOf };
        const counted = await this.windows.read(context, window, (read) =>
          this.store.count(read, scope.campaign, report.exposures),
        );
        await this.reports.keep(context, report.id, counted);
      });
      counts = (await this.reports.find(context, report.id)) as readonly TouchCount[];
    }
    return tellFrequency(counts, settings, scope.window);
  }

  /** What other features go by: the best number of touches with the range that may be as good; null where none can be told. */
  async best(context: RequestContext, campaignId: string): Promise<BestFrequency | null> {
    const settings = { cap: DEFAULT_CAP, minimumPeople: DEFAULT_MINIMUM_PEOPLE };
    return (await this.ofCampaign(context, campaignId, settings))?.best ?? null;
  }
}

function checkSettings({ cap, minimumPeople }: CurveSettings): void {
  if (cap < 2 || cap > MAX_CAP)
    throw UserProblems.one("INVALID_INPUT", ["cap"], `cap must be 2 to ${MAX_CAP}, but got ${cap}.`);
  if (minimumPeople < 1)
    throw UserProblems.one(
      "INVALID_INPUT",
      ["minimumPeople"],
      `minimumPeople must be at least 1, but got ${minimumPeople}; ${DEFAULT_MINIMUM_PEOPLE} is usual.`,
    );
}
