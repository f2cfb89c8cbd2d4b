// Disputes: leaves, votes, checks, signatures and restarts in any order, for the coordinator behind a receiver of
// messages. Whatever comes: this node contradicts itself never, what it sends is stored, what it keeps has bounds, and
// after a restart it knows the same disputes.
#include "base/assert.hpp"
#include "parachain/disputes/disputes_test_support.hpp"
#include "parachain/disputes/receiver.hpp"
#include "parachain/disputes/sender.hpp"

namespace {

using namespace serinus;
using namespace serinus::parachain;
using namespace serinus::parachain::dispute_test;

constexpr uint32_t kValidators = 7;

class World {
  public:
    void step(uint8_t what, uint8_t which, uint8_t more) {
        const CandidateReceipt receipt = receipt_of(which % 16);
        const SessionIndex session = kSession - more % 8;
        effects_.clear();
        switch (what % 8) {
            case 0:
            case 1:
                (void)coordinator_.import(receipt, session, votes_of(what, more), facts_, now_, effects_);
                break;
            case 2:
                leaf(receipt, more);
                break;
            case 3:
                coordinator_.on_participated({session, receipt.hash()},
                                             static_cast<DisputeCoordinator::Outcome>(more % 4), facts_, now_,
                                             effects_);
                break;
            case 4:
                coordinator_.vote(receipt, session, (more & 64) != 0, facts_, now_, effects_);
                break;
            case 5:
                coordinator_.on_signed({session, receipt.hash()},
                                       (more & 128) != 0 ? std::nullopt : std::optional(ValidatorSignature{}), facts_,
                                       now_, effects_);
                break;
            case 6:
                approve(receipt, session, more);
                break;
            default:
                if (more % 16 == 0) {
                    restart();
                } else {
                    coordinator_.on_finalized(more);
                    now_ += which;
                }
        }
        carry_out();
    }

  private:
    static std::vector<CheckedVote> votes_of(uint8_t what, uint8_t more) {
        std::vector<CheckedVote> out;
        for (uint32_t i = 1; i <= kValidators; ++i) {
            if ((more >> (i - 1) & 1) == 0) continue;
            if ((what & 8) != 0) out.push_back((what & 16) != 0 ? backed_by(i) : in_favour(i));
            if ((what & 32) != 0) out.push_back(against(i));
        }
        return out;
    }
    void leaf(const CandidateReceipt& receipt, uint8_t more) {
        ScrapedBlock block;
        block.hash = block_hash(more);
        block.number = more;
        block.session = kSession;
        ((more & 1) != 0 ? block.included : block.backed).push_back(receipt);
        using polkadot_primitives::v5::ValidityAttestation;
        if ((more & 2) != 0) {
            block.backers = {{receipt, {{{1 + more % 8u}, ValidityAttestation{ValidityAttestation::Explicit{}}}}}};
        }
        if ((more & 4) != 0) block.disputes = {{receipt.hash(), kSession, {{vote_against(), {1 + more % 8u}, {}}}}};
        coordinator_.on_leaf({block.hash, more, kSession, (more & 8) != 0, {block}}, facts_, now_, effects_);
    }
    void approve(const CandidateReceipt& receipt, SessionIndex session, uint8_t more) {
        const ValidatorIndex validator{more % kValidators};
        // Approval voting asks what this node has voted.
        if (validator._0 == 0 && coordinator_.own_side({session, receipt.hash()}, facts_)) return;
        facts_.approvals[receipt.hash()].push_back({validator, session, {receipt.hash()}, {}});
    }
    void restart() {
        const auto before = coordinator_.recent();
        coordinator_ = DisputeCoordinator(facts_.stored_disputes());
        SERINUS_ASSERT(coordinator_.recent() == before);
    }
    void carry_out() {
        for (const DisputeEffect& effect : effects_) {
            facts_.carry_out({effect});
            if (const auto* send = std::get_if<DisputeEffect::Send>(&effect.v)) check_sent(send->request);
        }
        SERINUS_ASSERT(coordinator_.participation().running() <= Participation::kMaxRunning);
        SERINUS_ASSERT(coordinator_.recent().size() <= 16 * DisputeCoordinator::kWindow);
        for (const auto& [key, status] : coordinator_.recent()) {
            const auto votes = coordinator_.votes_of(key, facts_);
            SERINUS_ASSERT(votes && !votes->valid.empty() && !votes->invalid.empty());
            SERINUS_ASSERT(!votes->valid.contains({0}) || !votes->invalid.contains({0}));
        }
    }
    /// An own vote stands in what is stored, on the side that it was sent for, and on no other one.
    void check_sent(const DisputeRequest& request) {
        const auto votes = coordinator_.votes_of({request.session_index, request.candidate_receipt.hash()}, facts_);
        SERINUS_ASSERT(votes.has_value());
        const bool is_for = request.valid_vote.validator_index._0 == 0;
        const bool is_against = request.invalid_vote.validator_index._0 == 0;
        SERINUS_ASSERT(is_for != is_against);
        SERINUS_ASSERT(votes->valid.contains({0}) == is_for && votes->invalid.contains({0}) == is_against);
    }

    Facts facts_{kValidators, 0};
    DisputeCoordinator coordinator_;
    DisputeCoordinator::Effects effects_;
    uint64_t now_ = 1000;
};

/// Messages of any bytes: each is answered once, or waits.
void receive(BytesView input) {
    const Facts facts(kValidators, 0);
    DisputeReceiver receiver;
    DisputeSender sender;
    DisputeReceiver::Effects out;
    DisputeSender::Effects sent;
    const auto request = scale::decode<DisputeRequest>(input);
    if (!request) return;
    SERINUS_ASSERT(equal(scale::encode(*request), input));
    receiver.on_request(1, peer_of(1), authority_of(1), *request, 0, out);
    receiver.on_time(facts, DisputeReceiver::kInterval, out);
    SERINUS_ASSERT(receiver.waiting_count() == 0 && out.size() <= 2 && !out.empty());
    sender.send(*request, facts, 0, sent);
    SERINUS_ASSERT(sender.dispute_count() == 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    if (data[0] == 0) {
        receive({data + 1, size - 1});
        return 0;
    }
    World world;
    for (size_t i = 1; i + 2 < size && i < 900; i += 3) world.step(data[i], data[i + 1], data[i + 2]);
    return 0;
}
