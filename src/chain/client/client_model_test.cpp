// Random blocks, forks, finality and restarts, beside a model that keeps every block and looks at all of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "chain/client/client_test_support.hpp"
#include "storage/store_test_support.hpp"
#include "tests/support/random.hpp"

namespace serinus::chain {
namespace {

using test::put_extrinsic;
using test::random_between;
using test::TestChain;
using testing::UnorderedElementsAreArray;

struct ModelBlock {
    BlockId id;
    Hash256 parent;
    uint64_t weight = 0;
    std::string value;  ///< of the key "a" after it
};

struct Model {
    std::map<Hash256, ModelBlock> blocks;
    Hash256 genesis;
    Hash256 best;
    Hash256 finalized;
    Hash256 base;  ///< branches grow from it only

    const ModelBlock& at(const Hash256& hash) const { return blocks.at(hash); }

    std::vector<Hash256> path(Hash256 hash) const {  // from the genesis
        std::vector<Hash256> out;
        for (; hash != genesis; hash = at(hash).parent) out.insert(out.begin(), hash);
        out.insert(out.begin(), genesis);
        return out;
    }
    bool is_ancestor(const Hash256& ancestor, const Hash256& hash) const {
        const auto all = path(hash);
        return std::find(all.begin(), all.end(), ancestor) != all.end();
    }
    bool is_leaf(const Hash256& hash) const {
        return std::none_of(blocks.begin(), blocks.end(), [&](const auto& one) { return one.second.parent == hash; });
    }
    std::vector<Hash256> leaves() const {
        std::vector<Hash256> out;
        for (const auto& [hash, block] : blocks) {
            if (is_leaf(hash)) out.push_back(hash);
        }
        return out;
    }
    void finalize(const Hash256& hash) {
        finalized = hash;
        if (at(hash).id.number > at(base).id.number) grow_from(hash);
    }
    /// What counts as final although it is not.
    void advance_state_base(uint32_t depth, uint32_t stride) {
        const uint32_t number = at(best).id.number;
        if (number < at(base).id.number + depth + stride) return;
        grow_from(path(best)[number - depth]);
    }
    void grow_from(const Hash256& hash) {
        base = hash;
        const auto before = path(base);
        std::vector<Hash256> lost;
        for (const auto& [other, block] : blocks) {
            const bool kept = std::find(before.begin(), before.end(), other) != before.end();
            if (!kept && !is_ancestor(base, other)) lost.push_back(other);
        }
        for (const Hash256& other : lost) blocks.erase(other);
    }
    std::pair<uint64_t, uint32_t> rank(const Hash256& hash) const { return {at(hash).weight, at(hash).id.number}; }
};

class ClientModelTest : public testing::Test {
  protected:
    ClientModelTest() {
        options.database.folder = folder.path();
        options.database.canonical_depth = 20;
        options.database.state_pruning = Pruning{Pruning::Mode::kArchive, 0};
        chain = std::make_unique<TestChain>(options);
        const BlockId genesis = (*chain)->genesis();
        model.blocks[genesis.hash] = {genesis, {}, 0, "0"};
        model.genesis = model.best = model.finalized = model.base = genesis.hash;
    }

    Hash256 random_block() {
        auto at = model.blocks.begin();
        std::advance(at, static_cast<ptrdiff_t>(random_between(random, 0, model.blocks.size() - 1)));
        return at->first;
    }

    void add(const Hash256& parent) {
        const auto weight = static_cast<uint8_t>(random_between(random, 0, 2));
        const std::string value = std::to_string(++salt);
        const auto built = chain->build(parent, {.extrinsic = put_extrinsic("a", value), .weight = weight});
        const auto outcome = salt % 2 == 0 ? chain->import(built.block) : TestChain::get((*chain)->import_built(built));
        ASSERT_EQ(outcome.kind, ImportOutcome::Kind::kImported) << outcome.to_string();
        model.blocks[outcome.block.hash] = {outcome.block, parent, model.at(parent).weight + weight, value};
        if (model.rank(outcome.block.hash) <= model.rank(model.best)) return;
        model.best = outcome.block.hash;
        model.advance_state_base(options.database.canonical_depth, 16);
    }

    void finalize(const Hash256& hash) {
        const bool above = model.is_ancestor(model.finalized, hash);
        ASSERT_EQ(TestChain::get((*chain)->finalize(hash, std::nullopt)), above);
        if (!above) return;
        model.finalize(hash);
        if (model.blocks.contains(model.best)) return;
        // One of the best: which, if they are alike, is not said.
        const auto leaves = model.leaves();
        const Hash256 best = (*chain)->best().hash;
        ASSERT_TRUE(model.blocks.contains(best));
        for (const Hash256& leaf : leaves) ASSERT_LE(model.rank(leaf), model.rank(best));
        model.best = best;
    }

    void check() {
        chain::Client& client = **chain;
        ASSERT_EQ(client.best(), model.at(model.best).id);
        ASSERT_EQ(client.finalized(), model.at(model.finalized).id);
        std::vector<Hash256> leaves;
        for (const BlockId& leaf : client.leaves()) leaves.push_back(leaf.hash);
        ASSERT_THAT(leaves, UnorderedElementsAreArray(model.leaves()));
        ASSERT_EQ(leaves.front(), model.best);
        const auto canonical = model.path(model.best);
        for (uint32_t number = 0; number < canonical.size() + 2; ++number) {
            const auto hash = TestChain::get(client.find_hash(number));
            ASSERT_EQ(hash, number < canonical.size() ? std::optional(canonical[number]) : std::nullopt);
            std::vector<Hash256> all;
            for (const auto& [other, block] : model.blocks) {
                if (block.id.number == number) all.push_back(other);
            }
            ASSERT_THAT(TestChain::get(client.hashes_at(number)), UnorderedElementsAreArray(all));
        }
        const Hash256 a = random_block();
        const Hash256 b = random_block();
        check_pair(a, b);
        ASSERT_EQ(chain->value_of(a, "a"), model.at(a).value);
        const auto best = TestChain::get(client.best_containing(a));
        ASSERT_TRUE(best.has_value());
        ASSERT_TRUE(model.is_ancestor(a, best->hash));
        for (const Hash256& leaf : model.leaves()) {
            if (model.is_ancestor(a, leaf)) ASSERT_LE(model.rank(leaf), model.rank(best->hash));
        }
    }

    void check_pair(const Hash256& a, const Hash256& b) {
        chain::Client& client = **chain;
        ASSERT_EQ(TestChain::get(client.is_ancestor(a, b)), model.is_ancestor(a, b));
        auto down = model.path(a);
        auto up = model.path(b);
        size_t common = 0;
        while (common < down.size() && common < up.size() && down[common] == up[common]) ++common;
        const TreeRoute route = TestChain::get(client.route(a, b));
        ASSERT_EQ(route.common.hash, down[common - 1]);
        ASSERT_EQ(route.retracted.size(), down.size() - common);
        ASSERT_EQ(route.enacted.size(), up.size() - common);
        for (size_t i = 0; i < route.enacted.size(); ++i) ASSERT_EQ(route.enacted[i], model.at(up[common + i]).id);
        for (size_t i = 0; i < route.retracted.size(); ++i) {
            ASSERT_EQ(route.retracted[i], model.at(down[down.size() - 1 - i]).id);
        }
    }

    test::TemporaryFolder folder;
    ClientOptions options;
    std::unique_ptr<TestChain> chain;
    Model model;
    std::mt19937_64 random = test::seeded_random();
    uint64_t salt = 0;
};

TEST_F(ClientModelTest, RandomForksAndFinality) {
    for (int step = 0; step < 250; ++step) {
        const uint64_t choice = random_between(random, 0, 99);
        if (choice < 60) {
            add(model.best);
        } else if (choice < 90) {
            const Hash256 parent = random_block();
            if (model.is_ancestor(model.base, parent)) add(parent);
        } else if (choice < 98) {
            finalize(random_block());
        } else {
            chain->reopen();
        }
        if (HasFatalFailure()) FAIL() << "step " << step;
        check();
        if (HasFatalFailure()) FAIL() << "step " << step;
    }
    EXPECT_GT(model.at(model.finalized).id.number, 10u);
}

}  // namespace
}  // namespace serinus::chain
