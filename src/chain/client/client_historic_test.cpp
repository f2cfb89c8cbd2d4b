// A chain that began with the state of a later block: what it answers about blocks that are not there, and how they
// come.
#include <gmock/gmock.h>

#include "chain/client/client_test_support.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"
#include "state/range_proof.hpp"
#include "state/state_download.hpp"
#include "storage/store_test_support.hpp"

namespace serinus::chain {
namespace {

using primitives::Block;
using primitives::Justification;
using primitives::kGrandpaEngine;
using test::put_extrinsic;
using test::RecordedEvents;
using test::TestChain;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = ImportOutcome::Kind;

constexpr uint32_t kBase = 6;

class ClientHistoricTest : public testing::Test {
  protected:
    ClientHistoricTest() {
        Hash256 parent = source->genesis().hash;
        for (uint32_t i = 0; i < 9; ++i) {
            blocks.push_back(source.build(parent, {.extrinsic = put_extrinsic("a", std::to_string(i))}).block);
            parent = source.import(blocks.back()).block.hash;
            hashes.push_back(parent);
        }
    }

    /// The block of this number and its hash.
    const Block& block(uint32_t number) { return blocks[number - 1]; }
    const Hash256& hash(uint32_t number) { return hashes[number - 1]; }

    RawGenesis state_of(uint32_t number) {
        RawGenesis out;
        const auto state = get(source->state_of(hash(number)));
        EXPECT_TRUE(state->visit(state::Area::top(), {}, [&](BytesView key, BytesView value) {
            out.top.add(key, value);
            return true;
        }));
        return out;
    }
    BaseBlock base() {
        return {.header = block(kBase).header,
                .body = block(kBase).body,
                .justification = Justification{kGrandpaEngine, {1}},
                .state = state_of(kBase),
                .aux = {{{3}, Bytes{4}}}};
    }
    void begin_at_base() { ASSERT_EQ(get(chain->import_base(base())).kind, Kind::kImported); }
    ImportOutcome fill(uint32_t number) {
        return get(chain->import_historic({block(number).header, block(number).body}));
    }
    /// Blocks of the same numbers that are not the chain's.
    std::vector<Block> others() {
        TestChain other;
        std::vector<Block> out;
        Hash256 parent = other->genesis().hash;
        for (uint32_t i = 0; i < kBase; ++i) {
            out.push_back(other.build(parent, {.extrinsic = put_extrinsic("other", std::to_string(i))}).block);
            parent = other.import(out.back()).block.hash;
        }
        return out;
    }
    template <class T>
    static T get(Result<T, ChainError> result) {
        return TestChain::get(std::move(result));
    }

    TestChain source;
    TestChain chain;
    std::vector<Block> blocks;
    std::vector<Hash256> hashes;
};

TEST_F(ClientHistoricTest, AChainBeginsWithABlockAndItsState) {
    RecordedEvents events(*chain);
    begin_at_base();
    const BlockId id{hash(kBase), kBase};
    EXPECT_EQ(chain->best(), id);
    EXPECT_EQ(chain->finalized(), id);
    EXPECT_THAT(chain->leaves(), ElementsAre(id));
    EXPECT_THAT(events.order, ElementsAre("imported 6", "finalized 6"));
    EXPECT_EQ(chain.value_of(id.hash, "a"), "5");
    EXPECT_EQ(get(chain->find_body(id.hash)), block(kBase).body);
    EXPECT_EQ(get(chain->find_justifications(id.hash)), (primitives::Justifications{{kGrandpaEngine, {1}}}));
    EXPECT_EQ(get(chain->find_aux(Bytes{3})), Bytes{4});
    EXPECT_EQ(get(chain->gap()), (BlockGap{1, kBase - 1, 1}));

    // It grows and becomes final as any other.
    EXPECT_EQ(chain.import(block(kBase + 1)).kind, Kind::kImported);
    EXPECT_EQ(chain.import(block(kBase + 2)).kind, Kind::kImported);
    EXPECT_EQ(chain.value_of(hash(kBase + 2), "a"), "7");
    EXPECT_TRUE(get(chain->finalize(hash(kBase + 1), std::nullopt)));
    EXPECT_EQ(chain->finalized(), (BlockId{hash(kBase + 1), kBase + 1}));
}

TEST_F(ClientHistoricTest, TheStateMayComeFromADownload) {
    const auto state = get(source->state_of(hash(kBase)));
    const auto store = storage::make_memory_store();
    auto opened = state::StateDownload::open(*store);
    ASSERT_TRUE(opened);
    const auto download = *std::move(opened);
    const auto given = [&] {
        BaseBlock out = base();
        out.state = store.get();
        return out;
    };
    EXPECT_THAT(get(chain->import_base(given())).refusal, IsRefused(RefusalReason::kBadState, "is not complete"));
    ASSERT_TRUE(download->begin({hash(kBase), kBase, state->root()}));
    const auto proof = state::prove_range(state->nodes(), state->root(), {}, {});
    ASSERT_TRUE(proof && download->take(*proof));
    ASSERT_TRUE(download->is_complete());
    BaseBlock other = given();
    other.header = block(kBase + 1).header;
    other.body = std::nullopt;
    EXPECT_THAT(get(chain->import_base(std::move(other))).refusal,
                IsRefused(RefusalReason::kBadState, "is that of another block"));
    EXPECT_EQ(chain->best(), chain->genesis());
    ASSERT_EQ(get(chain->import_base(given())).kind, Kind::kImported);
    EXPECT_EQ(chain.value_of(hash(kBase), "a"), "5");
    EXPECT_EQ(chain.import(block(kBase + 1)).kind, Kind::kImported);
    EXPECT_EQ(chain.value_of(hash(kBase + 1), "a"), "6");
}

TEST_F(ClientHistoricTest, EveryReaderAnswersAboutBlocksThatAreNotThere) {
    begin_at_base();
    chain.import(block(kBase + 1));
    const Hash256 genesis = chain->genesis().hash;
    for (uint32_t number = 1; number < kBase; ++number) {
        EXPECT_EQ(get(chain->find_hash(number)), std::nullopt);
        EXPECT_THAT(get(chain->hashes_at(number)), IsEmpty());
        EXPECT_EQ(get(chain->find_header(hash(number))), nullptr);
        EXPECT_EQ(get(chain->find_body(hash(number))), std::nullopt);
        EXPECT_EQ(chain->state_of(hash(number)).error().kind, ChainError::Kind::kUnknown);
        EXPECT_EQ(chain->is_ancestor(hash(number), hash(kBase)).error().kind, ChainError::Kind::kUnknown);
        EXPECT_EQ(get(chain->best_containing(hash(number))), std::nullopt);
        EXPECT_EQ(chain->finalize(hash(number), std::nullopt).error().kind, ChainError::Kind::kUnknown);
    }
    EXPECT_NE(get(chain->find_header(genesis)), nullptr);
    EXPECT_EQ(get(chain->find_hash(0)), genesis);
    EXPECT_FALSE(chain->has_state(genesis));
    const auto state = chain->state_of(genesis);
    EXPECT_EQ(state.error().kind, ChainError::Kind::kState);
    EXPECT_THAT(state.error().reason, HasSubstr("is not kept: this chain began with the state of block 6"));
    EXPECT_EQ(chain->call(genesis, "get", {}).error().kind, executor::CallError::Kind::kState);
    EXPECT_TRUE(get(chain->is_ancestor(genesis, hash(kBase + 1))));
    EXPECT_FALSE(get(chain->is_ancestor(hash(kBase + 1), genesis)));
    EXPECT_EQ(get(chain->best_containing(genesis)), chain->best());
    const auto route = chain->route(genesis, hash(kBase + 1));
    EXPECT_EQ(route.error().kind, ChainError::Kind::kUnknown) << "no damage of the database";
    EXPECT_THAT(route.error().reason, HasSubstr("block 5 is not here (yet)"));
    EXPECT_FALSE(get(chain->finalize(genesis, std::nullopt)));
    EXPECT_THAT(chain.import(block(1)).refusal, IsRefused(RefusalReason::kNotAboveFinalized, ""));
    EXPECT_THAT(chain.import(block(3)).refusal, IsRefused(RefusalReason::kUnknownParent, ""));
}

TEST_F(ClientHistoricTest, TheGapIsFilledFromAbove) {
    begin_at_base();
    for (uint32_t number = kBase - 1; number >= 1; --number) {
        EXPECT_THAT(get(chain->gap()), (BlockGap{1, number, 1}));
        EXPECT_EQ(fill(number).kind, Kind::kImported);
        EXPECT_EQ(fill(number).kind, Kind::kKnown);
        EXPECT_EQ(get(chain->find_hash(number)), hash(number));
    }
    EXPECT_EQ(get(chain->gap()), std::nullopt);
    EXPECT_THAT(get(chain->route(chain->genesis().hash, hash(kBase))).enacted, SizeIs(kBase));
    EXPECT_EQ(get(chain->find_body(hash(2))), block(2).body);
    EXPECT_FALSE(chain->has_state(hash(2)));
    EXPECT_THAT(chain->state_of(hash(2)).error().reason, HasSubstr("began with the state of block 6"));
    EXPECT_EQ(chain->best(), (BlockId{hash(kBase), kBase}));
}

/// Checks headers by the states of their parents, as Aura does: those below the base cannot be checked.
class StatefulEngine final : public EngineFactory {
  public:
    Result<Engine, ChainError> of_genesis(RuntimeSource& runtimes, state::Backend& genesis) override {
        return weighing.of_genesis(runtimes, genesis);
    }
    Result<Engine, ChainError> of_record(BytesView record) override { return weighing.of_record(record); }
    Result<std::unique_ptr<HeaderVerifier>, ChainError> make_verifier(const Engine&,
                                                                      std::function<uint64_t()>) override {
        class Verifier final : public HeaderVerifier {
            Result<HeaderVerdict, ChainError> check(const HeaderToCheck&, Ancestry&) override {
                return Err(ChainError{ChainError::Kind::kState, "the parent's state is not there"});
            }
        };
        return std::unique_ptr<HeaderVerifier>(new Verifier);
    }
    std::unique_ptr<ForkChoice> make_fork_choice() override { return std::make_unique<serinus::test::Heaviest>(); }

  private:
    serinus::test::WeighingEngine weighing;
};

TEST_F(ClientHistoricTest, WhatIsFilledFromAboveIsKnownByItsChildToTheLastBlock) {
    StatefulEngine engines;
    const auto client = get(Client::open(serinus::test::put_chain_spec(), {}, engines));
    ASSERT_EQ(get(client->import_base(base())).kind, Kind::kImported);
    for (uint32_t number = kBase - 1; number >= 1; --number) {
        EXPECT_EQ(get(client->import_historic({block(number).header, block(number).body})).kind, Kind::kImported);
    }
    EXPECT_EQ(get(client->gap()), std::nullopt);
}

TEST_F(ClientHistoricTest, TheGapIsFilledFromBelowAndFromBothEnds) {
    begin_at_base();
    EXPECT_EQ(fill(1).kind, Kind::kImported);
    EXPECT_EQ(fill(2).kind, Kind::kImported);
    EXPECT_EQ(get(chain->find_record(hash(2))), get(source->find_record(hash(2)))) << "its header was checked";
    EXPECT_EQ(fill(5).kind, Kind::kImported);
    EXPECT_EQ(get(chain->gap()), (BlockGap{3, 4, 1}));
    EXPECT_EQ(fill(3).kind, Kind::kImported);
    EXPECT_EQ(fill(4).kind, Kind::kImported);
    EXPECT_EQ(get(chain->gap()), std::nullopt);
    EXPECT_THAT(get(chain->route(chain->genesis().hash, hash(kBase))).enacted, SizeIs(kBase));
}

TEST_F(ClientHistoricTest, HeadersMayComeWithoutBodies) {
    begin_at_base();
    EXPECT_EQ(get(chain->import_historic({block(5).header, std::nullopt})).kind, Kind::kImported);
    EXPECT_EQ(*get(chain->find_header(hash(5))), block(5).header);
    EXPECT_EQ(get(chain->find_body(hash(5))), std::nullopt);
}

TEST_F(ClientHistoricTest, WhatDoesNotBelongIntoTheGapIsRefused) {
    EXPECT_THAT(fill(1).refusal, IsRefused(RefusalReason::kNotAnAncestor, "no block of its number is missing"));
    begin_at_base();
    const auto wrong = others();
    EXPECT_THAT(get(chain->import_historic({wrong[4].header, wrong[4].body})).refusal,
                IsRefused(RefusalReason::kNotAnAncestor, "not an ancestor"));
    EXPECT_THAT(fill(3).refusal, IsRefused(RefusalReason::kUnknownParent, "neither"));
    EXPECT_THAT(fill(8).refusal, IsRefused(RefusalReason::kNotAnAncestor, ""));
    EXPECT_THAT(get(chain->import_historic({block(5).header, block(4).body})).refusal,
                IsRefused(RefusalReason::kBadBody, ""));
    Block bad = block(1);
    bad.header.digest = {primitives::digest::Other{{255}}};
    EXPECT_THAT(get(chain->import_historic({bad.header, bad.body})).refusal,
                IsRefused(RefusalReason::kBadSeal, "too heavy"));
    EXPECT_EQ(get(chain->gap()), (BlockGap{1, kBase - 1, 1}));
}

TEST_F(ClientHistoricTest, BlocksFromBelowThatLeadElsewhereAreDropped) {
    begin_at_base();
    const auto wrong = others();
    for (uint32_t i = 0; i < kBase - 2; ++i) {
        EXPECT_EQ(get(chain->import_historic({wrong[i].header, wrong[i].body})).kind, Kind::kImported);
    }
    const Hash256 first = primitives::header_hash(wrong[0].header);
    EXPECT_EQ(get(chain->find_hash(1)), first);
    EXPECT_EQ(fill(5).kind, Kind::kImported) << "its hash is that of the block's parent above";
    EXPECT_EQ(get(chain->find_hash(1)), std::nullopt);
    EXPECT_EQ(get(chain->find_header(first)), nullptr);
    EXPECT_EQ(get(chain->gap()), (BlockGap{1, 4, 1}));
    // The other way round: the last of them does not fit.
    for (uint32_t i = 0; i < kBase - 3; ++i) {
        EXPECT_EQ(get(chain->import_historic({wrong[i].header, std::nullopt})).kind, Kind::kImported);
    }
    EXPECT_THAT(get(chain->import_historic({wrong[3].header, std::nullopt})).refusal,
                IsRefused(RefusalReason::kNotAnAncestor, ""));
    EXPECT_EQ(get(chain->gap()), (BlockGap{1, 4, 1}));
    EXPECT_EQ(get(chain->find_header(first)), nullptr);
}

TEST_F(ClientHistoricTest, AStateThatIsNotTheHeadersIsRefusedAndNothingIsLost) {
    BaseBlock wrong = base();
    wrong.state = state_of(kBase - 1);
    EXPECT_THAT(get(chain->import_base(std::move(wrong))).refusal, IsRefused(RefusalReason::kBadState, "state root"));
    wrong = base();
    wrong.body = block(1).body;
    EXPECT_THAT(get(chain->import_base(std::move(wrong))).refusal, IsRefused(RefusalReason::kBadBody, ""));
    EXPECT_EQ(chain.value_of(chain->genesis().hash, "a"), "0");
    chain.import(block(1));
    const auto late = chain->import_base(base());
    ASSERT_FALSE(late) << "there are other blocks";
    EXPECT_EQ(late.error().kind, ChainError::Kind::kSpec);
    EXPECT_EQ(chain.value_of(hash(1), "a"), "0");
}

TEST_F(ClientHistoricTest, AllOfItIsThereAfterARestart) {
    const test::TemporaryFolder folder;
    ClientOptions options;
    options.database.folder = folder.path();
    TestChain kept(options);
    ASSERT_EQ(get(kept->import_base(base())).kind, Kind::kImported);
    ASSERT_EQ(get(kept->import_historic({block(5).header, block(5).body})).kind, Kind::kImported);
    kept.reopen();
    EXPECT_EQ(kept->best(), (BlockId{hash(kBase), kBase}));
    EXPECT_EQ(kept->finalized(), kept->best());
    EXPECT_EQ(get(kept->gap()), (BlockGap{1, 4, 1}));
    EXPECT_EQ(kept.import(block(kBase + 1)).kind, Kind::kImported);
}

}  // namespace
}  // namespace serinus::chain
