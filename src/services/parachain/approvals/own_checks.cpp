// The part of approvals/ that is about this validator's own checks.
#include "base/hex.hpp"
#include "platform/log.hpp"
#include "services/parachain/approvals/approvals.hpp"

namespace serinus::services::paras {

using parachain::ApprovalEffect;
using parachain::ApprovalVoting;

namespace {

constexpr const char* kOwnChecksLog = "parachain::approval-voting";

}  // namespace

void Approvals::check(const ApprovalEffect::Check& effect) {
    const CandidateHash candidate = effect.candidate.candidate;
    const auto included = included_.find(candidate);
    const auto session = environment_.states.session(effect.session, effect.block);
    if (included == included_.end() || !session || *session == nullptr) {
        environment_.timelines.note(candidate, CandidateStep::kNotApproved,
                                    "its receipt or its session is not known any more");
        VotingEffects of_voting;
        voting_.on_checked(effect.block, candidate, ApprovalVoting::Outcome::kUnknown, now(), of_voting);
        return carry_out(of_voting);
    }
    const auto [running, is_new] = running_.try_emplace(candidate);
    running->second.blocks.emplace_back(effect.block, effect.session);
    if (!is_new) return;
    running->second.round = ++next_round_;
    (void)environment_.lane.post_after(ApprovalVoting::kCheckTimeoutMs, [this, candidate, round = next_round_] {
        const auto found = running_.find(candidate);
        if (found != running_.end() && found->second.round == round) {
            environment_.timelines.note(candidate, CandidateStep::kNotApproved,
                                        "the check took longer than two minutes");
            conclude(candidate, round, ApprovalVoting::Outcome::kUnknown);
        }
    });
    const auto& groups = (*session)->info.validator_groups._0;
    const size_t group = effect.candidate.group._0;
    environment_.recoveries.recover(
        {.receipt = included->second.receipt,
         .session = *session,
         .backers = group < groups.size() ? groups[group] : std::vector<ValidatorIndex>(),
         .core = effect.candidate.core},
        [this, candidate, round = next_round_, index = effect.session, block = effect.block](
            Recoveries::Result recovered) { execute(candidate, round, index, block, std::move(recovered)); });
}

void Approvals::execute(const CandidateHash& candidate, uint64_t round, SessionIndex session, const Hash256& block,
                        Recoveries::Result recovered) {
    if (!recovered.data) {
        ++figures_.unavailable;
        environment_.timelines.note(candidate, CandidateStep::kNotRecovered,
                                    recovered.is_invalid ? "its data is not what its erasure root says"
                                                         : "too few chunks were to be had; tried again later");
        return conclude(
            candidate, round,
            recovered.is_invalid ? ApprovalVoting::Outcome::kInvalid : ApprovalVoting::Outcome::kUnavailable);
    }
    const auto included = included_.find(candidate);
    if (included == included_.end()) return conclude(candidate, round, ApprovalVoting::Outcome::kUnknown);
    environment_.timelines.note(candidate, CandidateStep::kRecovered);
    const auto& receipt = included->second.receipt;
    const uint64_t begin = environment_.scheduler.now_ms();
    environment_.checker.check(
        {.receipt = receipt,
         .data = std::move(recovered.data->validation_data),
         .pov = std::move(recovered.data->pov),
         .purpose = pvf::Purpose::kApproval,
         .at = block,
         .session = polkadot_primitives::v9::session_of(receipt.descriptor).value_or(session)},
        [this, candidate, round, begin](const CheckResult& result) {
            environment_.timelines.note(candidate, CandidateStep::kExecuted,
                                        verdict_text(result, environment_.scheduler.now_ms() - begin));
            ++figures_.checked;
            if (result.outcome != Outcome::kValid) {
                log::warn(kOwnChecksLog, "Candidate " + to_hex_prefixed(candidate._0.bytes) +
                                             " is not approved by this validator: " + result.reason);
            }
            switch (result.outcome) {
                case Outcome::kValid:
                    return conclude(candidate, round, ApprovalVoting::Outcome::kValid);
                case Outcome::kInvalid:
                    ++figures_.invalid;
                    return conclude(candidate, round, ApprovalVoting::Outcome::kInvalid);
                case Outcome::kUnknown:
                    return conclude(candidate, round, ApprovalVoting::Outcome::kUnknown);
            }
        });
}

void Approvals::conclude(const CandidateHash& candidate, uint64_t round, ApprovalVoting::Outcome outcome) {
    const auto running = running_.find(candidate);
    if (running == running_.end() || running->second.round != round) return;  // it took too long
    const auto blocks = std::move(running->second.blocks);
    running_.erase(running);
    VotingEffects of_voting;
    for (const auto& [block, session] : blocks) {
        // What this node disputes it does not approve.
        const bool is_disputed =
            outcome == ApprovalVoting::Outcome::kValid && environment_.disputes.is_against(session, candidate);
        voting_.on_checked(block, candidate, is_disputed ? ApprovalVoting::Outcome::kUnknown : outcome, now(),
                           of_voting);
    }
    GossipEffects of_gossip;
    settle(of_voting, of_gossip);
}

}  // namespace serinus::services::paras
