import { InvalidInputError } from "../numeric/invalid-input";

/*
 * Terms of this engine
 *
 * touchpoint: one recorded contact of a person with the brand; in a journey, a touch.
 * channel:    the finest dimension that credit is given to, named by any string (a placement id, a platform and creative).
 *             No name is reserved: "start", "conversion", "null" and "" are channels like any other.
 * window:     the look-back before a conversion within which a touch is eligible. Chosen by the caller, who passes eligible
 *             touches only.
 * journey:    the eligible touches of one person in order of time, up to a conversion or to the end of the observation. A
 *             channel touched twice in a row stands there twice. Equal journeys may be passed as one with counts or as many.
 * conversion: the act that credit is given for, with its value. A conversion without an eligible touch is no journey: it is
 *             counted UNATTRIBUTED by the caller.
 * null:       the end of a journey without a conversion. Rule-based models ignore it, Markov learns from it.
 * age:        seconds from a touch to the conversion it precedes.
 * direct:     a channel that people come through by themselves, without media.
 * credit:     a channel's share of all conversions and of their value. Credits sum to the totals exactly.
 */

export interface Journey {
  /** Channels in order of time, at least one. */
  readonly touches: readonly string[];
  /** How many people with these touches converted. */
  readonly conversions: bigint;
  /** What those conversions are worth together, in minor units. */
  readonly value: bigint;
  /** How many people with these touches did not convert. */
  readonly nulls: bigint;
  /** Age of each touch; absent where times are not known. Of no meaning without a conversion. */
  readonly ages?: readonly number[];
}

/** What one kind of journeys amounts to. */
export interface JourneyTotals {
  readonly conversions: bigint;
  readonly value: bigint;
  readonly nulls: bigint;
}

/** Refuses what no journey can be. */
export function assertJourney(journey: Journey, index: number): void {
  if (journey.touches.length === 0) {
    throw new InvalidInputError(
      `Journey ${index} must have at least one touch but got none; count its conversions as unattributed instead.`,
    );
  }
  for (const field of ["conversions", "value", "nulls"] as const) {
    if (journey[field] >= 0n) continue;
    throw new InvalidInputError(
      `The ${field} of journey ${index} must be at least 0 but got ${journey[field]}; pass net figures after refunds.`,
    );
  }
  if (journey.value > 0n && journey.conversions === 0n) {
    throw new InvalidInputError(
      `The value of journey ${index} must be 0 without a conversion but got ${journey.value}; count the conversion that earned it.`,
    );
  }
}
