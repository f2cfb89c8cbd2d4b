/// A coordinator of disputes, alone, for tests. Ten validators: f is 3, seven decide. This node is the first one.
#pragma once

#include <gtest/gtest.h>

#include "parachain/disputes/disputes_test_support.hpp"
#include "parachain/disputes/stored_disputes.hpp"

namespace serinus::parachain::dispute_test {

using Effect = DisputeEffect;
using Effects = DisputeCoordinator::Effects;
using Outcome = DisputeCoordinator::Outcome;
using Verdict = ImportVerdict;
using polkadot_primitives::v5::ValidityAttestation;

inline constexpr uint32_t kOwn = 0;

inline DisputeKey key_of(const CandidateReceipt& receipt, SessionIndex session = kSession) {
    return {session, receipt.hash()};
}

class CoordinatorFixture : public testing::Test {
  protected:
    /// A first leaf with the number 10 is there.
    CoordinatorFixture() { leaf(10, {}); }

    ScrapedBlock block(uint8_t number, std::vector<CandidateReceipt> included = {},
                       std::vector<CandidateReceipt> backed = {}) {
        ScrapedBlock one;
        one.hash = block_hash(number);
        one.number = number;
        one.included = std::move(included);
        one.backed = std::move(backed);
        one.session = session;
        return one;
    }
    const Effects& leaf(uint8_t number, std::vector<ScrapedBlock> blocks) {
        out.clear();
        DisputeLeaf one{block_hash(number), number, session, v3, std::move(blocks)};
        coordinator.on_leaf(std::move(one), facts, now, out);
        facts.carry_out(out);
        return out;
    }
    /// Its block has been seen.
    CandidateReceipt included(uint32_t number) {
        leaf(11, {block(11, {receipt_of(number)})});
        return receipt_of(number);
    }
    CandidateReceipt backed(uint32_t number) {
        leaf(11, {block(11, {}, {receipt_of(number)})});
        return receipt_of(number);
    }
    Verdict import(const CandidateReceipt& receipt, const std::vector<CheckedVote>& votes,
                   SessionIndex of_session = kSession) {
        out.clear();
        const Verdict verdict = coordinator.import(receipt, of_session, votes, facts, now, out);
        facts.carry_out(out);
        return verdict;
    }
    void vote(const CandidateReceipt& receipt, bool is_valid) {
        out.clear();
        coordinator.vote(receipt, kSession, is_valid, facts, now, out);
        facts.carry_out(out);
    }
    void sign(const CandidateReceipt& receipt, bool has_key = true) {
        out.clear();
        ValidatorSignature signature{};
        signature._0._0.fill(0x99);
        coordinator.on_signed(key_of(receipt), has_key ? std::optional(signature) : std::nullopt, facts, now, out);
        facts.carry_out(out);
    }
    void participated(const CandidateReceipt& receipt, Outcome outcome, SessionIndex of_session = kSession) {
        out.clear();
        coordinator.on_participated(key_of(receipt, of_session), outcome, facts, now, out);
        facts.carry_out(out);
    }
    void restart() {
        coordinator = DisputeCoordinator(facts.stored_disputes());
        out.clear();
    }
    std::optional<Stage> stage(const CandidateReceipt& receipt) const {
        const DisputeStatus* status = coordinator.find_status(key_of(receipt));
        return status == nullptr ? std::nullopt : std::optional(status->stage);
    }
    CandidateVotes votes(const CandidateReceipt& receipt) const {
        return coordinator.votes_of(key_of(receipt), facts).value_or(CandidateVotes{});
    }
    template <class E>
    size_t count() const {
        return effects_of<E>(out).size();
    }

    Facts facts{10, kOwn};
    SessionIndex session = kSession;
    bool v3 = false;
    uint64_t now = 1000;
    DisputeCoordinator coordinator;
    Effects out;
};

}  // namespace serinus::parachain::dispute_test
