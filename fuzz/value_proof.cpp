// Whatever proof of a value comes in: nothing crashes, and what is accepted for a root that we know is true.
//
// Input: a byte with the state version, a count and entries (a byte of key size, the key, a byte of value size, the
// value), the key and the value to prove likewise, then the nodes of the proof (two bytes of size each). A node of one
// byte n stands for the n-th of the true proof of that key.
#include <map>

#include "base/assert.hpp"
#include "trie/trie_test_nodes.hpp"
#include "trie/trie_test_value_proof.hpp"
#include "trie/value_proof.hpp"

using namespace serinus;
using namespace serinus::trie;

namespace {

size_t take_number(BytesView& input, size_t bytes = 1) {
    size_t out = 0;
    for (; bytes > 0 && !input.empty(); --bytes) {
        out = out << 8 | input[0];
        input = input.subspan(1);
    }
    return out;
}

Bytes take_bytes(BytesView& input, size_t size) {
    const Bytes out = to_bytes(input.first(std::min(size, input.size())));
    input = input.subspan(out.size());
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    BytesView input(data, size);
    const StateVersion version = take_number(input) % 2 == 0 ? StateVersion::kV0 : StateVersion::kV1;
    std::map<Bytes, Bytes> entries;
    for (size_t count = take_number(input) % 32; count > 0; --count) {
        Bytes key = take_bytes(input, take_number(input) % 8);
        entries[std::move(key)] = take_bytes(input, take_number(input));
    }
    const Bytes key = take_bytes(input, take_number(input) % 8);
    const Bytes value = take_bytes(input, take_number(input));

    test::NodeSet nodes;
    const Hash256 root = nodes.build(entries, version);
    const auto true_proof = test::value_proof_of(nodes, root, key);
    std::vector<Bytes> proof;
    while (!input.empty()) {
        Bytes node = take_bytes(input, take_number(input, 2) % 1024);
        const bool is_reference = node.size() == 1 && node[0] < true_proof.size();
        proof.push_back(is_reference ? true_proof[node[0]] : std::move(node));
    }

    const auto found = entries.find(key);
    if (found != entries.end()) {
        SERINUS_ASSERT(verify_value_proof(root, test::views_of(true_proof), key, found->second, version));
    }
    if (verify_value_proof(root, test::views_of(proof), key, value, version)) {
        SERINUS_ASSERT(found != entries.end() && found->second == value);
    }
    for (const Bytes& node : proof)
        (void)verify_value_proof(hashing::blake2b_256(node), test::views_of(proof), key, value, version);
    return 0;
}
