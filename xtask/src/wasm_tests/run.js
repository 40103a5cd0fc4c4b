// Hands wasm-bindgen-test the tests of the module beside this file: node run.js FILTERED EXPORT...
'use strict';

const path = require('node:path');
const [filtered, ...names] = process.argv.slice(2);

// The console is wrapped before the module is loaded, so that what a test prints is shown only where it fails.
const plain = { log: console.log, error: console.error };
const handlers = {};
for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
  console[level] = (...words) => handlers[level]?.(words);
}
global.__wbgtest_og_console_log = plain.log;
global.__wbgtest_og_console_error = plain.error;
global.__wbg_test_invoke = (test) => test();

async function main() {
  const module = require(path.join(__dirname, 'tests.js'));
  for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
    handlers[level] = module[`__wbgtest_console_${level}`];
  }
  const context = new module.WasmBindgenTestContext(false);
  context.include_ignored(false);
  context.filtered_count(Number(filtered));
  return context.run(names.map((name) => module.__wasm[name]));
}

main().then(
  (passed) => process.exit(passed ? 0 : 1),
  (error) => {
    plain.error(error);
    process.exit(1);
  },
);
