/// A transaction in its place in the graph. For graph*.cpp only.
#pragma once

#include <algorithm>

#include "pool/graph.hpp"

namespace serinus::pool {

struct Graph::Entry {
    TransactionPtr transaction;
    uint64_t id = 0;        ///< grows with the time of arrival
    uint64_t ready_id = 0;  ///< grows with the time of becoming ready
    bool ready = false;
    std::vector<Need> needs = {};  ///< of each required tag
    size_t missing = 0;            ///< needs that are kMissing; 0 if ready
    size_t waits_for = 0;          ///< needs that are kProvided

    const Hash256& hash() const noexcept { return transaction->hash; }
    const std::vector<Tag>& requires_tags() const noexcept { return transaction->requires_tags; }
    const std::vector<Tag>& provides_tags() const noexcept { return transaction->provides_tags; }
    /// Of a tag that it requires.
    Need& need_of(const Tag& tag) noexcept {
        const auto at = std::find(requires_tags().begin(), requires_tags().end(), tag);
        return needs[static_cast<size_t>(at - requires_tags().begin())];
    }
};

inline bool Graph::Older::operator()(const Entry* a, const Entry* b) const noexcept { return a->id < b->id; }

inline bool Graph::Better::operator()(const Entry* a, const Entry* b) const noexcept {
    const Transaction &left = *a->transaction, &right = *b->transaction;
    if (left.priority != right.priority) return left.priority > right.priority;
    if (left.valid_till != right.valid_till) return left.valid_till < right.valid_till;
    return a->ready_id < b->ready_id;
}

inline bool Graph::Worse::operator()(const Entry* a, const Entry* b) const noexcept {
    const Transaction &left = *a->transaction, &right = *b->transaction;
    return left.priority != right.priority ? left.priority < right.priority : a->ready_id < b->ready_id;
}

}  // namespace serinus::pool
