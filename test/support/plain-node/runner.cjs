require("reflect-metadata");
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { join, sep } = require("node:path");
const { createScriptTransformer } = require("@jest/transform");
const circus = require("jest-circus/runner").default;

/**
 * Runs a test file with jest's own framework, but as plain Node: the code under test and its packages are loaded once a worker, where
 * jest loads them again for every file. Files under `test` are loaded for each test file, and so is the framework, which keeps state.
 */
module.exports = async function runTestFile(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  await compileTypeScript(globalConfig, config, runtime.getSourceMaps());
  const load = Module.createRequire(testPath);
  const plainRuntime = Object.assign(Object.create(runtime), {
    requireModule: (path) => {
      globalThis.jest = runtime.requireModuleOrMock(testPath, "@jest/globals").jest;
      return load(path);
    },
    requireInternalModule: load,
    unstable_shouldLoadAsEsm: () => false,
  });
  // Not awaited, so that no stack of a test leads here.
  const result = circus(globalConfig, config, environment, plainRuntime, testPath, sendMessageToJest);
  return result.finally(() => forgetTests(config.rootDir));
};

let sourceMaps;
let compiler;

async function compileTypeScript(globalConfig, config, registry) {
  sourceMaps = registry;
  if (compiler) return;
  const { collectCoverage, collectCoverageFrom, coverageProvider } = globalConfig;
  const options = { collectCoverage, collectCoverageFrom, coverageProvider, isInternalModule: false };
  compiler = await createScriptTransformer(config);
  // What the global set-up has loaded, where a run has one worker: compiled without a note of its lines.
  forget((path) => path.endsWith(".ts"));
  Module._extensions[".ts"] = (module, filename) => {
    const { code, sourceMapPath } = compiler.transform(filename, options, readFileSync(filename, "utf8"));
    if (sourceMapPath) sourceMaps.set(filename, sourceMapPath);
    module._compile(code, filename);
  };
}

const FRAMEWORK = require.resolve("jest-circus/package.json").replace("package.json", "");

function forgetTests(rootDir) {
  const tests = join(rootDir, "test") + sep;
  forget((path) => path.startsWith(FRAMEWORK) || (path.startsWith(tests) && !path.startsWith(__dirname)));
  for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
    if (symbol.description === "JEST_STATE_SYMBOL" || symbol.description === "EVENT_HANDLERS")
      delete globalThis[symbol];
  }
}

function forget(isMeant) {
  for (const path of Object.keys(require.cache)) if (isMeant(path)) delete require.cache[path];
}
