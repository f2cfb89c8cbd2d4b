// Starts `libp2p_peer` and waits for lines of its output or its log.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const program = process.env.PEER;

/** Our peer: its addresses, and ways to wait until a line of its output, or its log, satisfies a condition. */
export async function startPeer(t, ...args) {
  const { environment } = typeof args[0] === 'object' ? args.shift() : {};
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let log = '';
  let wake = () => {};
  child.stderr.on('data', (data) => {
    log += data;
    wake();
  });
  t.after(async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
    assert.equal(child.exitCode, 0, log);
  });
  const lines = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line));
    wake();
  });
  const wait = async (isDone) => {
    while (!isDone()) {
      await new Promise((resolve, reject) => {
        wake = resolve;
        const timer = setTimeout(() => reject(new Error(`nothing came in time: ${JSON.stringify(lines)}\n${log}`)), 20_000);
        timer.unref();
      });
    }
  };
  const until = async (isDone) => {
    await wait(() => lines.some(isDone));
    return lines.findLast(isDone);
  };
  const untilLog = (pattern) => wait(() => pattern.test(log));
  const { addresses: listening } = await until((line) => line.addresses);
  // Of the form that ends so: '', '/ws' or '/wss'.
  const addressOf = (form) => listening.find((one) => one.includes(`${form}/p2p/`) && (form || !one.includes('/ws')));
  return { address: addressOf(''), addressOf, until, untilLog };
}
