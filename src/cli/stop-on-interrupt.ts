/** Aborted by the first Ctrl-C; the second one ends the process as usual. */
export function stopOnInterrupt(sentence: string): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.stderr.write(`\n${sentence}\n`);
      stop.abort();
    });
  }
  return stop.signal;
}
