/** Keeps what came out, so that it can be thrown inside a transaction: a replay must not meet the problems of a later day. */
export async function settled<T>(work: Promise<T>): Promise<() => T> {
  const [outcome] = await Promise.allSettled([work]);
  return () => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  };
}
