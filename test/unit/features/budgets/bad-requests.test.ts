import { log, michaelisMenten, money, problemsOf, request } from "./requests";

const sound = { curve: log("3", "10") };

describe("requests that cannot be planned", () => {
  it("says by how much the lower bounds exceed the total", () => {
    const asked = request("100", { ...sound, lower: money("80") }, { ...sound, lower: money("50.00") });
    expect(problemsOf(asked)).toEqual([
      {
        code: "INFEASIBLE",
        field: ["input", "total"],
        message:
          "The lower bounds must sum to at most the total of 100.00 CNY, but sum to 130.00 CNY; raise the total or lower the bounds by 30.00 CNY.",
      },
    ]);
  });

  it("says so too of a single lower bound above the total", () => {
    expect(
      problemsOf(request("100", { ...sound, lower: money("100.01") })).map(({ code, message }) => [code, message]),
    ).toEqual([
      [
        "INFEASIBLE",
        "The lower bounds must sum to at most the total of 100.00 CNY, but sum to 100.01 CNY; raise the total or lower the bounds by 0.01 CNY.",
      ],
    ]);
  });

  it("says by how much the upper bounds fall short of the total", () => {
    const asked = request("100", { ...sound, upper: money("80") }, { ...sound, upper: money("5.50") });
    expect(problemsOf(asked)).toEqual([
      {
        code: "INFEASIBLE",
        field: ["input", "total"],
        message:
          "The upper bounds must sum to at least the total of 100.00 CNY, but sum to 85.50 CNY; lower the total or raise the bounds by 14.50 CNY.",
      },
    ]);
  });

  it.each([
    ["0", "0.00"],
    ["-5", "-5.00"],
    ["90071992547409.92", "90071992547409.92"],
  ])("refuses a total of %s", (total, got) => {
    expect(problemsOf(request(total, sound))).toEqual([
      {
        code: "INVALID_INPUT",
        field: ["input", "total"],
        message: `input.total must be 0.01 CNY to 90071992547409.91 CNY, but got ${got} CNY.`,
      },
    ]);
  });

  it("wants 1 to 1,000 lines", () => {
    const field = ["input", "lines"];
    expect(problemsOf(request("100"))).toEqual([
      { code: "INVALID_INPUT", field, message: "lines must have 1 to 1000 elements, but got none." },
    ]);
    expect(problemsOf(request("100", ...new Array(1_001).fill(sound)))).toEqual([
      { code: "INVALID_INPUT", field, message: "lines must have 1 to 1000 elements, but got 1001." },
    ]);
  });

  it("wants each line's placement to be of the campaign and no other line's", () => {
    const asked = request("100", { ...sound, placementId: "elsewhere" }, sound, { ...sound, placementId: "p1" });
    expect(problemsOf(asked)).toEqual([
      {
        code: "NOT_FOUND",
        field: ["input", "lines", "0", "placementId"],
        message:
          "input.lines.0.placementId must name a placement of the campaign; list them with campaign { placements }.",
      },
      {
        code: "INVALID_INPUT",
        field: ["input", "lines", "2", "placementId"],
        message: "input.lines.2.placementId must name a placement that no other line names, but it came before.",
      },
    ]);
  });

  it("wants exactly one form of a curve", () => {
    const both = { ...log("3", "10"), ...michaelisMenten("3", "10") };
    expect(
      problemsOf(request("100", { curve: {} }, { curve: both })).map(({ field, message }) => [field, message]),
    ).toEqual([
      [
        ["input", "lines", "0", "curve"],
        "input.lines.0.curve must have exactly one of log, michaelisMenten, hill and stored, but got none.",
      ],
      [
        ["input", "lines", "1", "curve"],
        "input.lines.1.curve must have exactly one of log, michaelisMenten, hill and stored, but got 2.",
      ],
    ]);
  });

  it("wants parameters above 0 and names them as the caller did", () => {
    const asked = request("100", { curve: log("0", "-2.5") }, sound, { curve: michaelisMenten("-1", "0") });
    expect(problemsOf(asked).map(({ field, message }) => [field!.join("."), message])).toEqual([
      [
        "input.lines.0.curve.log.a",
        "input.lines.0.curve.log.a must be greater than 0, but got 0; fit the curve again.",
      ],
      [
        "input.lines.0.curve.log.b",
        "input.lines.0.curve.log.b must be greater than 0, but got -2.5; fit the curve again.",
      ],
      [
        "input.lines.2.curve.michaelisMenten.maximum",
        "input.lines.2.curve.michaelisMenten.maximum must be greater than 0, but got -1; fit the curve again.",
      ],
      [
        "input.lines.2.curve.michaelisMenten.halfSaturation",
        "input.lines.2.curve.michaelisMenten.halfSaturation must be greater than 0, but got 0; fit the curve again.",
      ],
    ]);
  });

  it("wants amounts in the brand's currency, whole minor units and bounds in order", () => {
    const asked = request(
      "100",
      { ...sound, lower: money("1", "USD") },
      { ...sound, upper: money("0.001") },
      { ...sound, lower: money("-1") },
      { ...sound, lower: money("9"), upper: money("8") },
    );
    expect(problemsOf(asked).map(({ field, message }) => [field!.join("."), message])).toEqual([
      [
        "input.lines.0.lower",
        "input.lines.0.lower must be an amount in the brand's currency CNY with at most 2 decimals, but got 1 USD.",
      ],
      [
        "input.lines.1.upper",
        "input.lines.1.upper must be an amount in the brand's currency CNY with at most 2 decimals, but got 0.001 CNY.",
      ],
      [
        "input.lines.2.lower",
        "input.lines.2.lower must be at least 0, but got -1.00 CNY; leave it out for no lower bound.",
      ],
      [
        "input.lines.3.lower",
        "input.lines.3.lower must not exceed upper (8.00 CNY), but got 9.00 CNY; swap or move the bounds.",
      ],
    ]);
  });

  it("wants current amounts of every line or of none, at least 0", () => {
    const asked = request("100", { ...sound, current: money("-1") }, sound);
    expect(problemsOf(asked).map(({ field, message }) => [field!.join("."), message])).toEqual([
      ["input.lines.0.current", "input.lines.0.current must be at least 0, but got -1."],
      [
        "input.lines.1.current",
        "current must be given for every line or for none, but input.lines.1.current is absent; give 0 for a placement that is new.",
      ],
    ]);
  });

  it("judges no sums of bounds where the total or a line could not be read", () => {
    const exceeding = { ...sound, lower: money("80") };
    const asked = request("100", exceeding, exceeding, { curve: {} });
    expect(problemsOf(asked).map(({ code }) => code)).toEqual(["INVALID_INPUT"]);
    expect(problemsOf({ ...asked, total: money("1", "USD") }).map(({ field }) => field!.join("."))).toEqual([
      "input.total",
      "input.lines.2.curve",
    ]);
  });
});
