import { ArmStore } from "../features/experiments/arm.store";
import { BrandDwellResolver } from "../features/experiments/dwell.resolver";
import { DwellService } from "../features/experiments/dwell.service";
import { DwellStore } from "../features/experiments/dwell.store";
import {
  BrandExperimentsResolver,
  ExperimentArmReadOutResolver,
  ExperimentArmResolver,
  ExperimentComparisonResolver,
  ExperimentResolver,
  ExperimentVersionResolver,
} from "../features/experiments/experiment.resolver";
import { ExperimentService } from "../features/experiments/experiment.service";
import { ExperimentStore } from "../features/experiments/experiment.store";
import { toExperiment } from "../features/experiments/experiment.types";
import { ExperimentChangeResolver } from "../features/experiments/experiment-change.resolver";
import { ExperimentReader } from "../features/experiments/experiment-reader";
import type { AccessPart } from "./access";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { JourneysPart } from "./journeys";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composeExperiments(
  { database, queries }: Kernel,
  {
    access,
    brands,
    packs,
    packEditor: editor,
    packBuilder: builder,
    windows,
  }: AccessPart & BrandsPart & JourneysPart & AudiencesPart,
) {
  const reader = new ExperimentReader({ brands, packs, windows, store: new ArmStore(queries) });
  const store = new ExperimentStore(database);
  const experiments = new ExperimentService({ database, access, store, brands, packs, editor, builder, reader });
  return {
    experiments,
    experimentReader: reader,
    resolvers: [
      new ExperimentChangeResolver(experiments),
      new BrandExperimentsResolver(experiments),
      new ExperimentResolver(reader, packs),
      new ExperimentVersionResolver(experiments),
      new ExperimentArmResolver(packs),
      new ExperimentArmReadOutResolver(packs),
      new ExperimentComparisonResolver(packs),
      new BrandDwellResolver(new DwellService(windows, new DwellStore(queries))),
    ],
    nodes: [["Experiment", async (context, key) => whenFound(await experiments.find(context, key), toExperiment)]],
  } satisfies Composed;
}

export type ExperimentsPart = Services<typeof composeExperiments>;
