#include "parachain/candidates/fragment_chain.hpp"

#include <deque>

namespace serinus::parachain {

const char* to_string(NoPotential reason) noexcept {
    switch (reason) {
        case NoPotential::kKnown:
            return "known already";
        case NoPotential::kTooMany:
            return "too many candidates of the para";
        case NoPotential::kSchedulingParentNotInScope:
            return "the scheduling parent is not in scope";
        case NoPotential::kRelayParentNotInScope:
            return "the relay parent is not in scope";
        case NoPotential::kSameHead:
            return "it leads to the head that it builds on";
        case NoPotential::kCycle:
            return "it leads back into the chain";
        case NoPotential::kTwoPaths:
            return "it leads where a candidate of the chain leads";
        case NoPotential::kForkOfPending:
            return "a fork of a candidate that waits for its availability";
        case NoPotential::kForkNotPreferred:
            return "a fork of a backed candidate with a lower hash";
        case NoPotential::kRelayParentGoesBack:
            return "its relay parent is before that of a candidate before it";
        case NoPotential::kConstraints:
            return "the relay chain would not take it";
    }
    return "unknown";
}

const PendingCandidate* ChainScope::find_pending(const CandidateHash& hash) const noexcept {
    for (const PendingCandidate& one : pending) {
        if (one.hash == hash) return &one;
    }
    return nullptr;
}

FragmentChain::FragmentChain(const SchedulingScope& scheduling, ChainScope scope, CandidateStorage pending)
    : scope_(std::move(scope)), base_head_hash_(hashing::blake2b_256(scope_.constraints.required_parent._0)) {
    populate(scheduling, pending);
}

void FragmentChain::take_over(const SchedulingScope& scheduling, const FragmentChain& previous) {
    CandidateStorage storage = previous.unconnected_;
    // What waited for its availability does so still, and is here already, or it was included or has timed out.
    for (const Node& node : previous.chain_) {
        if (!previous.scope_.find_pending(node.entry.hash)) storage.add(node.entry);
    }
    populate(scheduling, storage);
    std::vector<Hash256> heads;
    for (const Node& node : chain_) heads.push_back(node.entry.parent_head_hash);
    if (heads.empty()) heads.push_back(base_head_hash());
    trim(scheduling, storage, std::move(heads));
    keep_potential(scheduling, storage);
}

std::vector<CandidateHash> FragmentChain::candidates() const {
    std::vector<CandidateHash> out;
    for (const Node& node : chain_) out.push_back(node.entry.hash);
    return out;
}

bool FragmentChain::is_backed(const CandidateHash& hash) const {
    const CandidateEntry* entry = unconnected_.find(hash);
    return in_chain_.contains(hash) || (entry != nullptr && entry->is_backed);
}

// --- potential ---

Result<void, NoPotential> FragmentChain::check_head_is_new(const Hash256& output_head_hash) const {
    if (by_parent_.contains(output_head_hash)) return Err(NoPotential::kCycle);
    if (by_output_.contains(output_head_hash)) return Err(NoPotential::kTwoPaths);
    return {};
}

Result<void, NoPotential> FragmentChain::check_heads(const SchedulingScope& scheduling,
                                                     const HypotheticalCandidate& candidate) const {
    if (!scheduling.contains(candidate.scheduling_parent)) return Err(NoPotential::kSchedulingParentNotInScope);
    if (candidate.output_head_hash == candidate.parent_head_hash) return Err(NoPotential::kSameHead);
    if (const auto fork = by_parent_.find(candidate.parent_head_hash); fork != by_parent_.end()) {
        if (scope_.find_pending(fork->second)) return Err(NoPotential::kForkOfPending);
        if (fork->second < candidate.hash) return Err(NoPotential::kForkNotPreferred);
    }
    if (candidate.output_head_hash) return check_head_is_new(*candidate.output_head_hash);
    return {};
}

Result<FragmentChain::Place, NoPotential> FragmentChain::place_of(const CandidateEntry& entry) const {
    Place out;
    BlockNumber earliest = 0;
    if (const auto parent = by_output_.find(entry.parent_head_hash); parent != by_output_.end()) {
        const Node& node = chain_[in_chain_.at(parent->second)];
        auto constraints = apply(scope_.constraints, node.up_to_here);
        if (!constraints) return Err(NoPotential::kConstraints);
        out = {true, std::move(constraints.value())};
        earliest = node.entry.relay_parent.number;
    } else {
        out = {entry.parent_head_hash == base_head_hash(), scope_.constraints};
    }
    if (entry.relay_parent.number < out.constraints.min_relay_parent_number) {
        return Err(NoPotential::kRelayParentNotInScope);
    }
    if (entry.relay_parent.number < earliest) return Err(NoPotential::kRelayParentGoesBack);
    return out;
}

Result<void, NoPotential> FragmentChain::check_unknown(const SchedulingScope& scheduling,
                                                       const CandidateEntry& entry) const {
    TRY(check_heads(scheduling, {entry.hash, entry.scheduling_parent, entry.parent_head_hash, entry.output_head_hash}));
    for (size_t i = chain_.size(); i-- > 0;) {  // the last one that waits
        if (const PendingCandidate* pending = scope_.find_pending(chain_[i].entry.hash)) {
            if (entry.relay_parent.number < pending->relay_parent.number) {
                return Err(NoPotential::kRelayParentGoesBack);
            }
            break;
        }
    }
    TRY_ASSIGN(const Place place, place_of(entry));
    const bool fits = place.is_connected
                          ? check_candidate(place.constraints, entry.relay_parent, *entry.candidate).has_value()
                          : check_commitments(place.constraints, entry.relay_parent.number,
                                              entry.candidate->commitments, entry.candidate->validation_code_hash)
                                .has_value();
    if (!fits) return Err(NoPotential::kConstraints);
    return {};
}

Result<void, NoPotential> FragmentChain::check_potential(const SchedulingScope& scheduling,
                                                         const CandidateEntry& entry) const {
    if (contains(entry.hash)) return Err(NoPotential::kKnown);
    return check_unknown(scheduling, entry);
}

Result<void, NoPotential> FragmentChain::check_potential(const SchedulingScope& scheduling,
                                                         const HypotheticalCandidate& candidate) const {
    if (contains(candidate.hash)) return Err(NoPotential::kKnown);
    return check_heads(scheduling, candidate);
}

// --- changes ---

Result<void, NoPotential> FragmentChain::add_seconded(const SchedulingScope& scheduling, const CandidateEntry& entry) {
    SERINUS_ASSERT(!entry.is_backed);
    TRY(check_potential(scheduling, entry));
    if (unconnected_.size() >= kMaxUnconnected) return Err(NoPotential::kTooMany);
    unconnected_.add(entry);
    return {};
}

void FragmentChain::mark_backed(const SchedulingScope& scheduling, const CandidateHash& hash) {
    const CandidateEntry* entry = unconnected_.find(hash);
    if (entry == nullptr) return;
    const Hash256 parent_head = entry->parent_head_hash;
    unconnected_.mark_backed(hash);
    if (!revert_to(parent_head)) return;  // unconnected: it waits for its parent

    CandidateStorage storage = std::exchange(unconnected_, {});
    populate(scheduling, storage);
    trim(scheduling, storage, {parent_head});
    keep_potential(scheduling, storage);
}

bool FragmentChain::revert_to(const Hash256& head_hash) {
    size_t keep = 0;
    if (head_hash != base_head_hash()) {
        const auto last = by_output_.find(head_hash);
        if (last == by_output_.end()) return false;
        keep = in_chain_.at(last->second) + 1;
    }
    while (chain_.size() > keep) {
        CandidateEntry entry = std::move(chain_.back().entry);
        chain_.pop_back();
        in_chain_.erase(entry.hash);
        by_parent_.erase(entry.parent_head_hash);
        by_output_.erase(entry.output_head_hash);
        entry.is_backed = true;
        unconnected_.add(std::move(entry));
    }
    return true;
}

BlockNumber FragmentChain::earliest_relay_parent() const noexcept {
    return chain_.empty() ? scope_.constraints.min_relay_parent_number : chain_.back().entry.relay_parent.number;
}

std::optional<Modifications> FragmentChain::fits_next(const SchedulingScope& scheduling, const CandidateEntry& entry,
                                                      const Constraints& constraints, BlockNumber earliest) const {
    // Candidates that wait for their availability are on chain already: their blocks may be out of scope.
    const PendingCandidate* pending = scope_.find_pending(entry.hash);
    if (pending == nullptr && !scheduling.contains(entry.scheduling_parent)) return std::nullopt;
    if (in_chain_.contains(entry.hash) || !check_head_is_new(entry.output_head_hash)) return std::nullopt;
    const RelayParent& relay_parent = pending ? pending->relay_parent : entry.relay_parent;
    const bool may_be_any = pending != nullptr && chain_.empty();
    if (!may_be_any && relay_parent.number < earliest) return std::nullopt;
    Result<Modifications, ConstraintFault> fit = Err(ConstraintFault::kRelayParentTooOld);
    if (pending == nullptr) {
        fit = check_candidate(constraints, relay_parent, *entry.candidate);
    } else {
        Constraints own = constraints;
        own.min_relay_parent_number = relay_parent.number;
        fit = check_candidate(own, relay_parent, *entry.candidate);
    }
    if (!fit) return std::nullopt;
    return std::move(fit.value());
}

void FragmentChain::push(CandidateEntry entry, const Modifications& modifications) {
    Node node{std::move(entry), chain_.empty() ? Modifications{} : chain_.back().up_to_here};
    node.up_to_here.add(modifications);
    if (const PendingCandidate* pending = scope_.find_pending(node.entry.hash)) {
        node.entry.relay_parent = pending->relay_parent;
    }
    in_chain_.emplace(node.entry.hash, chain_.size());
    by_parent_.emplace(node.entry.parent_head_hash, node.entry.hash);
    by_output_.emplace(node.entry.output_head_hash, node.entry.hash);
    chain_.push_back(std::move(node));
}

void FragmentChain::populate(const SchedulingScope& scheduling, CandidateStorage& storage) {
    while (chain_.size() < scope_.max_backable + scope_.pending.size()) {
        const Modifications so_far = chain_.empty() ? Modifications{} : chain_.back().up_to_here;
        const auto constraints = apply(scope_.constraints, so_far);
        if (!constraints) return;
        const Hash256 head = chain_.empty() ? base_head_hash() : chain_.back().entry.output_head_hash;
        const CandidateEntry* best = nullptr;
        Modifications of_best;
        for (const CandidateHash& hash : storage.children_of(head)) {  // ascending: the first that fits is preferred
            const CandidateEntry& child = *storage.find(hash);
            const bool is_pending = scope_.find_pending(hash) != nullptr;
            if (!child.is_backed || (best != nullptr && !is_pending)) continue;
            auto fit = fits_next(scheduling, child, constraints.value(), earliest_relay_parent());
            if (!fit) continue;
            best = &child;
            of_best = *std::move(fit);
            if (is_pending) break;
        }
        if (best == nullptr) return;
        CandidateEntry next = *best;
        storage.remove(next.hash);
        push(std::move(next), of_best);
    }
}

void FragmentChain::trim(const SchedulingScope& scheduling, CandidateStorage& storage,
                         std::vector<Hash256> heads) const {
    // Breadth first from heads of the chain. A candidate stays if all before it do and it has potential itself; what is
    // connected to none of these heads is not looked at. Each head is visited at most twice, with and without
    // potential.
    std::deque<std::pair<Hash256, bool>> queue;
    for (Hash256& head : heads) queue.emplace_back(head, true);
    std::set<Hash256> visited;
    std::set<std::pair<Hash256, bool>> done;
    while (!queue.empty()) {
        const auto [head, has_potential] = queue.front();
        queue.pop_front();
        visited.insert(head);
        if (!done.emplace(head, has_potential).second) continue;
        std::vector<CandidateHash> removed;
        for (const CandidateHash& hash : storage.children_of(head)) {
            const CandidateEntry& child = *storage.find(hash);
            if (visited.contains(child.output_head_hash)) continue;  // a cycle, or a second path
            const bool keep = has_potential && check_unknown(scheduling, child).has_value();
            queue.emplace_back(child.output_head_hash, keep);
            if (!keep) removed.push_back(hash);
        }
        for (const CandidateHash& hash : removed) storage.remove(hash);
    }
}

void FragmentChain::keep_potential(const SchedulingScope& scheduling, const CandidateStorage& storage) {
    for (const auto& [hash, entry] : storage.all()) {
        if (scope_.find_pending(hash)) continue;
        if (unconnected_.size() < kMaxUnconnected && check_potential(scheduling, entry)) unconnected_.add(entry);
    }
}

// --- questions ---

std::vector<FragmentChain::Backable> FragmentChain::find_backable(std::set<CandidateHash> ancestors,
                                                                  size_t count) const {
    size_t at = 0;
    while (at < chain_.size() && ancestors.erase(chain_[at].entry.hash) > 0) ++at;
    std::vector<Backable> out;
    for (; at < chain_.size() && out.size() < count; ++at) {
        const CandidateEntry& entry = chain_[at].entry;
        if (scope_.find_pending(entry.hash)) break;
        out.push_back({entry.hash, entry.scheduling_parent});
    }
    return out;
}

const HeadData* FragmentChain::find_head(const Hash256& head_hash) const {
    if (head_hash == base_head_hash()) return &scope_.constraints.required_parent;
    if (const auto found = by_output_.find(head_hash); found != by_output_.end()) {
        return &chain_[in_chain_.at(found->second)].entry.candidate->commitments.head_data;
    }
    return unconnected_.find_head(head_hash);
}

std::set<Hash256> FragmentChain::known_output_heads() const {
    std::set<Hash256> out{base_head_hash()};
    for (const auto& [head, candidate] : by_output_) out.insert(head);
    unconnected_.add_output_heads(out);
    return out;
}

}  // namespace serinus::parachain
