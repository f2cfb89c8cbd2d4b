// A branch from outside: whatever it says of a chunk, the hash of the root proves it, so against the root of other
// chunks only theirs come out.
#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "erasure/branches.hpp"
#include "hashing/hashing.hpp"

using namespace serinus;
using namespace serinus::erasure;

namespace {

std::vector<Hash256> make_hashes() {
    std::vector<Hash256> out;
    for (uint8_t i = 0; i < 40; ++i) out.push_back(hashing::blake2b_256(Bytes{i}));
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const std::vector<Hash256> hashes = make_hashes();
    static const Branches branches(hashes);
    if (size < 1) return 0;
    const uint32_t index = data[0];
    BytesView input(data + 1, size - 1);

    // Changes of a true branch: each change is a node, a byte and a mask.
    Branch changed = branches.branch(index % 40);
    for (BytesView rest = input; rest.size() >= 4; rest = rest.subspan(4)) {
        auto& node = changed[rest[0] % changed.size()];
        node[static_cast<size_t>(rest[1] | rest[2] << 8) % node.size()] ^= rest[3];
    }
    if (const auto hash = branch_hash(branches.root(), changed, index))
        SERINUS_ASSERT(index < 40 && *hash == hashes[index]);

    // Bytes as a branch: under the root of its own first node anything may come out, under ours our hashes alone.
    const auto branch = scale::decode<Branch>(input);
    if (!branch) return 0;
    SERINUS_ASSERT(equal(scale::encode(*branch), input));
    if (const auto hash = branch_hash(branches.root(), *branch, index))
        SERINUS_ASSERT(index < 40 && *hash == hashes[index]);
    for (const auto& node : *branch) {
        const Hash256 root = hashing::blake2b_256(node.inner());
        const auto hash = branch_hash(root, *branch, index);
        if (hash) SERINUS_ASSERT(check_chunk(root, *branch, index, input) != Verdict::kInvalidBranch);
    }
    return 0;
}
