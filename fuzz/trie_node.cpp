// A decoded trie node is written back as the very bytes it was read from.
#include "base/assert.hpp"
#include "trie/node.hpp"

using namespace serinus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    const auto node = trie::decode_node(input);
    if (!node) return 0;
    SERINUS_ASSERT(node->size <= size);
    SERINUS_ASSERT(equal(trie::encode_node(*node), input.first(node->size)));
    // Nothing that follows the node changes it, and nothing less than all of it is a node.
    SERINUS_ASSERT(trie::decode_node(input.first(node->size)).has_value());
    SERINUS_ASSERT(!trie::decode_node(input.first(node->size - 1)).has_value());
    return 0;
}
