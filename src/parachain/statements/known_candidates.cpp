#include "parachain/statements/known_candidates.hpp"

namespace serinus::parachain {

bool KnownCandidates::claim(const PeerId& peer, const CandidateHash& candidate, const CandidateClaim& claim) {
    State& state = candidates_[candidate];
    if (state.confirmed) {
        const Confirmed& confirmed = *state.confirmed;
        return claim.scheduling_parent == confirmed.scheduling_parent && claim.group == confirmed.group &&
               (!claim.parent_head_and_para ||
                *claim.parent_head_and_para == std::pair(confirmed.parent_head_hash, confirmed.para()));
    }
    if (state.claims.size() < kMaxClaims) state.claims.emplace_back(peer, claim);
    return true;
}

std::optional<KnownCandidates::Reckoning> KnownCandidates::confirm(const CandidateHash& candidate,
                                                                   const CommittedCandidateReceipt& receipt,
                                                                   const PersistedValidationData& data,
                                                                   GroupIndex group) {
    State& state = candidates_[candidate];
    if (state.confirmed) return std::nullopt;
    Confirmed confirmed{receipt,
                        data,
                        group,
                        polkadot_primitives::v9::scheduling_parent_of(receipt.descriptor),
                        hashing::blake2b_256(data.parent_head._0),
                        {}};
    for (const auto& [leaf, scheduling_parent, parent_head, para] : state.maybe_importable) {
        if (scheduling_parent == confirmed.scheduling_parent && parent_head == confirmed.parent_head_hash &&
            para == confirmed.para()) {
            confirmed.importable_at.insert(leaf);
        }
    }
    Reckoning reckoning;
    state.confirmed = std::move(confirmed);
    for (const auto& [peer, claim] : std::exchange(state.claims, {})) {
        const bool is_right = this->claim(peer, candidate, claim);
        (is_right ? reckoning.correct : reckoning.wrong).insert(peer);
    }
    state.maybe_importable.clear();
    return reckoning;
}

const KnownCandidates::Confirmed* KnownCandidates::find_confirmed(const CandidateHash& candidate) const {
    const auto found = candidates_.find(candidate);
    return found != candidates_.end() && found->second.confirmed ? &*found->second.confirmed : nullptr;
}

bool KnownCandidates::is_importable(const CandidateHash& candidate) const {
    const Confirmed* confirmed = find_confirmed(candidate);
    return confirmed != nullptr && !confirmed->importable_at.empty();
}

bool KnownCandidates::is_importable_at(const CandidateHash& candidate, const Hash256& leaf) const {
    const Confirmed* confirmed = find_confirmed(candidate);
    return confirmed != nullptr && confirmed->importable_at.contains(leaf);
}

void KnownCandidates::note_importable(const Hypothetical& candidate, const Hash256& leaf) {
    const auto found = candidates_.find(candidate.candidate.hash);
    if (found == candidates_.end()) return;
    if (found->second.confirmed) {
        found->second.confirmed->importable_at.insert(leaf);
    } else {
        found->second.maybe_importable.emplace(leaf, candidate.candidate.scheduling_parent,
                                               candidate.candidate.parent_head_hash, candidate.para);
    }
}

void KnownCandidates::add_hypotheticals(const CandidateHash& hash, const State& state,
                                        const std::optional<std::pair<Hash256, ParaId>>& parent,
                                        std::vector<Hypothetical>& out) {
    if (const auto& confirmed = state.confirmed) {
        if (parent && *parent != std::pair(confirmed->parent_head_hash, confirmed->para())) return;
        out.push_back({confirmed->para(),
                       {hash, confirmed->scheduling_parent, confirmed->parent_head_hash,
                        hashing::blake2b_256(confirmed->receipt.commitments.head_data._0)}});
        return;
    }
    const size_t first = out.size();
    for (const auto& [peer, claim] : state.claims) {
        if (!claim.parent_head_and_para || (parent && *parent != *claim.parent_head_and_para)) continue;
        const auto& [head, para] = *claim.parent_head_and_para;
        Hypothetical one{para, {hash, claim.scheduling_parent, head, std::nullopt}};
        if (std::find(out.begin() + static_cast<ptrdiff_t>(first), out.end(), one) == out.end()) {
            out.push_back(std::move(one));
        }
    }
}

std::vector<KnownCandidates::Hypothetical> KnownCandidates::hypotheticals(
    std::optional<std::pair<Hash256, ParaId>> parent) const {
    std::vector<Hypothetical> out;
    for (const auto& [hash, state] : candidates_) add_hypotheticals(hash, state, parent, out);
    return out;
}

void KnownCandidates::deactivate(const std::vector<Hash256>& leaves,
                                 const std::function<bool(const Hash256&)>& is_live) {
    const auto is_gone = [&](const Hash256& leaf) {
        return std::find(leaves.begin(), leaves.end(), leaf) != leaves.end();
    };
    for (auto entry = candidates_.begin(); entry != candidates_.end();) {
        State& state = entry->second;
        bool is_kept = false;
        if (state.confirmed) {
            for (const Hash256& leaf : leaves) state.confirmed->importable_at.erase(leaf);
            is_kept = is_live(state.confirmed->scheduling_parent);
        } else {
            std::erase_if(state.claims, [&](const auto& claim) { return !is_live(claim.second.scheduling_parent); });
            std::erase_if(state.maybe_importable,
                          [&](const auto& one) { return is_gone(std::get<0>(one)) || !is_live(std::get<1>(one)); });
            is_kept = !state.claims.empty();
        }
        entry = is_kept ? std::next(entry) : candidates_.erase(entry);
    }
}

}  // namespace serinus::parachain
