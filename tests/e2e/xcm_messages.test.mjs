// docs/xcm-messages.md: its commands are executed in their order, on the nodes that it starts, and must answer what it shows.
//
// A block of the page is, by its first line: `# NAME.xcm`, a file with that program; `serinus …`, a node that runs from there on; `$ …`, commands,
// each with what it answers. Lines of an answer stand in this order among those that come; `…` is any text.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const page = readFileSync(join(process.env.SOURCES ?? join(import.meta.dirname, '../..'), 'docs/xcm-messages.md'), 'utf8');
const kDefaultPort = 9944;
const kCommandMs = 120_000;

/** The blocks of text below each heading: [{ title, blocks: [[line, …], …] }]. Others are shown only. */
function chaptersOf(text) {
    const chapters = [];
    let block = null;
    for (const line of text.split('\n')) {
        if (line.startsWith('```')) {
            if (block?.isText) chapters.at(-1).blocks.push(block.lines);
            block = block ? null : { isText: line === '```text', lines: [] };
        } else if (block) {
            block.lines.push(line);
        } else if (/^##? /.test(line)) {
            chapters.push({ title: line.replace(/^#+ /, ''), blocks: [] });
        }
    }
    return chapters;
}

/** The commands of a block with their answers: [{ command, answer: [line, …] }]. A line that ends with a backslash goes on. */
function commandsOf(block) {
    const found = [];
    let goesOn = false;
    for (const line of block) {
        if (goesOn) found.at(-1).command += `\n${line}`;
        else if (line.startsWith('$ ')) found.push({ command: line.slice(2), answer: [] });
        else found.at(-1).answer.push(line);
        goesOn = (goesOn || line.startsWith('$ ')) && line.endsWith('\\');
    }
    return found;
}

const patternOf = (line) => new RegExp(`^\\s*${line.trim().split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}\\s*$`);

/** Each line of the answer is found behind the one before it. */
function assertAnswer(output, answer, command) {
    const lines = output.split('\n');
    for (const line of answer.filter((one) => one.trim() !== '…')) {
        const at = lines.findIndex((one) => patternOf(line).test(one));
        assert.notEqual(at, -1, `${command}\nanswers\n${output}\nand not, in this order,\n${line}`);
        lines.splice(0, at + 1);
    }
}

describe('the page of five messages', () => {
    const { folder, remove } = temporaryFolder();
    const ports = new Map();  // of the page → of the test
    const nodes = [];
    const functions = [];
    const replaced = (text) => text.replace(/\b99\d\d\b/g, (port) => ports.get(Number(port)) ?? port);

    before(() => {
        // A serinus that asks the test's node where nothing else is said.
        const wrapper = join(folder, 'serinus');
        writeFileSync(wrapper, `#!/bin/sh
case "$*" in
*--url*) exec "$SERINUS" "$@" ;;
*) exec "$SERINUS" "$@" --url "ws://127.0.0.1:$NODE_PORT" ;;
esac
`);
        chmodSync(wrapper, 0o755);
    });
    after(async () => {
        for (const node of nodes.reverse()) await node.stop();
        remove();
    });

    async function start(line) {
        const args = replaced(line).split(/\s+/).slice(1);
        const isFork = args[0] === 'fork';
        const wanted = Number(/--rpc-port (\d+)/.exec(line)?.[1] ?? kDefaultPort);
        const own = isFork ? args.join(' ').replace(/--rpc-port \S+/, '--rpc-port 0').split(' ') : [...args, '--tmp'];
        const node = await Node.start(program, own, { cwd: folder, ...isFork && { ready: /Running JSON-RPC server: addr=127/ } });
        nodes.push(node);
        ports.set(wanted, Number(/addr=127\.0\.0\.1:(\d+)/.exec(node.log)[1]));
        // A state of block 0 keeps no events.
        node.port = ports.get(wanted);
        if (!isFork) await until('there is a block', async () => parseInt((await node.call('chain_getHeader')).number, 16) > 0);
    }

    const run = (command) => new Promise((resolve) => {
        if (/^\w+\(\) /.test(command) || /^\w+=/.test(command)) functions.push(command);
        const script = [...new Set([...functions, command])].map(replaced).join('\n');
        const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, NODE_PORT: String(ports.get(kDefaultPort)), SERINUS: program, no_proxy: '127.0.0.1' };
        execFile('bash', ['-c', script], { cwd: folder, env, timeout: kCommandMs }, (error, out, err) => resolve({ out, err }));
    });

    for (const { title, blocks } of chaptersOf(page)) {
        test(title, async () => {
            for (const block of blocks) {
                const name = /^# (\S+\.xcm)$/.exec(block[0])?.[1];
                if (name) {
                    writeFileSync(join(folder, name), block.join('\n'));
                } else if (block[0].startsWith('serinus ')) {
                    await start(block[0]);
                } else {
                    for (const { command, answer } of commandsOf(block)) {
                        const { out, err } = await run(command);
                        assertAnswer(out + err, answer, command);
                    }
                }
            }
        });
    }

    test('it has five messages, each with a program and with answers', () => {
        const messages = chaptersOf(page).filter(({ title }) => /^\d\. /.test(title));
        assert.equal(messages.length, 5);
        for (const { title, blocks } of messages) {
            assert.ok(blocks.some(([first]) => first.endsWith('.xcm')), title);
            const answers = blocks.filter(([first]) => first.startsWith('$ ')).flatMap(commandsOf).filter(({ answer }) => answer.length > 0);
            assert.ok(answers.length >= 2, title);
        }
    });
});
