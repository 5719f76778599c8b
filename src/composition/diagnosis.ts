import { AssetLabelStore } from "../features/assets/asset-label.store";
import { StageHistory } from "../features/assets/stage-history";
import { DiagnosisResolver } from "../features/diagnosis/diagnosis.resolver";
import { DiagnosisService } from "../features/diagnosis/diagnosis.service";
import { FindingResolver } from "../features/diagnosis/finding.resolver";
import { MediaYieldService } from "../features/diagnosis/media-yield.service";
import { MediaYieldStore } from "../features/diagnosis/media-yield.store";
import { PlatformAudienceStore } from "../features/diagnosis/platform-audience.store";
import { PlatformPotentialResolver } from "../features/diagnosis/platform-potential.resolver";
import { PlatformPotentialService } from "../features/diagnosis/platform-potential.service";
import { PlatformPotentialStore } from "../features/diagnosis/platform-potential.store";
import { ScorecardResolver } from "../features/diagnosis/scorecard.resolver";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BenchmarksPart } from "./benchmarks";
import type { CampaignsPart } from "./campaigns";
import type { Composed, Kernel, Services } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeDiagnosis(
  { database, queries }: Kernel,
  known: AccessPart & PeoplePart & TouchpointsPart & AssetsPart & BenchmarksPart & CampaignsPart,
) {
  const diagnoses = new DiagnosisService(known.benchmarks);
  const potentials = new PlatformPotentialService({
    ...known,
    store: new PlatformPotentialStore(database),
    audiences: new PlatformAudienceStore(queries),
  });
  const yields = new MediaYieldService({
    ...known,
    store: new MediaYieldStore(database),
    people: known.placementPeople,
    stages: new StageHistory(new AssetLabelStore(queries)),
  });
  return {
    diagnoses,
    resolvers: [
      new DiagnosisResolver(diagnoses),
      new FindingResolver(yields),
      new PlatformPotentialResolver(potentials),
      new ScorecardResolver(diagnoses),
    ],
  } satisfies Composed;
}

export type DiagnosisPart = Services<typeof composeDiagnosis>;
