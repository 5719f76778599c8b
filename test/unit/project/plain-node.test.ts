import PlainEnvironment from "../../support/plain-node/environment.cjs";

/** Test files share a process, so what one does to it must be put back before the next one begins. */
describe("a test file", () => {
  const projectConfig = { fakeTimers: {} };

  it("leaves environment, folder, clock and exit of the process as they were", async () => {
    const environment = new PlainEnvironment({ projectConfig });
    const before = { env: { ...process.env }, folder: process.cwd(), exit: process.exit, console: globalThis.console };
    process.env["PLAIN_NODE"] = "added";
    process.env["PATH"] = "changed";
    process.chdir("/");
    process.exit = () => {
      throw new Error("ended");
    };
    environment.fakeTimersModern.useFakeTimers();
    environment.fakeTimersModern.setSystemTime(0);
    expect(Date.now()).toBe(0);
    await environment.teardown();
    expect({ env: { ...process.env }, folder: process.cwd(), exit: process.exit, console: globalThis.console }).toEqual(
      before,
    );
    expect(Date.now()).toBeGreaterThan(0);
  });

  it("is of one realm with Node, so that arrays and errors from anywhere are the file's own kind", () => {
    expect(structuredClone([1])).toBeInstanceOf(Array);
    expect(() => new URL("")).toThrow(TypeError);
  });
});
