/** How long a sender may leave an answer unread: nothing more is read from it meanwhile, so it would wait for ever. */
const PATIENCE_MS = 60_000;

/** Answers as lines of JSON; gives the sender up when it stops reading them. */
export async function* answerLines(
  answers: AsyncIterable<object>,
  giveUp: () => void,
  patienceMs = PATIENCE_MS,
): AsyncGenerator<string> {
  for await (const answer of answers) {
    const timer = setTimeout(giveUp, patienceMs);
    try {
      yield `${JSON.stringify(answer)}\n`;
    } finally {
      clearTimeout(timer);
    }
  }
}
