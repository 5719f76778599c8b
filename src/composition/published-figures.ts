import { OutdatedSnapshotStore } from "../features/assets/outdated-snapshot.store";
import { OutdatedAttributionStore } from "../features/attribution/outdated-attribution.store";
import { outdatedBenchmarks } from "../features/benchmarks/outdated-benchmarks";
import { OutdatedScoringStore } from "../features/customer-value/outdated-scoring.store";
import { outdatedMarket } from "../features/market/outdated-market";
import { OutdatedEvaluationStore } from "../features/members/outdated-evaluation.store";
import { OutdatedDecisionStore } from "../features/steering/outdated-decision.store";
import { allOutdated } from "../features/touchpoints/late-touchpoints";

/** All that is published of touchpoints and marked when some come late, go, or become another person's. */
export const publishedFigures = allOutdated([
  new OutdatedSnapshotStore(),
  outdatedBenchmarks,
  outdatedMarket,
  new OutdatedEvaluationStore(),
  new OutdatedAttributionStore(),
  new OutdatedScoringStore(),
  new OutdatedDecisionStore(),
]);
