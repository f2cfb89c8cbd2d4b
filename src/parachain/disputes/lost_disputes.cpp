#include "parachain/disputes/lost_disputes.hpp"

namespace serinus::parachain {

bool LostDisputes::add(SessionIndex session, ValidatorIndex validator, Offence offence) {
    const auto [entry, is_new] = lost_[session].try_emplace(validator, Entry{offence, 0});
    if (offence > entry->second.offence) return false;
    entry->second = {offence, next_order_++};
    return is_new;
}

std::set<ValidatorIndex> LostDisputes::add_losers(SessionIndex session, const CandidateVotes& votes,
                                                  DisputeStatus::Stage stage) {
    std::set<ValidatorIndex> out;
    if (stage == DisputeStatus::Stage::kConcludedFor) {
        for (const auto& [validator, vote] : votes.invalid) {
            if (add(session, validator, Offence::kDisputedValid)) out.insert(validator);
        }
    } else if (stage == DisputeStatus::Stage::kConcludedAgainst) {
        for (const auto& [validator, vote] : votes.valid) {
            const Offence offence = is_backing(vote.first) ? Offence::kBackedInvalid : Offence::kApprovedInvalid;
            if (add(session, validator, offence)) out.insert(validator);
        }
    }
    return out;
}

void LostDisputes::forget_before(SessionIndex session) { lost_.erase(lost_.begin(), lost_.lower_bound(session)); }

bool LostDisputes::contains(SessionIndex session, ValidatorIndex validator) const {
    const auto found = lost_.find(session);
    return found != lost_.end() && found->second.contains(validator);
}

std::vector<ValidatorIndex> LostDisputes::of_session(SessionIndex session) const {
    const auto found = lost_.find(session);
    if (found == lost_.end()) return {};
    std::vector<std::pair<Entry, ValidatorIndex>> entries;
    entries.reserve(found->second.size());
    for (const auto& [validator, entry] : found->second) entries.emplace_back(entry, validator);
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return a.first.offence != b.first.offence ? a.first.offence < b.first.offence : a.first.order > b.first.order;
    });
    std::vector<ValidatorIndex> out;
    out.reserve(entries.size());
    for (const auto& [entry, validator] : entries) out.push_back(validator);
    return out;
}

std::set<ValidatorIndex> disabled_validators(const std::vector<ValidatorIndex>& on_chain,
                                             const std::vector<ValidatorIndex>& losers, size_t validators) {
    const size_t most = polkadot_primitives::v5::byzantine_threshold(validators);
    std::set<ValidatorIndex> out;
    for (const auto* source : {&on_chain, &losers}) {
        for (const ValidatorIndex validator : *source) {
            if (out.size() >= most) return out;
            out.insert(validator);
        }
    }
    return out;
}

}  // namespace serinus::parachain
