#include "erasure/branches.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/random.hpp"
#include "trie/root_builder.hpp"

namespace serinus::erasure {
namespace {

std::vector<Hash256> random_hashes(std::mt19937_64& random, size_t count) {
    std::vector<Hash256> out(count);
    for (Hash256& hash : out) hash = *Hash256::from(test::random_bytes(random, 32));
    return out;
}

TEST(ErasureBranches, ProveEveryChunkAndNoOther) {
    auto random = test::seeded_random();
    for (const size_t count : {1, 2, 3, 15, 16, 17, 100, 255, 256, 257, 1000, 5000}) {
        const auto hashes = random_hashes(random, count);
        const Branches branches(hashes);
        EXPECT_EQ(branches.root(), erasure_root(hashes));
        for (uint32_t i = 0; i < count; i += count > 300 ? 37 : 1) {
            const Branch branch = branches.branch(i);
            EXPECT_EQ(branch_hash(branches.root(), branch, i), (Result<Hash256, Verdict>(hashes[i])));
            const auto other = branch_hash(branches.root(), branch, i + 1);
            EXPECT_TRUE(!other || (count > 1 && *other == hashes[i + 1]));
            // As it goes over the wire, within the bounds of the reference.
            const Bytes encoded = scale::encode(branch);
            const auto decoded = scale::decode<Branch>(encoded);
            ASSERT_TRUE(decoded.has_value());
            EXPECT_EQ(scale::encode(*decoded), encoded);
        }
        const uint32_t behind = static_cast<uint32_t>(count);
        const auto absent = branch_hash(branches.root(), branches.branch(behind - 1), behind);
        EXPECT_FALSE(absent.has_value());
    }
}

TEST(ErasureBranches, SayWhyAChunkIsRefused) {
    auto random = test::seeded_random();
    const Code code = *Code::for_validators(100);
    const Chunks chunks = *code.encode(test::random_bytes(random, 5000));
    const Branches branches(chunks);
    const Branch branch = branches.branch(7);
    EXPECT_EQ(check_chunk(branches.root(), branch, 7, chunks[7]), Verdict::kValid);
    EXPECT_EQ(check_chunk(branches.root(), branch, 7, chunks[8]), Verdict::kWrongHash);
    EXPECT_EQ(check_chunk(branches.root(), branch, 7, {}), Verdict::kWrongHash);
    EXPECT_EQ(check_chunk(branches.root(), branch, 8, chunks[8]), Verdict::kInvalidBranch);
    EXPECT_EQ(check_chunk(branches.root(), branch, 0x707, chunks[8]), Verdict::kNoSuchChunk);
    EXPECT_EQ(check_chunk(Hash256{}, branch, 7, chunks[7]), Verdict::kInvalidBranch);
    EXPECT_EQ(check_chunk(branches.root(), Branch{}, 7, chunks[7]), Verdict::kInvalidBranch);
    for (size_t node = 0; node < branch.size(); ++node) {
        for (size_t byte = 0; byte < branch[node].size(); ++byte) {
            Branch changed = branch;
            changed[node][byte] ^= 1;
            EXPECT_EQ(check_chunk(branches.root(), changed, 7, chunks[7]), Verdict::kInvalidBranch);
        }
    }
}

// Observed: polkadot-erasure-coding 28.0.0: the nodes are put into a set by hash, so their order and others among them
// mean nothing.
TEST(ErasureBranches, NodesMayComeInAnyOrderAndWithOthers) {
    auto random = test::seeded_random();
    const auto hashes = random_hashes(random, 100);
    const Branches branches(hashes);
    std::vector<Branch::value_type> nodes = branches.branch(3).inner();
    std::reverse(nodes.begin(), nodes.end());
    nodes.push_back(*Branch::value_type::from(Bytes{1, 2, 3}));
    EXPECT_EQ(branch_hash(branches.root(), *Branch::from(nodes), 3), (Result<Hash256, Verdict>(hashes[3])));
}

TEST(ErasureBranches, ValuesThatAreNoHashAreRefused) {
    trie::RootBuilder builder(trie::StateVersion::kV0);
    const Bytes leaf = {0x48, 0, 0, 0, 0, 8, 0xaa, 0xbb};  // key 0, value aabb
    const Bytes key(4);
    ASSERT_TRUE(builder.add(key, Bytes{0xaa, 0xbb}).has_value());
    const Hash256 root = builder.finish();
    ASSERT_EQ(root, hashing::blake2b_256(leaf));
    const Branch branch = *Branch::from({*Branch::value_type::from(leaf)});
    EXPECT_EQ(branch_hash(root, branch, 0).error(), Verdict::kInvalidBranch);
    EXPECT_EQ(branch_hash(root, branch, 1).error(), Verdict::kNoSuchChunk);
}

TEST(ErasureBranches, LongBranchesDoNotDecode) {
    const Bytes node = scale::encode(Bytes(kMaxBranchNodeSize));
    const auto sequence = [&](size_t count, const Bytes& item) {
        Bytes out;
        scale::append_compact(out, count);
        for (size_t i = 0; i < count; ++i) append(out, item);
        return out;
    };
    EXPECT_TRUE(scale::decode<Branch>(sequence(kMaxBranchNodes, node)).has_value());
    EXPECT_FALSE(scale::decode<Branch>(sequence(kMaxBranchNodes + 1, node)).has_value());
    EXPECT_FALSE(scale::decode<Branch>(sequence(1, scale::encode(Bytes(kMaxBranchNodeSize + 1)))).has_value());
}

}  // namespace
}  // namespace serinus::erasure
