// What blocks, new validities and limits do to the graph.
#include <optional>

#include "base/assert.hpp"
#include "pool/graph.hpp"
#include "pool/graph_entry.hpp"

namespace serinus::pool {

// It and the ready ones that need it go to the future queue.
void Graph::demote(Entry& entry, std::vector<TransactionPtr>& demoted) {
    Hashes none;
    for (Entry* one : with_dependents({&entry}, nullptr)) {
        take_ready(*one, Need::kMissing, none);
        put_future(*one);
        demoted.push_back(one->transaction);
    }
}

bool Graph::refresh(const Transaction& transaction, std::vector<TransactionPtr>& displaced) {
    Entry* const entry = entry_of(transaction.hash);
    SERINUS_ASSERT(entry != nullptr);
    const Transaction& old = *entry->transaction;
    bool same_place = transaction.provides_tags == old.provides_tags;
    if (entry->ready) {
        // What it still requires must be there; that it requires less moves nothing.
        for (const Tag& tag : transaction.requires_tags) {
            const auto at = std::find(old.requires_tags.begin(), old.requires_tags.end(), tag);
            same_place = same_place && at != old.requires_tags.end() &&
                         entry->needs[static_cast<size_t>(at - old.requires_tags.begin())] == Need::kProvided;
        }
    } else {
        same_place = same_place && transaction.requires_tags == old.requires_tags;
    }
    if (!same_place) {
        if (entry->ready) {
            demote(*entry, displaced);
            displaced.erase(displaced.begin());
        }
        take_future(*entry);
        erase_entry(*entry);
        return false;
    }
    if (entry->ready) {
        best_.erase(entry);
        worst_.erase(entry);
        for (const Tag& tag : old.requires_tags) {
            const auto& kept = transaction.requires_tags;
            if (std::find(kept.begin(), kept.end(), tag) != kept.end()) continue;
            tags_.find(tag)->second.wanted_by.erase(entry);
            release(tag);
            tag_bytes_ -= tag.size();
        }
        entry->needs.assign(transaction.requires_tags.size(), Need::kProvided);
        entry->waits_for = transaction.requires_tags.size();
    }
    entry->transaction = std::make_shared<const Transaction>(transaction);
    if (entry->ready) {
        worst_.insert(entry);
        update_best(*entry);
    }
    return true;
}

bool Graph::has_dependents(const Entry& entry) const {
    for (const Tag& tag : entry.provides_tags()) {
        for (Entry* user : tags_.find(tag)->second.wanted_by) {
            if (user->ready && user->need_of(tag) == Need::kProvided) return true;
        }
    }
    return false;
}

// What led to it alone must have been in the chain before it, whether under this hash or not.
void Graph::prune_with_ancestors(const Hash256& hash, Hashes& complete, std::vector<TransactionPtr>& removed) {
    Hashes open = {hash};
    while (!open.empty()) {
        Entry* const entry = entry_of(open.back());
        open.pop_back();
        if (!entry || !entry->ready) continue;
        std::vector<Entry*> ancestors;
        for (size_t i = 0; i < entry->needs.size(); ++i) {
            if (entry->needs[i] != Need::kProvided) continue;
            ancestors.push_back(tags_.find(entry->requires_tags()[i])->second.provider);
        }
        removed.push_back(entry->transaction);
        take_ready(*entry, Need::kByChain, complete);
        erase_entry(*entry);
        for (const Entry* ancestor : ancestors) {
            if (!has_dependents(*ancestor)) open.push_back(ancestor->hash());
        }
    }
}

Pruning Graph::prune(const std::vector<Tag>& tags) {
    Pruning out;
    Hashes complete;
    std::set<Tag>& generation = pruned_[next_pruned_];
    next_pruned_ = 1 - next_pruned_;
    generation = {tags.begin(), tags.end()};
    for (const Tag& tag : tags) {
        const auto links = tags_.find(tag);
        if (links == tags_.end()) continue;
        const Entries rivals(links->second.future_providers.begin(), links->second.future_providers.end());
        const Entries users(links->second.wanted_by.begin(), links->second.wanted_by.end());
        const std::optional<Hash256> provider =
            links->second.provider ? std::optional(links->second.provider->hash()) : std::nullopt;
        for (Entry* user : users) {
            if (user->need_of(tag) == Need::kMissing) set_need(*user, tag, Need::kByChain, complete);
        }
        for (Entry* rival : rivals) {
            out.removed.push_back(rival->transaction);
            take_future(*rival);
            erase_entry(*rival);
        }
        if (provider) prune_with_ancestors(*provider, complete, out.removed);
    }
    promote(std::move(complete), out.others);
    return out;
}

void Graph::forget_pruned() { pruned_ = {}; }

Retraction Graph::unprovide(const std::vector<Tag>& tags) {
    Retraction out;
    Hashes complete;
    pruned_ = {};
    for (const Tag& tag : tags) {
        const auto links = tags_.find(tag);
        if (links == tags_.end()) continue;
        for (Entry* user : Entries(links->second.wanted_by.begin(), links->second.wanted_by.end())) {
            if (user->need_of(tag) != Need::kByChain) continue;
            if (user->ready) demote(*user, out.demoted);
            // Another transaction may provide the tag since.
            const Entry* provider = tags_.find(tag)->second.provider;
            set_need(*user, tag, provider ? Need::kProvided : Need::kMissing, complete);
        }
    }
    promote(std::move(complete), out.others);
    std::erase_if(out.demoted, [&](const TransactionPtr& one) { return place_of(one->hash) != Place::kFuture; });
    return out;
}

std::vector<TransactionPtr> Graph::remove_subtree(const Hash256& hash) {
    Entry* const entry = entry_of(hash);
    if (!entry) return {};
    if (!entry->ready) {
        std::vector<TransactionPtr> out = {entry->transaction};
        take_future(*entry);
        erase_entry(*entry);
        return out;
    }
    std::vector<TransactionPtr> out;
    Hashes none;
    const Entries all = with_dependents({entry}, nullptr);
    for (Entry* one : all) {
        out.push_back(one->transaction);
        take_ready(*one, Need::kMissing, none);
    }
    for (Entry* one : all) erase_entry(*one);
    return out;
}

std::vector<TransactionPtr> Graph::enforce_limits(const PoolOptions& limits) {
    std::vector<TransactionPtr> out;
    const auto remove = [&](const Entry& worst) {
        const auto gone = remove_subtree(worst.hash());
        out.insert(out.end(), gone.begin(), gone.end());
    };
    while (status_.ready > limits.ready_count || status_.ready_bytes > limits.ready_bytes) remove(**worst_.begin());
    while (status_.future > limits.future_count || status_.future_bytes > limits.future_bytes) {
        remove(**future_.begin());
    }
    return out;
}

std::vector<TransactionPtr> Graph::too_old(uint64_t number) const {
    std::vector<TransactionPtr> out;
    for (const auto& [hash, entry] : entries_) {
        if (entry->transaction->valid_till <= number) out.push_back(entry->transaction);
    }
    return out;
}

void Graph::check_invariants() const {
    PoolStatus counted;
    for (const auto& [hash, entry] : entries_) {
        SERINUS_ASSERT(entry->hash() == hash && entry->needs.size() == entry->requires_tags().size());
        size_t missing = 0, provided = 0;
        for (size_t i = 0; i < entry->needs.size(); ++i) {
            const TagLinks& links = tags_.at(entry->requires_tags()[i]);
            SERINUS_ASSERT(links.wanted_by.contains(entry.get()));
            missing += entry->needs[i] == Need::kMissing;
            provided += entry->needs[i] == Need::kProvided;
            if (entry->needs[i] == Need::kMissing) SERINUS_ASSERT(!links.provider);
            if (entry->needs[i] == Need::kProvided) SERINUS_ASSERT(links.provider && links.provider->ready);
        }
        SERINUS_ASSERT(missing == entry->missing && provided == entry->waits_for);
        SERINUS_ASSERT(entry->ready == (missing == 0) && worst_.contains(entry.get()) == entry->ready);
        SERINUS_ASSERT(future_.contains(entry.get()) == !entry->ready);
        SERINUS_ASSERT(best_.contains(entry.get()) == (entry->ready && provided == 0));
        for (const Tag& tag : entry->provides_tags()) {
            const TagLinks& links = tags_.at(tag);
            SERINUS_ASSERT(entry->ready ? links.provider == entry.get() : links.future_providers.contains(entry.get()));
        }
        (entry->ready ? counted.ready : counted.future) += 1;
        (entry->ready ? counted.ready_bytes : counted.future_bytes) += entry->transaction->bytes;
    }
    SERINUS_ASSERT(counted == status_ && worst_.size() == counted.ready && future_.size() == counted.future);
    for (const auto& [tag, links] : tags_) SERINUS_ASSERT(!links.empty());
    SERINUS_ASSERT(ready().size() == counted.ready);  // no ready one waits for ever
}

}  // namespace serinus::pool
