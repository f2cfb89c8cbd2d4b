// Whatever proof comes in: nothing crashes, and what is accepted for a root that we know is true.
//
// Input: a byte with the state version, a count and entries (a byte of key size, the key, a byte of value size, the
// value), then the bytes of a proof. The nodes of these entries' own proof are mixed in: an item of one byte n in the
// proof stands for the n-th of them.
#include <map>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "trie/proof.hpp"
#include "trie/trie_test_nodes.hpp"

using namespace serinus;
using namespace serinus::trie;

namespace {

uint8_t take_byte(BytesView& input) {
    if (input.empty()) return 0;
    const uint8_t out = input[0];
    input = input.subspan(1);
    return out;
}

Bytes take_bytes(BytesView& input, size_t size) {
    const Bytes out = to_bytes(input.first(std::min(size, input.size())));
    input = input.subspan(out.size());
    return out;
}

/// Reads and walks as far as the proof goes, for any root.
void read_anything(const std::vector<Bytes>& items) {
    const StorageProof proof(items);
    const std::vector<Bytes> keys = {{}, {0x00}, {0x12, 0x34}, default_child_root_key({})};
    for (const Bytes& item : proof.items()) {
        const Hash256 root = hashing::blake2b_256(item);
        (void)read_proof_check(root, proof, keys);
        (void)read_child_proof_check(root, proof, {}, keys);
        (void)read_proof_check_strict(root, items, keys);
        ProofSource source(proof);
        TrieCursor cursor(source, root);
        Bytes last;
        bool any = false;
        for (int steps = 0; steps < 1000; ++steps) {
            const auto found = cursor.next();
            if (!found) continue;
            if (!*found) break;
            SERINUS_ASSERT(!any || compare(last, cursor.key()) < 0);
            any = true;
            last = to_bytes(cursor.key());
            // What the walk meets, a lookup finds.
            const auto value = cursor.value();
            const auto looked_up = TrieReader(source, root).get(last);
            SERINUS_ASSERT(value.has_value() == looked_up.has_value());
            SERINUS_ASSERT(!value || equal(*value, **looked_up));
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    BytesView input(data, size);
    const auto version = take_byte(input) % 2 == 0 ? StateVersion::kV0 : StateVersion::kV1;
    std::map<Bytes, Bytes> entries;
    for (size_t left = take_byte(input) % 16; left > 0; --left) {
        const Bytes key = take_bytes(input, take_byte(input) % 8);
        entries[key] = take_bytes(input, take_byte(input) % 64);
    }
    trie::test::NodeSet nodes;
    const Hash256 root = nodes.build(entries, version);
    std::vector<Bytes> keys;
    for (const auto& [key, value] : entries) {
        keys.push_back(key);
        keys.push_back(concat(key, Bytes{0x10}));
    }
    const auto own = generate_proof(root, nodes, keys);
    SERINUS_ASSERT(own.has_value() && read_proof_check(root, *own, keys).has_value());

    auto items = decode_proof_items(input);
    if (!items) return 0;
    for (Bytes& item : *items) {
        if (item.size() == 1 && item[0] < own->items().size()) item = own->items()[item[0]];
    }
    for (const Bytes& key : keys) {
        const auto values = read_proof_check(root, StorageProof(*items), std::span(&key, 1));
        if (!values) continue;
        const auto expected = entries.find(key);
        SERINUS_ASSERT((*values)[0].has_value() == (expected != entries.end()));
        SERINUS_ASSERT(expected == entries.end() || *(*values)[0] == expected->second);
    }
    if (items->size() <= 64) read_anything(*items);
    return 0;
}
