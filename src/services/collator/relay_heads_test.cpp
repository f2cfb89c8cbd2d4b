// On a relay chain and a parachain in memory, in virtual time.
#include "services/collator/relay_heads.hpp"

#include <gtest/gtest.h>

#include "chain/client/client_test_support.hpp"
#include "collator/client_relay_chain.hpp"
#include "collator/relay_keys.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::services {
namespace {

using chain::BlockId;
using primitives::Header;
using serinus::test::put_extrinsic;
using serinus::test::TestChain;

constexpr polkadot_primitives::ParaId kFollowedPara{2'000};

class RelayHeadsTest : public testing::Test {
  protected:
    ~RelayHeadsTest() override { heads.reset(); }

    void start() {
        heads = std::make_unique<RelayHeads>(
            RelayHeads::Chains{*para, relay_chain, *scheduler}, kFollowedPara,
            RelayHeads::Sinks{.fetch = [this](const BlockId& block) { fetched.push_back(block); },
                              .final_block = [this](const Header& head) { told_final.push_back(head); }});
        ASSERT_TRUE(heads->start());
        run();
    }
    void run() { time.run_until_ms(time.now_ms() + 10); }

    /// A block of the relay chain, its best one, with this head of the para.
    Hash256 include(const Bytes& head) {
        const Bytes key = collator::head_key(kFollowedPara);
        const Hash256 block = relay.add(relay->best().hash, {.extrinsic = put_extrinsic(key, scale::encode(head))});
        run();
        return block;
    }
    Hash256 include(const Header& head) { return include(scale::encode(head)); }
    Hash256 include(const Hash256& para_block) { return include(**para->find_header(para_block)); }
    void finalize_relay(const Hash256& block) {
        ASSERT_TRUE(relay->finalize(block, std::nullopt));
        run();
    }
    /// A block of the parachain, on `parent`. `which`: another one for each number.
    primitives::Block build(const Hash256& parent, uint8_t which) {
        return para
            .build(parent, {.extrinsic = put_extrinsic("k", std::string(1, static_cast<char>(which))), .weight = which})
            .block;
    }
    Hash256 import(const primitives::Block& block) {
        const Hash256 hash = para.import(block).block.hash;
        run();
        return hash;
    }

    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    TestChain para, relay;
    collator::ClientRelayChain relay_chain{*relay};
    std::unique_ptr<RelayHeads> heads;
    std::vector<BlockId> fetched;
    std::vector<Header> told_final;
};

TEST_F(RelayHeadsTest, TheBestBlockIsTheOneThatTheRelayChainHasIncluded) {
    start();
    const Hash256 genesis = para->genesis().hash;
    const Hash256 heavy = import(build(genesis, 9)), light = import(build(genesis, 1));
    ASSERT_EQ(para->best().hash, heavy);
    include(light);
    EXPECT_EQ(para->best().hash, light);
    include(heavy);
    EXPECT_EQ(para->best().hash, heavy);
    EXPECT_EQ(para->finalized().hash, genesis) << "nothing of the relay chain is final";
}

// Observed: cumulus-client-consensus-common 0.36.0, `import_block_as_new_best`
TEST_F(RelayHeadsTest, BlocksThatAreNotIncludedYetStayTheBestOnes) {
    start();
    const Hash256 included = import(build(para->genesis().hash, 1));
    const Hash256 above = import(build(included, 1));
    include(included);
    EXPECT_EQ(para->best().hash, above);
}

TEST_F(RelayHeadsTest, WhatIsIncludedInAFinalBlockIsFinal) {
    start();
    const Hash256 first = import(build(para->genesis().hash, 1)), second = import(build(first, 1));
    const Hash256 relay_block = include(first);
    include(second);
    EXPECT_EQ(para->finalized().number, 0u);
    finalize_relay(relay_block);
    EXPECT_EQ(para->finalized().hash, first);
    EXPECT_EQ(para->best().hash, second);
}

TEST_F(RelayHeadsTest, ABlockThatThisNodeLacksIsFetchedOnceAndBecomesTheBestOne) {
    start();
    const Hash256 genesis = para->genesis().hash;
    const Hash256 own = import(build(genesis, 9));
    const auto missing = build(genesis, 1);
    include(missing.header);
    include(missing.header);
    const BlockId id{primitives::header_hash(missing.header), 1};
    EXPECT_EQ(fetched, std::vector{id});
    EXPECT_EQ(para->best().hash, own);
    import(missing);
    EXPECT_EQ(para->best().hash, id.hash);
}

TEST_F(RelayHeadsTest, ABlockThatComesAfterItBecameFinalIsFinalAtOnce) {
    start();
    const auto missing = build(para->genesis().hash, 1);
    finalize_relay(include(missing.header));
    EXPECT_EQ(para->finalized().number, 0u);
    import(missing);
    EXPECT_EQ(para->finalized().hash, primitives::header_hash(missing.header));
}

// The target of a warp: an old one is of no use, as nobody keeps its state.
TEST_F(RelayHeadsTest, FinalHeadsAreToldOnceTheRelayChainsBlocksComeAsTheyAreMade) {
    const Header first = build(para->genesis().hash, 1).header, second = build(para->genesis().hash, 2).header;
    finalize_relay(include(first));
    start();
    EXPECT_TRUE(told_final.empty()) << "it may be far behind";
    finalize_relay(include(second));
    EXPECT_EQ(told_final, std::vector{second}) << "whether this node has the block or not";
}

TEST_F(RelayHeadsTest, WhatTheRelayChainSaidBeforeTheNodeStartedCounts) {
    const Hash256 genesis = para->genesis().hash;
    const Hash256 heavy = import(build(genesis, 9)), light = import(build(genesis, 1));
    ASSERT_EQ(para->best().hash, heavy);
    finalize_relay(include(light));
    start();
    EXPECT_EQ(para->best().hash, light);
    EXPECT_EQ(para->finalized().hash, light);
}

TEST_F(RelayHeadsTest, HeadsThatAreNoHeadersAndOthersGenesisChangeNothing) {
    start();
    const Hash256 own = import(build(para->genesis().hash, 1));
    include(Bytes{1, 2, 3});
    include(Header());
    EXPECT_EQ(para->best().hash, own);
    EXPECT_EQ(para->finalized().number, 0u);
}

TEST_F(RelayHeadsTest, AfterItsEndNothingIsFollowed) {
    start();
    const Hash256 genesis = para->genesis().hash;
    const Hash256 heavy = import(build(genesis, 9)), light = import(build(genesis, 1));
    heads->stop();
    include(light);
    EXPECT_EQ(para->best().hash, heavy);
}

}  // namespace
}  // namespace serinus::services
