import type { RequestContext } from "../../platform/request-context";
import type { BrandWindows, GrantedWindow, Window } from "./brand-window";
import { type ShownHop, showChain } from "./chain";
import type { ChainStore } from "./chain.store";
import { type ShownCoverage, showCoverage } from "./coverage";
import type { CoverageStore } from "./coverage.store";
import type { ExposureFilter } from "./exposure-filter";

/** What an answer is about, and when it was read. */
export interface Read<Figures> {
  readonly window: GrantedWindow;
  readonly figures: Figures;
}

/** Chains of a brand's people and how far platforms are joined. Every figure leaves suppressed. */
export class JourneyService {
  constructor(
    private readonly windows: BrandWindows,
    private readonly chains: ChainStore,
    private readonly coverages: CoverageStore,
  ) {}

  /** The chain of those whose exposure passes `entry`, with everybody else who came as far beside it. */
  async journey(
    context: RequestContext,
    brandId: number,
    window: Window,
    entry: ExposureFilter = {},
  ): Promise<Read<readonly ShownHop[]>> {
    await this.windows.checkFilter(context, entry);
    const granted = await this.windows.grant(context, brandId, window);
    const counts = await this.windows.ask(context, granted, { figure: "JOURNEY", entry }, (read) =>
      this.chains.count(read, entry),
    );
    return { window: granted, figures: showChain(counts, granted) };
  }

  async coverage(context: RequestContext, brandId: number, window: Window): Promise<Read<ShownCoverage>> {
    const granted = await this.windows.grant(context, brandId, window);
    const counts = await this.windows.ask(context, granted, { figure: "COVERAGE" }, (read) =>
      this.coverages.count(read),
    );
    return { window: granted, figures: showCoverage(counts, granted) };
  }
}
