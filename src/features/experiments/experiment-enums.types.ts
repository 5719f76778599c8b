import { registerEnumType } from "type-graphql";
import { type Correction, corrections } from "../../engines/experiment/multiplicity";
import {
  type Assignment,
  assignments,
  type ExperimentState,
  experimentStates,
  type MetricKind,
  type MetricRole,
  metricKinds,
  metricRoles,
  type TestMethod,
  testMethods,
  type VariantRole,
  variantRoles,
} from "./experiment";

export function enumOf<Value extends string>(
  name: string,
  description: string,
  values: readonly Value[],
  descriptions: Readonly<Record<Value, string>>,
): Readonly<Record<string, Value>> {
  const all = Object.fromEntries(values.map((value) => [value, value]));
  registerEnumType(all, {
    name,
    description: `${description}; clients must handle unknown values.`,
    valuesConfig: Object.fromEntries(values.map((value) => [value, { description: descriptions[value] }])),
  });
  return all;
}

export const ExperimentStateEnum = enumOf<ExperimentState>(
  "ExperimentState",
  "How far an experiment is",
  experimentStates,
  {
    DRAFT: "Planned; nobody takes part.",
    RUNNING: "Started: who takes part is fixed.",
    ENDED: "Over for good; figures of people whose days are not over yet still come in.",
  },
);

export const AssignmentEnum = enumOf<Assignment>(
  "ExperimentAssignment",
  "Who gives people their variant",
  assignments,
  {
    HASHED: "This system, by a salted hash of the person: stable, and each arm is a pack that can be pushed.",
    RECORDED: "Somebody else: a person's variant is that of the first exposure, and who saw several is left out.",
  },
);

export const TestMethodEnum = enumOf<TestMethod>("ExperimentMethod", "When a read-out may decide", testMethods, {
  FIXED_HORIZON: "Once, at the horizon: Welch's t-test.",
  SEQUENTIAL:
    "Whenever it is read: mixture sequential probability ratio test, whose p and interval are always valid (Johari et al. 2022).",
});

export const CorrectionEnum = enumOf<Correction>(
  "ExperimentCorrection",
  "How p values of several comparisons are corrected",
  corrections,
  {
    HOLM: "Bounds the chance of any false finding (Holm 1979).",
    BENJAMINI_HOCHBERG: "Bounds the expected share of false findings (Benjamini & Hochberg 1995).",
    NONE: "Not at all.",
  },
);

export const VariantRoleEnum = enumOf<VariantRole>("ExperimentVariantRole", "What a variant is for", variantRoles, {
  CONTROL: "What the treatments are compared with.",
  TREATMENT: "What is tried.",
  HOLDOUT: "People who are shown nothing, so that what advertising brings at all can be told.",
});

export const MetricKindEnum = enumOf<MetricKind>("ExperimentMetricKind", "What a metric is of a person", metricKinds, {
  SHARE: "1 for who did the action in the days, else 0: conversion with ORDER, retention with VISIT.",
  COUNT: "How often the person did the action.",
  VALUE:
    "Value of the person's net orders in the brand's currency, refunds taken off; orders without a known value are counted beside it.",
  DWELL: "Seconds that the person stayed, each stay capped at a percentile of all arms' stays.",
});

export const MetricRoleEnum = enumOf<MetricRole>("ExperimentMetricRole", "What a metric is for", metricRoles, {
  PRIMARY: "It alone decides.",
  SECONDARY: "It is looked at beside.",
  GUARDRAIL: "It must not get worse: a winner that harms it is none.",
});
