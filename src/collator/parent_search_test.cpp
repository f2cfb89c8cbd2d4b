#include "collator/parent_search.hpp"

#include <gtest/gtest.h>

#include <map>

#include "collator/digests.hpp"

namespace serinus::collator {
namespace {

using primitives::Header;

Hash256 root_numbered(uint8_t number) {
    Hash256 out;
    out.bytes.fill(number);
    return out;
}

/// Blocks by their hashes.
class Tree final : public ParachainBlocks {
  public:
    std::optional<Header> find_header(const Hash256& hash) override {
        const auto found = headers.find(hash);
        return found == headers.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<Hash256> children_of(const Hash256& hash) override {
        std::vector<Hash256> out;
        for (const auto& [child, header] : headers) {
            if (header.parent_hash == hash) out.push_back(child);
        }
        return out;
    }
    /// On the relay parent with this root; `bundle`: in a bundle, and whether its end.
    Header add(const Header& parent, uint8_t relay_root, std::optional<bool> is_last = std::nullopt) {
        Header out;
        out.parent_hash = primitives::header_hash(parent);
        out.number = parent.number + 1;
        out.digest.emplace_back(primitives::digest::Consensus{
            kRelayStateRootEngine,
            scale::encode(std::pair(root_numbered(relay_root), scale::Compact<uint32_t>(relay_root)))});
        if (is_last) out.digest.push_back(digest_item_of(BlockBundleInfo{0, *is_last}));
        headers[primitives::header_hash(out)] = out;
        return out;
    }
    std::map<Hash256, Header> headers;
};

class ParentSearchTest : public testing::Test {
  protected:
    ParentSearchTest() {
        blocks.headers[primitives::header_hash(genesis)] = genesis;
        included = blocks.add(genesis, 1);
    }
    /// With relay parents 3, 4 and 5 allowed.
    std::optional<FoundParent> find(const Header& pending) {
        ParentSearch search{scale::encode(included), scale::encode(pending), {}};
        for (const uint8_t root : {uint8_t{3}, uint8_t{4}, uint8_t{5}})
            search.allowed.push_back({{}, root_numbered(root)});
        return find_parent(blocks, search);
    }
    Tree blocks;
    Header genesis;
    Header included;
};

TEST_F(ParentSearchTest, TheIncludedBlockIsBuiltUponIfNothingStandsOnIt) {
    const auto found = find(included);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->included, included);
    EXPECT_EQ(found->parent, included);
}

// Version 3: the relay chain is asked of each.
TEST_F(ParentSearchTest, OfRelayParentsThatAreNotListedOneMayAsk) {
    const Header second = blocks.add(included, 8), third = blocks.add(second, 9);
    ParentSearch search{scale::encode(included), scale::encode(included), {}};
    EXPECT_EQ(find_parent(blocks, search)->parent, included);
    search.allows = [](const RelayParentOfBlock& named) { return named.number == 8; };
    EXPECT_EQ(find_parent(blocks, search)->parent, second);
}

TEST_F(ParentSearchTest, TheDeepestBlockOnAllowedRelayParentsWins) {
    const Header second = blocks.add(included, 3);
    const Header third = blocks.add(second, 4);
    blocks.add(included, 5);
    const Header old = blocks.add(included, 2);
    blocks.add(blocks.add(blocks.add(old, 3), 4), 5);
    EXPECT_EQ(find(included)->parent, third) << "the longer branch begins on a relay parent that is too old";
}

TEST_F(ParentSearchTest, NothingIsBuiltBesideWhatIsPending) {
    const Header pending = blocks.add(included, 2);
    blocks.add(blocks.add(included, 3), 4);
    EXPECT_EQ(find(pending)->parent, pending) << "also if its relay parent is too old by now";
    const Header next = blocks.add(pending, 3);
    EXPECT_EQ(find(pending)->parent, next);
}

// Observed: cumulus-client-consensus-aura 0.36.0, `find_parent`
TEST_F(ParentSearchTest, NothingIsBuiltInTheMiddleOfABundle) {
    const Header end = blocks.add(included, 3, true);
    const Header middle = blocks.add(blocks.add(end, 4, false), 4, false);
    EXPECT_EQ(find(included)->parent, end);
    const Header closed = blocks.add(middle, 4, true);
    EXPECT_EQ(find(included)->parent, closed);
}

TEST_F(ParentSearchTest, WithoutTheIncludedOrThePendingBlockNothingIsBuilt) {
    Header unknown = included;
    unknown.state_root = root_numbered(9);
    EXPECT_EQ(find(unknown), std::nullopt);
    std::swap(included, unknown);
    EXPECT_EQ(find(unknown), std::nullopt);
}

TEST(AllowedRelayParents, EndWithTheLookbackTheSessionAndTheFirstBlock) {
    std::vector<Header> headers(6);
    for (size_t i = 0; i < headers.size(); ++i) headers[i].number = static_cast<uint32_t>(5 - i);
    EXPECT_EQ(allowed_relay_parents(headers, 2).size(), 3u);
    EXPECT_EQ(allowed_relay_parents(headers, 9).size(), 5u) << "not the genesis";
    headers[1].digest.emplace_back(
        primitives::digest::Consensus{primitives::kBabeEngine, concat(Bytes{1, 0}, Bytes(32))});
    const auto allowed = allowed_relay_parents(headers, 9);
    ASSERT_EQ(allowed.size(), 2u) << "the first block of the session is the last one";
    EXPECT_EQ(allowed[1].hash, primitives::header_hash(headers[1]));
}

}  // namespace
}  // namespace serinus::collator
