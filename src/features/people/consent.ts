export const consentStates = ["GRANTED", "WITHDRAWN"] as const;
export type ConsentState = (typeof consentStates)[number];

/** What a person said to an organisation under one identity, by way of one source. */
export interface ConsentStatement {
  readonly ordinal: number;
  readonly identityKey: string;
  readonly state: ConsentState;
  /** Empty: of no purpose in particular. */
  readonly purpose: string;
  /** Milliseconds since 1970. */
  readonly consentedAt: number;
}
