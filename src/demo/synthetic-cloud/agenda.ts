import type { CalendarDay } from "./calendar";

type Deferred = (day: CalendarDay) => void;

/** What is due on later days. What would fall after the last day never happens: the window censors it. */
export class Agenda {
  private readonly due: Deferred[][];

  constructor(private readonly calendar: readonly CalendarDay[]) {
    this.due = calendar.map(() => []);
  }

  /** `days` is at least 1: the actions of today have run. */
  defer(today: CalendarDay, days: number, action: Deferred): void {
    this.due[today.index + days]?.push(action);
  }

  run(day: CalendarDay): void {
    for (const action of this.due[day.index]!) action(day);
    this.due[day.index] = [];
  }

  dayAfter(today: CalendarDay, days: number): CalendarDay | undefined {
    return this.calendar[today.index + days];
  }
}
