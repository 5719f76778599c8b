const { ModernFakeTimers } = require("@jest/fake-timers");
const { ModuleMocker } = require("jest-mock");

/**
 * A test environment that is the worker process itself, no copy of it in a virtual machine: what a test file and jest change about the
 * process is put back when the file ends.
 */
module.exports = class PlainEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;

  constructor({ projectConfig }) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    const { exit, getBuiltinModule } = process;
    this.before = {
      process: { exit, getBuiltinModule },
      console: globalThis.console,
      env: { ...process.env },
      folder: process.cwd(),
    };
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    Object.assign(process, this.before.process);
    globalThis.console = this.before.console;
    for (const name of Object.keys(process.env)) if (!(name in this.before.env)) delete process.env[name];
    Object.assign(process.env, this.before.env);
    process.chdir(this.before.folder);
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  /** None: the runner beside this file loads modules as Node does. */
  getVmContext() {
    return null;
  }
};
