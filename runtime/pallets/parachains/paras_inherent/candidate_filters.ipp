/// ParaInherent: which candidates are dropped.
#pragma once

#include "runtime/pallets/parachains/paras_inherent/paras_inherent.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {

namespace detail {

/// Of each chain keeps those before the first one that is not good.
template <class Chains, class F>
void retain_good_beginnings(Chains& chains, F&& is_good) {
    for (auto entry = chains.begin(); entry != chains.end();) {
        auto& [para, chain] = *entry;
        const ParaId of = para;
        const auto end = std::ranges::find_if_not(chain, [&](auto& candidate) { return is_good(of, candidate); });
        chain.erase(end, chain.end());
        entry = chain.empty() ? chains.erase(entry) : std::next(entry);
    }
}

}  // namespace detail

template <class T>
CandidatesOfParas Pallet<T>::sanitize_backed_candidates(const Host& config, const AllowedRelayParents& parents,
                                                        std::vector<BackedCandidate> candidates,
                                                        const std::set<CandidateHash>& invalid,
                                                        EligibleCores eligible) {
    ChainsOfParas chains;
    for (BackedCandidate& candidate : candidates) {
        if (!has_good_descriptor(config, parents, candidate)) continue;
        chains[candidate.descriptor().para_id].push_back(std::move(candidate));
    }
    filter_unchained_candidates(config, parents, chains);
    detail::retain_good_beginnings(
        chains, [&](ParaId, const BackedCandidate& candidate) { return !invalid.contains(candidate.hash()); });
    CandidatesOfParas out = map_candidates_to_cores(parents, std::move(chains), std::move(eligible));
    filter_backed_statements_from_disabled_validators(config, parents, out);
    return out;
}

template <class T>
bool Pallet<T>::has_good_descriptor(const Host& config, const AllowedRelayParents& parents,
                                    const BackedCandidate& candidate) {
    using Version = vstaging::CandidateDescriptorVersion;
    const auto& descriptor = candidate.descriptor();
    constexpr auto kRules = T::Inclusion::kRules;
    const Version version = descriptor.kind(kRules);
    if (version == Version::Unknown) return false;
    if (version == Version::V2 && !config.has_feature(configuration::kCandidateReceiptV2)) return false;
    if constexpr (T::Shared::kHasReceiptsV3) {
        if (!descriptor.is_unambiguous(config.has_feature(configuration::kCandidateReceiptV3))) return false;
    }
    if (!T::Inclusion::relay_parent_of(parents, descriptor)) return false;
    const auto scheduling = parents.acquire_info(descriptor.scheduling_parent(kRules), std::nullopt);
    if (!scheduling) return false;
    if (!vstaging::has_good_ump_signals(candidate.candidate, scheduling->info->claim_queue, kRules)) return false;
    return version == Version::V1 || descriptor.scheduling_session(kRules) == T::Shared::session_index();
}

template <class T>
void Pallet<T>::filter_unchained_candidates(const Host& config, const AllowedRelayParents& parents,
                                            ChainsOfParas& chains) {
    struct End {
        polkadot_primitives::HeadData head;
        BlockNumber context{};
        std::set<CandidateHash> seen;
    };
    std::map<ParaId, End> ends;
    for (const auto& [para, chain] : chains) {
        auto head = T::Inclusion::para_latest_head_data(para);
        const auto context = T::Inclusion::para_most_recent_context(para);
        if (head && context) ends.emplace(para, End{*std::move(head), *context, {}});
    }
    detail::retain_good_beginnings(chains, [&](ParaId para, const BackedCandidate& candidate) {
        const auto found = ends.find(para);
        if (found == ends.end()) return false;
        End& end = found->second;
        if (!end.seen.insert(candidate.hash()).second) return false;
        const auto number =
            T::Inclusion::verify_backed_candidate(config, end.context, parents, candidate.candidate, end.head);
        if (!number) return false;
        end.head = candidate.candidate.commitments.head_data;
        end.context = *number;
        return true;
    });
}

template <class T>
std::optional<std::vector<ValidatorIndex>> Pallet<T>::group_of(const AllowedRelayParents& parents,
                                                               const BackedCandidate& candidate, CoreIndex core) {
    const auto scheduling =
        parents.acquire_info(candidate.descriptor().scheduling_parent(T::Inclusion::kRules), std::nullopt);
    if (!scheduling) return std::nullopt;
    const auto group = T::Scheduler::group_assigned_to_core(core, scheduling->number + 1);
    return group ? T::Scheduler::group_validators(*group) : std::nullopt;
}

template <class T>
std::optional<CoreIndex> Pallet<T>::core_of(const AllowedRelayParents& parents, const BackedCandidate& candidate) {
    if (const auto core = candidate.descriptor().core(T::Inclusion::kRules)) return core;
    const auto backers = candidate.backers();
    if (!backers.core) return std::nullopt;
    const auto group = group_of(parents, candidate, *backers.core);
    if (!group || group->size() != backers.group.size()) return std::nullopt;  // these were no bits of a core
    return backers.core;
}

template <class T>
CandidatesOfParas Pallet<T>::map_candidates_to_cores(const AllowedRelayParents& parents, ChainsOfParas chains,
                                                     EligibleCores eligible) {
    CandidatesOfParas out;
    for (auto& [para, chain] : chains) {
        const auto cores = eligible.find(para);
        if (cores == eligible.end()) continue;
        for (BackedCandidate& candidate : chain) {
            const auto core = core_of(parents, candidate);
            if (!core || cores->second.erase(*core) == 0) break;
            out[para].emplace_back(std::move(candidate), *core);
        }
    }
    return out;
}

template <class T>
void Pallet<T>::filter_backed_statements_from_disabled_validators(const Host& config,
                                                                  const AllowedRelayParents& parents,
                                                                  CandidatesOfParas& candidates) {
    const auto list = T::Shared::disabled_validators();
    const std::set<ValidatorIndex> disabled(list.begin(), list.end());
    if (disabled.empty()) return;
    detail::retain_good_beginnings(candidates, [&](ParaId, std::pair<BackedCandidate, CoreIndex>& entry) {
        auto& [candidate, core] = entry;
        const auto group = group_of(parents, candidate, core);
        if (!group) return false;
        auto backers = candidate.backers();
        auto& votes = candidate.validity_votes;
        size_t vote = 0;
        for (size_t member = 0; member < std::min(backers.group.size(), group->size()); ++member) {
            if (!backers.group[member]) continue;
            if (!disabled.contains((*group)[member])) {
                ++vote;
                continue;
            }
            backers.group.set(member, false);
            if (vote >= votes.size()) panic("a candidate has fewer votes than bits");
            votes.erase(votes.begin() + static_cast<ptrdiff_t>(vote));
        }
        candidate.set_backers(backers);
        return votes.size() >=
               polkadot_primitives::v5::effective_minimum_backing_votes(group->size(), config.minimum_backing_votes);
    });
}

}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
