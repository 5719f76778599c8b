import { Presets, SingleBar } from "cli-progress";

/** A bar on standard error with rate and time left. */
export function progressBar(what, total, unit) {
  const bar = new SingleBar(
    {
      format: `${what} {bar} {percentage}% | {value} of {total} ${unit} | {eta_formatted} left`,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return bar;
}
