#include "parachain/approval/finality_vote.hpp"

namespace serinus::parachain {

BlockNumber finality_target(BlockNumber base, BlockNumber best, std::optional<BlockNumber> approved) noexcept {
    const BlockNumber target = approved.value_or(base);
    const BlockNumber lag = best - std::min(best, target);
    return lag > kMaxFinalityLag ? std::max(base, best - kMaxFinalityLag) : target;
}

FinalityVote choose_finality_vote(const ApprovalVoting& voting, std::pair<Hash256, BlockNumber> base,
                                  std::pair<Hash256, BlockNumber> best, const IsPossiblyInvalid& is_possibly_invalid) {
    FinalityVote out{base.second, base.first, FinalityVote::Limit::kNone, {}, 0};
    if (best.second <= base.second) return out;
    const auto approved = voting.approved_ancestor(best.first, base.second);
    if (approved) {
        out.number = approved->number;
        out.hash = approved->hash;
    }
    out.approval_lag = best.second - out.number;
    if (out.number < best.second) {
        out.limit = FinalityVote::Limit::kApprovals;
        const auto above = voting.describe(best.first, out.number);
        if (!above.empty()) {
            for (const CandidateHash& candidate : above.front().candidates) {
                if (!voting.is_candidate_approved(above.front().hash, candidate)) out.held_up_by.push_back(candidate);
            }
        }
    }
    if (approved) {
        std::pair last = base;
        for (const auto& block : voting.describe(approved->hash, base.second)) {
            std::vector<CandidateHash> disputed;
            for (const CandidateHash& candidate : block.candidates) {
                if (is_possibly_invalid(block.session, candidate)) disputed.push_back(candidate);
            }
            if (!disputed.empty()) {
                out = {last.second, last.first, FinalityVote::Limit::kDisputes, std::move(disputed), out.approval_lag};
                break;
            }
            last = {block.hash, block.number};
        }
    }
    const BlockNumber target = finality_target(base.second, best.second, out.number);
    if (target != out.number) {
        out.number = target;
        out.hash = std::nullopt;
        if (target == base.second) out.hash = base.first;
        out.limit = FinalityVote::Limit::kSafeguard;
    }
    return out;
}

}  // namespace serinus::parachain
