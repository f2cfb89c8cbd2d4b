// Runs the codec's checks in WebAssembly and on the host: none may fail, and both must print the same.
// usage: node run_codec_checks.mjs MODULE.wasm NATIVE_PROGRAM
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [modulePath, nativePath] = process.argv.slice(2);

const lines = [];
const decoder = new TextDecoder();
const { instance } = await WebAssembly.instantiate(readFileSync(modulePath), {
  env: {
    print: (text, size) => lines.push(decoder.decode(new Uint8Array(instance.exports.memory.buffer, text, size))),
  },
});
instance.exports.run_codec_checks();

const inWasm = lines.join('\n');
const onHost = execFileSync(nativePath, { encoding: 'utf8' }).trim();
console.log(inWasm);

const failures = lines.filter((line) => line.startsWith('FAILED'));
if (failures.length > 0) {
  console.error(`${failures.length} checks failed in WebAssembly`);
  process.exitCode = 1;
}
if (lines.length < 20) {
  console.error(`only ${lines.length} lines: the checks did not run to their end`);
  process.exitCode = 1;
}
if (inWasm !== onHost) {
  console.error(`the host printed something else:\n${onHost}`);
  process.exitCode = 1;
}
