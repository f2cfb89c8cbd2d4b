#include "services/parachain/backing/candidates.hpp"

#include <gtest/gtest.h>

#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

/// Notes the blocks whose candidates it is to execute.
class LeavesOfExecutor final : public CandidateExecutor {
  public:
    void execute(pvf::Host::Request, OnVerdict) override {}
    void update_leaves(std::vector<Hash256> allowed) override { blocks = std::move(allowed); }
    void precheck(std::shared_ptr<const pvf::SessionCode>, OnPrecheck) override {}
    bool contains(const Hash256& block) const { return std::ranges::binary_search(blocks, block); }
    std::vector<Hash256> blocks;
};

class CandidatesTest : public testing::Test, public test::PartTest {
  protected:
    LeavesOfExecutor executor;
    CandidateChecker checker{states, calls, executor};
    SignedOnce signed_once{*disk};
    std::unique_ptr<platform::Lane> jobs = scheduler->make_lane({.name = "jobs"});
    Candidates candidates{
        {*scheduler, *lane, *jobs, keys, states, peers, network, *store, signed_once, executor, checker, timelines}};
};

TEST_F(CandidatesTest, TheExecutorKnowsALeafBeforeThereAreCandidatesOfIt) {
    const auto first = new_leaf();
    candidates.on_leaf(*first);
    EXPECT_TRUE(executor.contains(first->hash));
    const auto second = new_leaf();
    candidates.on_leaf(*second);  // and the first one stays, as on a fork
    EXPECT_TRUE(executor.contains(first->hash));
    EXPECT_TRUE(executor.contains(second->hash));
}

TEST_F(CandidatesTest, TheExecutorForgetsWhatNoLeafAllows) {
    const auto first = new_leaf();
    candidates.on_leaf(*first);
    for (int i = 0; i < 4; ++i) chain.add_block();
    const auto later = new_leaf();
    candidates.on_leaf(*later);
    candidates.on_leaf_gone(first->hash);
    EXPECT_FALSE(executor.contains(first->hash));
    EXPECT_TRUE(executor.contains(later->hash));
}

// Otherwise a collator that offers what the relay chain wants would be taken for a liar.
TEST_F(CandidatesTest, ReceiptsOfVersion3AreTakenOnceAFinalBlockHasEnabledThem) {
    const auto before = new_leaf();
    candidates.on_finalized({before->hash, before->number});
    EXPECT_FALSE(candidates.backing().is_v3_enabled());
    chain.first_of_next_session = 2;
    chain.features = Bits(5);
    chain.features.set(static_cast<size_t>(NodeFeature::kCandidateReceiptV3), true);
    const auto later = new_leaf();
    candidates.on_leaf(*later);
    EXPECT_FALSE(candidates.backing().is_v3_enabled()) << "not final";
    candidates.on_finalized({later->hash, later->number});
    EXPECT_TRUE(candidates.backing().is_v3_enabled());
}

}  // namespace
}  // namespace serinus::services::paras
