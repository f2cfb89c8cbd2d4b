// Finality by justifications that come with a block, later than it, or too late.
#include <gmock/gmock.h>

#include "chain/client/client_test_support.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"

namespace serinus::chain {
namespace {

using primitives::Justification;
using primitives::kGrandpaEngine;
using test::kProofEngine;
using test::put_extrinsic;
using test::RecordedEvents;
using test::TestChain;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = JustificationOutcome::Kind;

/// Finalizes by the justification "good"; says of one block that it enacts a change of the authorities.
class Gadget final : public FinalityGadget {
  public:
    Result<GadgetVerdict, ChainError> check_block(const BlockId& id, const primitives::Header&) override {
        return GadgetVerdict{.needs_justification = id.number == enacting};
    }
    Result<GadgetVerdict, ChainError> check_justification(const BlockId&, BytesView justification) override {
        ++checked;
        if (as_text(justification) == "good") return GadgetVerdict{.aux = {{{7}, Bytes{7}}}};
        return GadgetVerdict{.refusal = Refusal{RefusalReason::kTooFewVotes, "not enough votes"}};
    }
    Result<bool, ChainError> needs_justification(const BlockId& id) override { return id.number == enacting; }

    uint32_t enacting = 0;
    int checked = 0;
};

Justification grandpa(std::string_view text) { return {kGrandpaEngine, to_bytes(as_bytes(text))}; }

class ClientJustificationTest : public testing::Test {
  protected:
    ClientJustificationTest() { chain->set_gadget(&gadget); }
    ~ClientJustificationTest() override { chain->set_gadget(nullptr); }

    template <class T>
    static T get(Result<T, ChainError> result) {
        return TestChain::get(std::move(result));
    }
    JustificationOutcome justify(const Hash256& block, Justification justification) {
        return get(chain->import_justification(block, std::move(justification)));
    }

    TestChain chain;
    Gadget gadget;
};

TEST_F(ClientJustificationTest, AJustificationFinalizesABlockThatWasImportedBefore) {
    const auto blocks = chain.add_many(chain->genesis().hash, 3);
    RecordedEvents events(*chain);
    EXPECT_EQ(justify(blocks[1], grandpa("good")).kind, Kind::kFinalized);
    EXPECT_EQ(chain->finalized(), (BlockId{blocks[1], 2}));
    EXPECT_EQ(get(chain->find_justifications(blocks[1])), (primitives::Justifications{grandpa("good")}));
    EXPECT_EQ(get(chain->find_aux(Bytes{7})), Bytes{7}) << "what the gadget keeps with it";
    EXPECT_THAT(events.order, ElementsAre("finalized 2"));
}

TEST_F(ClientJustificationTest, ARefusedJustificationHasAReasonAndChangesNothing) {
    const Hash256 block = chain.add(chain->genesis().hash);
    EXPECT_THAT(justify(block, grandpa("bad")).refusal, IsRefused(RefusalReason::kTooFewVotes, "not enough"));
    EXPECT_THAT(justify(Hash256(), grandpa("good")).refusal, IsRefused(RefusalReason::kUnknownBlock, ""));
    EXPECT_THAT(justify(block, {kProofEngine, {1}}).refusal, IsRefused(RefusalReason::kNoGadget, ""));
    EXPECT_EQ(chain->finalized(), chain->genesis());
    EXPECT_EQ(get(chain->find_justifications(block)), std::nullopt);
    chain->set_gadget(nullptr);
    EXPECT_THAT(justify(block, grandpa("good")).refusal, IsRefused(RefusalReason::kNoGadget, ""));
}

/// Finds the proof "good" good.
class Prover final : public ProofGadget {
  public:
    primitives::EngineId engine() const noexcept override { return kProofEngine; }
    Result<MaybeRefusal, ChainError> check_proof(const BlockId&, BytesView proof) override {
        if (as_text(proof) == "good") return MaybeRefusal();
        return MaybeRefusal(Refusal{RefusalReason::kTooFewVotes, "not enough votes"});
    }
    void take_proof(const BlockId& id, Bytes proof) override {
        taken.push_back(std::to_string(id.number) + std::string(as_text(proof)));
    }
    std::vector<std::string> taken;
};

TEST_F(ClientJustificationTest, ProofsGoToTheProofGadgetAndFinalizeNothing) {
    const auto proof_of = [](std::string_view text) { return Justification{kProofEngine, to_bytes(as_bytes(text))}; };
    Prover prover;
    chain->set_proof_gadget(&prover);
    const auto built = chain.build(chain->genesis().hash);
    const primitives::Justifications both = {proof_of("any"), grandpa("good")};
    const Hash256 first = get(chain->import({built.block, both}, BlockOrigin::kFile)).block.hash;
    EXPECT_THAT(prover.taken, ElementsAre("1any")) << "unchecked";
    EXPECT_EQ(chain->finalized().hash, first);
    EXPECT_EQ(get(chain->find_justifications(first)), (primitives::Justifications{grandpa("good")}))
        << "the gadget keeps it when it is checked";
    (void)get(chain->import({built.block, both}, BlockOrigin::kNetworkBroadcast));
    EXPECT_THAT(prover.taken, ElementsAre("1any", "1any")) << "a known block, a final one too";

    const Hash256 second = chain.add(first);
    EXPECT_THAT(justify(second, proof_of("bad")).refusal, IsRefused(RefusalReason::kTooFewVotes, ""));
    EXPECT_EQ(justify(second, proof_of("good")).kind, Kind::kTaken);
    EXPECT_EQ(prover.taken.back(), "2good");
    EXPECT_EQ(chain->finalized().hash, first);
    chain->set_proof_gadget(nullptr);
}

TEST_F(ClientJustificationTest, AProofIsKeptBesideTheJustificationOfAFinalBlock) {
    const Justification proof{kProofEngine, {1}};
    const auto blocks = chain.add_many(chain->genesis().hash, 2);
    ASSERT_EQ(justify(blocks[0], grandpa("good")).kind, Kind::kFinalized);
    EXPECT_TRUE(get(chain->append_justification(blocks[0], proof, {{{9}, Bytes{9}}})));
    EXPECT_EQ(get(chain->find_justifications(blocks[0])), (primitives::Justifications{grandpa("good"), proof}));
    EXPECT_EQ(get(chain->find_aux(Bytes{9})), Bytes{9});
    EXPECT_TRUE(get(chain->append_justification(blocks[0], {kProofEngine, {2}})));
    EXPECT_EQ(get(chain->find_justifications(blocks[0]))->back().data, Bytes{2}) << "one of an engine";
    EXPECT_FALSE(get(chain->append_justification(blocks[1], proof))) << "not final";
    EXPECT_EQ(get(chain->find_justifications(blocks[1])), std::nullopt);
    EXPECT_EQ(chain->append_justification(Hash256(), proof).error().kind, ChainError::Kind::kUnknown);
}

TEST_F(ClientJustificationTest, AJustificationOfAFinalBlockIsNotChecked) {
    const auto blocks = chain.add_many(chain->genesis().hash, 2);
    const Hash256 fork = chain.add(chain->genesis().hash, {.extrinsic = put_extrinsic("b", "1")});
    EXPECT_EQ(justify(blocks[1], grandpa("good")).kind, Kind::kFinalized);
    gadget.checked = 0;
    EXPECT_EQ(justify(blocks[0], grandpa("bad")).kind, Kind::kKnown);
    EXPECT_EQ(justify(fork, grandpa("good")).kind, Kind::kRefused) << "it is gone";
    EXPECT_EQ(gadget.checked, 0);
}

TEST_F(ClientJustificationTest, AKnownBlockMayComeAgainWithAJustification) {
    const auto built = chain.build(chain->genesis().hash);
    const Hash256 block = chain.import(built.block).block.hash;
    const primitives::Justifications all = {grandpa("good")};
    const auto outcome = get(chain->import({built.block, all}, BlockOrigin::kNetworkBroadcast));
    EXPECT_EQ(outcome.kind, ImportOutcome::Kind::kKnown);
    EXPECT_EQ(chain->finalized().hash, block);
}

TEST_F(ClientJustificationTest, ABlockThatEnactsAChangeNeedsAJustification) {
    gadget.enacting = 2;
    const Hash256 first = chain.add(chain->genesis().hash);
    const auto built = chain.build(first);
    const auto outcome = chain.import(built.block);
    EXPECT_TRUE(outcome.needs_justification);
    EXPECT_FALSE(get(chain->needs_justification(first)));
    EXPECT_TRUE(get(chain->needs_justification(outcome.block.hash)));
    EXPECT_EQ(chain->needs_justification(Hash256()).error().kind, ChainError::Kind::kUnknown);
    EXPECT_EQ(justify(outcome.block.hash, grandpa("good")).kind, Kind::kFinalized);
    EXPECT_FALSE(get(chain->needs_justification(outcome.block.hash))) << "it is final";
}

TEST_F(ClientJustificationTest, ABlockThatComesWithItsJustificationNeedsNone) {
    gadget.enacting = 1;
    const auto built = chain.build(chain->genesis().hash);
    const primitives::Justifications all = {grandpa("good")};
    const auto outcome = get(chain->import({built.block, all}, BlockOrigin::kNetworkBroadcast));
    EXPECT_FALSE(outcome.needs_justification);
    EXPECT_EQ(chain->finalized().number, 1u);
}

TEST_F(ClientJustificationTest, AFinalityPlanIsMadeWhileNothingElseChangesTheChain) {
    const auto blocks = chain.add_many(chain->genesis().hash, 3);
    ASSERT_TRUE(get(chain->finalize(blocks[0], std::nullopt)));
    std::optional<BlockId> last;
    const auto plan = [&](const BlockId& block, const BlockId& finalized) -> Result<FinalityPlan, ChainError> {
        EXPECT_EQ(block, (BlockId{blocks[1], 2}));
        last = finalized;
        return FinalityPlan{.justification = grandpa("x"), .aux = {{{1}, Bytes{2}}}};
    };
    EXPECT_EQ(get(chain->finalize_by_plan(blocks[1], plan)).kind, Kind::kFinalized);
    EXPECT_EQ(last, (BlockId{blocks[0], 1}));
    EXPECT_EQ(get(chain->find_aux(Bytes{1})), Bytes{2});
    last.reset();
    EXPECT_THAT(get(chain->finalize_by_plan(blocks[1], plan)).refusal,
                IsRefused(RefusalReason::kNotAboveFinalized, ""));
    EXPECT_EQ(last, std::nullopt) << "no plan for a block that is final";
    const auto refuses = [](const BlockId&, const BlockId&) -> Result<FinalityPlan, ChainError> {
        return FinalityPlan{.refusal = Refusal{RefusalReason::kBadAuthorityChange, "no"}};
    };
    EXPECT_THAT(get(chain->finalize_by_plan(blocks[2], refuses)).refusal,
                IsRefused(RefusalReason::kBadAuthorityChange, "no"));
    EXPECT_EQ(chain->finalized().number, 2u);
}

/// A memory store whose reads can be made to fail after the next commit.
class FailingReads final : public storage::Store {
  public:
    std::unique_ptr<storage::WriteBatch> batch() override { return store_->batch(); }
    Result<void, storage::StoreError> commit(std::unique_ptr<storage::WriteBatch> batch,
                                             storage::Durability durability) override {
        auto done = store_->commit(std::move(batch), durability);
        fails_ = fails_after_commit;
        return done;
    }
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override {
        if (fails_) return Err(storage::StoreError{storage::StoreError::Kind::kIo, "the disk cannot be read"});
        return store_->snapshot();
    }
    bool fails_after_commit = false;
    void repair() { fails_after_commit = fails_ = false; }

  private:
    std::unique_ptr<storage::Store> store_ = storage::make_memory_store();
    bool fails_ = false;
};

/// Passes on to a store that the test keeps.
class SharedStore final : public storage::Store {
  public:
    explicit SharedStore(std::shared_ptr<storage::Store> store) : store_(std::move(store)) {}
    std::unique_ptr<storage::WriteBatch> batch() override { return store_->batch(); }
    Result<void, storage::StoreError> commit(std::unique_ptr<storage::WriteBatch> batch,
                                             storage::Durability durability) override {
        return store_->commit(std::move(batch), durability);
    }
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override { return store_->snapshot(); }

  private:
    std::shared_ptr<storage::Store> store_;
};

/// Counts events without reading the database.
class Counter final : public ClientListener {
  public:
    void on_imported(const ImportedBlock& block) override { routes.push_back(block.route.enacted.size()); }
    void on_finalized(const FinalizedBlocks& blocks) override { finalized = blocks.blocks.back(); }
    std::vector<size_t> routes;
    BlockId finalized;
};

TEST(ClientOnAFailingDisk, AReadErrorAfterACommitLeavesMemoryAndListenersWithTheDisk) {
    const auto store = std::make_shared<FailingReads>();
    ClientOptions options;
    options.database.open_store = [&]() -> Result<std::unique_ptr<storage::Store>, storage::StoreError> {
        return std::unique_ptr<storage::Store>(std::make_unique<SharedStore>(store));
    };
    TestChain chain(options);
    const Hash256 genesis = chain->genesis().hash;
    const Hash256 first = chain.add(genesis, {.weight = 1});
    const auto fork = chain.build(genesis, {.extrinsic = put_extrinsic("b", "1"), .weight = 5});
    Counter counter;
    chain->add_listener(&counter);
    store->fails_after_commit = true;
    const auto outcome = chain->import({fork.block, std::nullopt}, BlockOrigin::kNetworkBroadcast);
    store->repair();
    ASSERT_TRUE(outcome) << outcome.error().reason;
    EXPECT_EQ(outcome->kind, ImportOutcome::Kind::kImported);
    EXPECT_EQ(chain->best(), outcome->block) << "as the disk says";
    EXPECT_THAT(counter.routes, ElementsAre(1u));

    store->fails_after_commit = true;
    const auto finalized = chain->finalize(first, std::nullopt);
    store->repair();
    ASSERT_TRUE(finalized) << finalized.error().reason;
    EXPECT_EQ(chain->finalized(), (BlockId{first, 1}));
    EXPECT_EQ(counter.finalized, chain->finalized());
    EXPECT_EQ(chain->best(), chain->finalized());
    chain->remove_listener(&counter);
}

}  // namespace
}  // namespace serinus::chain
