declare class PlainEnvironment {
  readonly fakeTimersModern: { useFakeTimers(): void; setSystemTime(now: number): void };
  constructor(config: { readonly projectConfig: object });
  teardown(): Promise<void>;
}
export = PlainEnvironment;
