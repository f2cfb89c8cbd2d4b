#include "consensus/beefy/session.hpp"

#include <algorithm>

namespace serinus::consensus::beefy {

bool Session::knows(const VoteMessage& vote) const {
    const auto found = votes_.find({vote.commitment.block_number, vote.id});
    return found != votes_.end() && (found->second.has_equivocated || found->second.message == vote);
}

Session::Added Session::add(const VoteMessage& vote) {
    const BlockNumber block = vote.commitment.block_number;
    const auto [at, is_first] = votes_.try_emplace({block, vote.id}, Vote{.message = vote});
    if (!is_first) {
        Vote& known = at->second;
        if (known.has_equivocated || known.message.commitment == vote.commitment) return {.is_known = true};
        known.has_equivocated = true;
        return {.equivocation = EquivocationProof{known.message, vote}};
    }
    SignedCommitment round{.commitment = vote.commitment, .signatures = {}};
    const auto is_for_it = [&](const auto& entry) {
        return entry.first.first == block && entry.second.message.commitment == vote.commitment;
    };
    const auto count = static_cast<size_t>(std::ranges::count_if(votes_, is_for_it));
    if (count < threshold(set_.validators.size())) return {};
    for (const AuthorityId& id : set_.validators) {
        const auto found = votes_.find({block, id});
        const bool has_signed = found != votes_.end() && is_for_it(*found);
        round.signatures.push_back(has_signed ? std::optional(found->second.message.signature) : std::nullopt);
    }
    return {.concluded = std::move(round)};
}

void Session::conclude(BlockNumber block) {
    std::erase_if(votes_, [&](const auto& entry) { return entry.first.first <= block; });
    mandatory_done_ = mandatory_done_ || block == start_;
}

}  // namespace serinus::consensus::beefy
