// Branches that cannot be the best chain although they are the heaviest.
#include <gmock/gmock.h>

#include "chain/client/client_test_support.hpp"
#include "storage/store_test_support.hpp"

namespace serinus::chain {
namespace {

using test::put_extrinsic;
using test::TestChain;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Hash256> hashes_in(const std::vector<BlockId>& blocks) {
    std::vector<Hash256> out;
    for (const BlockId& block : blocks) out.push_back(block.hash);
    return out;
}

class BestChanges final : public ClientListener {
  public:
    explicit BestChanges(Client& client) : client_(&client) { client.add_listener(this); }
    ~BestChanges() override { client_->remove_listener(this); }
    void on_best_changed(const BestChanged& change) override {
        EXPECT_EQ(client_->best(), change.best);
        EXPECT_EQ(primitives::header_hash(*change.header), change.best.hash);
        all.push_back(change);
    }
    std::vector<BestChanged> all;

  private:
    Client* client_;
};

class ClientExclusionTest : public testing::Test {
  protected:
    ClientExclusionTest() {
        heavy = chain.add_many(chain->genesis().hash, 3, {.weight = 5});
        light = chain.add_many(chain->genesis().hash, 4, {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
    }
    template <class T>
    static T get(Result<T, ChainError> result) {
        return TestChain::get(std::move(result));
    }

    TestChain chain;
    std::vector<Hash256> heavy, light;
};

TEST_F(ClientExclusionTest, WithoutItTheBestBranchThatIsLeftIsTheBest) {
    BestChanges changes(*chain);
    ASSERT_TRUE(chain->exclude(heavy[0]));
    EXPECT_EQ(chain->best(), (BlockId{light[3], 4}));
    ASSERT_EQ(changes.all.size(), 1u);
    EXPECT_THAT(hashes_in(changes.all[0].route.retracted), ElementsAre(heavy[2], heavy[1], heavy[0]));
    EXPECT_THAT(hashes_in(changes.all[0].route.enacted), ElementsAre(light[0], light[1], light[2], light[3]));
    EXPECT_EQ(get(chain->find_hash(3)), light[2]);
    EXPECT_THAT(hashes_in(chain->leaves()), ElementsAre(light[3], heavy[2]));
    EXPECT_EQ(get(chain->best_containing(heavy[1])), std::nullopt) << "nobody votes for it";
    EXPECT_EQ(get(chain->best_containing(chain->genesis().hash)), chain->best());
    ASSERT_TRUE(chain->exclude(heavy[0])) << "once more";
    EXPECT_EQ(changes.all.size(), 1u);
}

TEST_F(ClientExclusionTest, ABranchEndsBeforeItsExcludedBlock) {
    ASSERT_TRUE(chain->exclude(heavy[2]));
    EXPECT_EQ(chain->best(), (BlockId{heavy[1], 2})) << "heavier than the other branch";
    EXPECT_EQ(get(chain->find_hash(3)), std::nullopt);
    EXPECT_EQ(get(chain->best_containing(heavy[0])), chain->best());
    const Hash256 next = chain.add(heavy[1], {.extrinsic = put_extrinsic("c", "1")});
    EXPECT_EQ(chain->best(), (BlockId{next, 3}));
}

TEST_F(ClientExclusionTest, BlocksOnAnExcludedBranchAreImportedButNeverBest) {
    ASSERT_TRUE(chain->exclude(heavy[1]));
    const Hash256 above = chain.add(heavy[2], {.weight = 100});
    EXPECT_EQ(chain->best(), (BlockId{heavy[0], 1})) << "weight 5, the other branch has 4";
    BestChanges changes(*chain);
    ASSERT_TRUE(chain->readmit(heavy[1]));
    EXPECT_EQ(chain->best(), (BlockId{above, 4}));
    ASSERT_EQ(changes.all.size(), 1u);
    EXPECT_THAT(hashes_in(changes.all[0].route.enacted), ElementsAre(heavy[1], heavy[2], above));
    ASSERT_TRUE(chain->readmit(heavy[1]));
    EXPECT_EQ(changes.all.size(), 1u);
}

TEST_F(ClientExclusionTest, ABranchIsReadmittedWhenNoneOfItsBlocksIsExcluded) {
    ASSERT_TRUE(chain->exclude(heavy[0]));
    ASSERT_TRUE(chain->exclude(heavy[2]));
    ASSERT_TRUE(chain->readmit(heavy[0]));
    EXPECT_EQ(chain->best(), (BlockId{heavy[1], 2}));
    ASSERT_TRUE(chain->readmit(heavy[2]));
    EXPECT_EQ(chain->best(), (BlockId{heavy[2], 3}));
}

TEST_F(ClientExclusionTest, FinalityIsStronger) {
    ASSERT_TRUE(chain->exclude(heavy[0]));
    ASSERT_TRUE(get(chain->finalize(heavy[1], std::nullopt)));
    EXPECT_EQ(chain->best(), (BlockId{heavy[2], 3}));
    const Hash256 next = chain.add(heavy[2]);
    EXPECT_EQ(chain->best(), (BlockId{next, 4}));
    EXPECT_EQ(chain->exclude(heavy[1]).error().kind, ChainError::Kind::kUnknown) << "it is final";
    EXPECT_EQ(chain->exclude(chain->genesis().hash).error().kind, ChainError::Kind::kUnknown);
    EXPECT_EQ(chain->exclude(Hash256()).error().kind, ChainError::Kind::kUnknown);
    EXPECT_EQ(chain->best(), (BlockId{next, 4}));
}

TEST_F(ClientExclusionTest, TheHeadIsSetWithOneEvent) {
    BestChanges changes(*chain);
    ASSERT_EQ(get(chain->set_head(light[1], false)), true);
    EXPECT_EQ(chain->best(), (BlockId{light[1], 2}));
    ASSERT_EQ(changes.all.size(), 1u);
    EXPECT_TRUE(changes.all[0].is_set);
    EXPECT_EQ(changes.all[0].finalized, std::nullopt);
    EXPECT_THAT(hashes_in(changes.all[0].route.retracted), ElementsAre(heavy[2], heavy[1], heavy[0]));
    EXPECT_THAT(hashes_in(changes.all[0].route.enacted), ElementsAre(light[0], light[1]));
    chain.add(heavy[2], {.weight = 100});
    EXPECT_EQ(chain->best(), (BlockId{light[1], 2})) << "what was left is excluded";
    EXPECT_EQ(get(chain->set_head(light[1], false)), false);
    EXPECT_EQ(changes.all.size(), 1u) << "it is the head";
    const Hash256 next = chain.add(light[1], {.extrinsic = put_extrinsic("c", "1")});
    EXPECT_EQ(chain->best(), (BlockId{next, 3})) << "the chain goes on from there";
    ASSERT_EQ(get(chain->set_head(heavy[2], false)), true);
    EXPECT_EQ(chain->best(), (BlockId{heavy[2], 3})) << "not its child, although that is heavier";
    EXPECT_EQ(changes.all.size(), 2u);
}

TEST_F(ClientExclusionTest, AHeadThatCannotBeSetChangesNothing) {
    ASSERT_TRUE(chain->exclude(heavy[1]));
    const BlockId best = chain->best();
    ASSERT_EQ(get(chain->finalize(heavy[0], std::nullopt)), true);
    BestChanges changes(*chain);
    EXPECT_FALSE(chain->set_head(light[3], false)) << "it is beside what is final";
    EXPECT_FALSE(chain->set_head(Hash256{{9}}, true));
    EXPECT_EQ(chain->best(), best);
    EXPECT_THAT(changes.all, IsEmpty());
    chain.add(heavy[2], {.weight = 100});
    EXPECT_EQ(chain->best(), best) << "what was excluded is so still";
    ASSERT_EQ(get(chain->set_head(heavy[0], true)), false) << "it is the best block that is left";
    EXPECT_EQ(chain->finalized(), (BlockId{heavy[0], 1}));
}

TEST(ClientExclusion, LastsAcrossARestart) {
    const test::TemporaryFolder folder;
    ClientOptions options;
    options.database.folder = folder.path();
    TestChain chain(options);
    const auto heavy = chain.add_many(chain->genesis().hash, 2, {.weight = 5});
    const Hash256 light = chain.add(chain->genesis().hash, {.extrinsic = put_extrinsic("b", "1"), .weight = 1});
    ASSERT_TRUE(chain->exclude(heavy[0]));
    chain.reopen();
    EXPECT_EQ(chain->best(), (BlockId{light, 1}));
    chain.add(heavy[1], {.weight = 9});
    EXPECT_EQ(chain->best(), (BlockId{light, 1}));
}

}  // namespace
}  // namespace serinus::chain
