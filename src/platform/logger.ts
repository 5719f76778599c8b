import pino, { type Logger } from "pino";

/** ERROR means that someone must act; WARN that something was refused or retried; INFO that work began or ended. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
