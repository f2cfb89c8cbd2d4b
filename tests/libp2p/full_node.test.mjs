// A node whose only peer is a full node in JavaScript: it downloads that one's chain, follows what it announces, and
// serves it blocks.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Node, temporaryFolder, until } from '../e2e/node.mjs';
import { FullNode, bytesOf, headerBytes } from './full_node.mjs';

const program = process.env.SERINUS;
const kChain = ['--chain', 'dev', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];
const bestOf = async (node) => Number((await node.call('chain_getHeader')).number);

test('a full node of another kind is downloaded from, listened to, and served', async (t) => {
  const folders = [temporaryFolder(), temporaryFolder()];
  t.after(() => folders.forEach(({ remove }) => remove()));
  const author = await Node.start(program, [...kChain, '--alice', '--sealing', 'manual', '--base-path', folders[0].folder]);
  t.after(() => author.stop());
  for (let i = 0; i < 75; ++i) await author.call('engine_createBlock', true, true);
  const foreign = await FullNode.start(author, 70);
  t.after(() => foreign.stop());
  const node = await Node.start(program, [...kChain, '--sealing', 'manual', '--base-path', folders[1].folder,
    '--reserved-nodes', foreign.address, '--reserved-only']);
  t.after(() => node.stop());

  await t.test('it says who it is', async () => {
    await until('its handshake', () => foreign.handshakes.length > 0, 20_000);
    const [handshake] = foreign.handshakes;
    assert.equal(handshake.length, 69);
    assert.equal(handshake[0], 1);
    assert.equal(handshake.readUInt32LE(1), 0);
    assert.deepEqual(handshake.subarray(5, 37), bytesOf(foreign.genesis));
    assert.deepEqual(handshake.subarray(37), bytesOf(foreign.genesis));
    await foreign.openAnnounces();
  });

  await t.test('it downloads what the other claims to have, and asks no more than others do', async () => {
    await until('block 70', async () => (await bestOf(node)) === 70, 30_000);
    assert.equal(await node.call('chain_getBlockHash', 70), await author.call('chain_getBlockHash', 70));
    const [peer] = await node.call('system_peers');
    assert.deepEqual([peer.roles, peer.bestNumber], ['FULL', 70]);
    const whole = foreign.requests.filter(({ fields }) => fields !== 1);
    assert.ok(whole.every(({ fields, max }) => fields === 19 && max <= 64), JSON.stringify(whole));
    assert.ok(whole.length <= 4, JSON.stringify(foreign.requests));
  });

  await t.test('it fetches what the other announces', async () => {
    for (const number of [71, 72]) {
      await foreign.announce(number);
      await until(`block ${number}`, async () => (await bestOf(node)) === number, 10_000);
    }
    const hash = await author.call('chain_getBlockHash', 72);
    // By its hash, or by its number where the node has seen already that it continues its own chain.
    const { hash: asked = hash, number = 72, ...last } = foreign.requests.at(-1);
    assert.deepEqual([asked, number, last.fields, last.max], [hash, 72, 19, 1]);
  });

  await t.test('it serves the blocks that it has', async () => {
    const blocks = await foreign.askBlocks(69, 10);
    assert.equal(blocks.length, 4);
    for (const [i, one] of blocks.entries()) {
      assert.equal(one.hash, await author.call('chain_getBlockHash', 69 + i));
      const { block } = await author.call('chain_getBlock', one.hash);
      assert.deepEqual(one.header, headerBytes(block.header));
      assert.deepEqual(one.body, block.extrinsics.map(bytesOf));
    }
  });

  await t.test('a header with a seal that is not its author\'s costs the other its place', async () => {
    await foreign.announce(73, (header) => {
      header[header.length - 1] ^= 1;
      return header;
    });
    await until('the connection is closed', async () => (await node.call('system_health')).peers === 0, 10_000);
    assert.equal(await bestOf(node), 72);
  });
});
