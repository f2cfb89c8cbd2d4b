#include "authorship/proposer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace serinus::authorship {
namespace {

using chain::ChainError;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr ApplyResult kApplied{};
constexpr ApplyResult kExhausts{.kind = ApplyResult::Kind::kInvalid, .index = 6};
constexpr ApplyResult kFuture{.kind = ApplyResult::Kind::kInvalid, .index = 2};
constexpr ApplyResult kStale{.kind = ApplyResult::Kind::kInvalid, .index = 3};
constexpr ApplyResult kBadProof{.kind = ApplyResult::Kind::kInvalid, .index = 4};
constexpr ApplyResult kBadMandatory{.kind = ApplyResult::Kind::kInvalid, .index = 8};

/// A runtime whose extrinsics are a sender, a nonce and a weight; the block has a maximum weight.
class FakeBuilder final : public BlockBuilder {
  public:
    explicit FakeBuilder(uint64_t max_weight) : max_weight_(max_weight) {}

    bool inherents_only() const noexcept override { return only_inherents; }
    bool has_api(std::string_view) const noexcept override { return false; }
    Attempt<primitives::Body> make_inherents(const InherentData&) override { return inherents; }
    Attempt<ApplyResult> push(primitives::Extrinsic extrinsic, std::optional<uint64_t> max_duration_ms) override {
        if (extrinsic == Bytes{'l', 'o', 'o', 'p'}) {
            EXPECT_EQ(max_duration_ms, 300u);
            return ApplyResult{.kind = ApplyResult::Kind::kInterrupted};
        }
        if (const auto set = answers.find(extrinsic); set != answers.end()) {
            if (set->second.applied()) body_.push_back(extrinsic);
            return set->second;
        }
        if (extrinsic == Bytes{'t', 'r', 'a', 'p'}) return Err(ChainError{ChainError::Kind::kRuntime, "trap"});
        const uint8_t sender = extrinsic[0], nonce = extrinsic[1], weight = extrinsic[2];
        if (nonces_[sender] != nonce) return nonces_[sender] < nonce ? kFuture : kStale;
        if (weight_ + weight > max_weight_) return kExhausts;
        weight_ += weight;
        ++nonces_[sender];
        body_.push_back(std::move(extrinsic));
        return kApplied;
    }
    size_t size_bytes() const noexcept override {
        size_t size = 100;
        for (const auto& extrinsic : body_) size += extrinsic.size() + 1;
        return size;
    }
    size_t extrinsic_count() const noexcept override { return body_.size(); }
    void change_after(const state::StateChanges&) override {}
    Attempt<UnsealedBlock> finish() override {
        UnsealedBlock out;
        out.built.block.body = std::move(body_);
        return out;
    }

    primitives::Body inherents;
    std::map<Bytes, ApplyResult> answers;
    bool only_inherents = false;

  private:
    uint64_t max_weight_;
    uint64_t weight_ = 0;
    std::map<uint8_t, uint8_t> nonces_;
    primitives::Body body_;
};

struct Fixture : testing::Test {
    Result<Proposal, ChainError> propose(const ProposalLimits& limits = {}) {
        std::vector<pool::ReadyTransaction> ready;
        for (const Bytes& bytes : transactions) {
            pool::ReadyTransaction one;
            std::copy(bytes.begin(), bytes.end(), one.hash.begin());
            one.extrinsic = std::make_shared<const Bytes>(bytes);
            ready.push_back(std::move(one));
        }
        return propose_block(std::move(builder), {}, ready, limits, [this] { return now += tick; });
    }
    Proposal proposed(const ProposalLimits& limits = {}) {
        auto proposal = propose(limits);
        SERINUS_ASSERT(proposal.has_value());
        return *std::move(proposal);
    }

    /// The start of each transaction that is to be removed from the pool.
    static std::vector<Bytes> removed(const Proposal& proposal) {
        std::vector<Bytes> out;
        for (const auto& one : proposal.invalid) out.emplace_back(one.hash.begin(), one.hash.begin() + 3);
        return out;
    }

    std::vector<Bytes> transactions;
    std::unique_ptr<FakeBuilder> builder = std::make_unique<FakeBuilder>(100);
    uint64_t now = 0;
    uint64_t tick = 0;
};

using ProposerTest = Fixture;

// Spec: algo-build-block
TEST_F(ProposerTest, TakesAllThatFitsInTheOrderOfTheQueue) {
    builder->inherents = {{9, 0, 1}};
    transactions = {{1, 0, 10}, {2, 0, 10}, {1, 1, 10}};
    const Proposal proposal = proposed();
    EXPECT_THAT(proposal.block.built.block.body,
                ElementsAre(Bytes{9, 0, 1}, Bytes{1, 0, 10}, Bytes{2, 0, 10}, Bytes{1, 1, 10}));
    EXPECT_EQ(proposal.transactions, 3u);
    EXPECT_EQ(proposal.end, ProposalEnd::kNoMoreTransactions);
    EXPECT_THAT(removed(proposal), IsEmpty());
}

// Spec: algo-build-block
TEST_F(ProposerTest, WhatDoesNotFitStaysInTheQueueAndSmallerOnesFollow) {
    transactions = {{1, 0, 90}, {2, 0, 90}, {3, 0, 10}};
    const Proposal proposal = proposed();
    EXPECT_THAT(proposal.block.built.block.body, ElementsAre(Bytes{1, 0, 90}, Bytes{3, 0, 10}));
    EXPECT_THAT(removed(proposal), IsEmpty());
}

// Observed: polkadot 1.25.1: what rests on a transaction that was passed over is not invalid.
TEST_F(ProposerTest, TheNextTransactionsOfTheSameSenderStayToo) {
    transactions = {{1, 0, 60}, {1, 1, 60}, {1, 2, 10}, {1, 3, 10}};
    const Proposal proposal = proposed();
    EXPECT_THAT(proposal.block.built.block.body, ElementsAre(Bytes{1, 0, 60}));
    EXPECT_THAT(removed(proposal), IsEmpty());
}

TEST_F(ProposerTest, AFullBlockIsLeftAfterEightThatDoNotFit) {
    for (uint8_t i = 0; i < 20; ++i) transactions.push_back({i, 0, 101});
    transactions.push_back({30, 0, 1});
    const Proposal proposal = proposed();
    EXPECT_EQ(proposal.end, ProposalEnd::kBlockWeight);
    EXPECT_EQ(proposal.transactions, 0u);

    // Eight are passed over; the ninth is looked at.
    builder = std::make_unique<FakeBuilder>(100);
    transactions.erase(transactions.begin(), transactions.begin() + 12);
    EXPECT_THAT(proposed().block.built.block.body, ElementsAre(Bytes{30, 0, 1}));
}

TEST_F(ProposerTest, BeforeTheSoftDeadlineItTriesOn) {
    for (uint8_t i = 0; i < 20; ++i) transactions.push_back({i, 0, 101});
    transactions.push_back({30, 0, 1});
    tick = 1;
    EXPECT_EQ(proposed({.deadline_ms = 1000, .soft_deadline_ms = 500}).transactions, 1u);
}

TEST_F(ProposerTest, AtTheDeadlineItStops) {
    for (uint8_t i = 0; i < 50; ++i) transactions.push_back({i, 0, 1});
    tick = 10;
    const Proposal proposal = proposed({.deadline_ms = 100, .soft_deadline_ms = 50});
    EXPECT_EQ(proposal.end, ProposalEnd::kDeadline);
    EXPECT_GT(proposal.transactions, 0u);
    EXPECT_LT(proposal.transactions, 10u);
}

TEST_F(ProposerTest, TheBlockKeepsItsSize) {
    builder = std::make_unique<FakeBuilder>(10'000);
    for (uint8_t i = 0; i < 50; ++i) transactions.push_back({i, 0, 1});
    // 100 bytes and four for each extrinsic.
    const Proposal proposal = proposed({.block_size = 100 + 10 * 4});
    EXPECT_EQ(proposal.transactions, 10u);
    EXPECT_EQ(proposal.end, ProposalEnd::kBlockSize);
    EXPECT_THAT(removed(proposal), IsEmpty());
}

TEST_F(ProposerTest, WhatIsInvalidOrBreaksTheRuntimeIsRemoved) {
    builder->answers[Bytes{1, 0, 2}] = kBadProof;
    transactions = {{1, 0, 1}, {1, 0, 2}, {'t', 'r', 'a', 'p'}, {2, 0, 1}};
    const Proposal proposal = proposed();
    EXPECT_EQ(proposal.transactions, 2u);
    EXPECT_THAT(removed(proposal), ElementsAre(Bytes{1, 0, 2}, Bytes{'t', 'r', 'a'}));
}

// The queue may hear of the parent late: what the parent holds must not be banned.
TEST_F(ProposerTest, WhatIsInABlockAlreadyIsLeftToTheQueue) {
    transactions = {{1, 0, 1}, {1, 0, 2}, {1, 2, 1}, {1, 1, 1}};
    const Proposal proposal = proposed();
    EXPECT_EQ(proposal.transactions, 2u);
    EXPECT_THAT(removed(proposal), IsEmpty());
}

TEST_F(ProposerTest, ARuntimeThatMigratesGetsNoTransactions) {
    builder->only_inherents = true;
    builder->inherents = {{9, 0, 1}};
    transactions = {{1, 0, 1}};
    const Proposal proposal = proposed();
    EXPECT_EQ(proposal.block.built.block.body.size(), 1u);
    EXPECT_EQ(proposal.transactions, 0u);
}

TEST_F(ProposerTest, OnlyAMandatoryInherentStopsTheBlock) {
    builder->inherents = {{9, 0, 1}, {8, 0, 1}, {7, 0, 1}};
    builder->answers[Bytes{9, 0, 1}] = kStale;
    builder->answers[Bytes{8, 0, 1}] = kExhausts;
    EXPECT_THAT(proposed().block.built.block.body, ElementsAre(Bytes{7, 0, 1}));

    builder = std::make_unique<FakeBuilder>(100);
    builder->inherents = {{9, 0, 1}};
    builder->answers[Bytes{9, 0, 1}] = kBadMandatory;
    EXPECT_FALSE(propose());
}

TEST_F(ProposerTest, ATransactionThatRunsAwayIsLeftOutAndRemoved) {
    transactions = {{1, 0, 1}, {'l', 'o', 'o', 'p'}, {2, 0, 1}};
    now = 1000;
    const Proposal proposal = proposed({.deadline_ms = 1100, .interrupt_ms = 1300});
    EXPECT_THAT(proposal.block.built.block.body, ElementsAre(Bytes{1, 0, 1}));
    EXPECT_EQ(proposal.end, ProposalEnd::kDeadline);
    EXPECT_THAT(removed(proposal), ElementsAre(Bytes{'l', 'o', 'o'}));
    ASSERT_EQ(proposal.invalid.size(), 1u);
    EXPECT_EQ(proposal.invalid[0].reason, "it runs longer than a transaction of a block may");
}

// What fails because the node ends is no transaction's fault.
TEST_F(ProposerTest, AStoppedProposalRemovesNothing) {
    transactions = {{1, 0, 1}, {'t', 'r', 'a', 'p'}};
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(propose({.stop = stop.get_token()}));
}

}  // namespace
}  // namespace serinus::authorship
