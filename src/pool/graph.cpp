#include "pool/graph.hpp"

#include <deque>
#include <queue>
#include <unordered_map>

#include "base/assert.hpp"
#include "codec/compact.hpp"
#include "pool/graph_entry.hpp"

namespace serinus::pool {
namespace {

std::vector<Tag> without_repetitions(std::vector<Tag> tags) {
    if (tags.size() < 2) return tags;
    std::set<Tag> seen;
    std::erase_if(tags, [&](const Tag& tag) { return !seen.insert(tag).second; });
    return tags;
}

uint64_t saturating_sum(uint64_t a, uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }

}  // namespace

Transaction Transaction::of(const Hash256& hash, std::shared_ptr<const primitives::Extrinsic> extrinsic,
                            TransactionSource source, ValidTransaction validity, primitives::BlockNumber at) {
    const size_t size = extrinsic->size();
    return {.hash = hash,
            .extrinsic = std::move(extrinsic),
            .source = source,
            .bytes = scale::compact_size(uint64_t{size}) + size,
            .priority = validity.priority,
            .valid_till = saturating_sum(at, validity.longevity),
            .requires_tags = without_repetitions(std::move(validity.requires_tags)),
            .provides_tags = without_repetitions(std::move(validity.provides_tags)),
            .propagate = validity.propagate,
            .validated_at = at};
}

Graph::Graph() = default;
Graph::~Graph() = default;

Graph::Entry& Graph::add_entry(Transaction transaction) {
    const Hash256 hash = transaction.hash;
    auto owned = std::make_unique<Entry>();
    Entry& entry = *owned;
    entry.transaction = std::make_shared<const Transaction>(std::move(transaction));
    entry.id = ++next_id_;
    for (const Tag& tag : entry.requires_tags()) {
        TagLinks& links = tags_[tag];
        const Need need = links.provider ? Need::kProvided : recently_pruned(tag) ? Need::kByChain : Need::kMissing;
        links.wanted_by.insert(&entry);
        entry.needs.push_back(need);
        entry.missing += need == Need::kMissing;
        entry.waits_for += need == Need::kProvided;
        tag_bytes_ += tag.size();
    }
    for (const Tag& tag : entry.provides_tags()) tag_bytes_ += tag.size();
    entries_.emplace(hash, std::move(owned));
    return entry;
}

void Graph::erase_entry(Entry& entry) {
    for (const Tag& tag : entry.requires_tags()) {
        tags_.find(tag)->second.wanted_by.erase(&entry);
        release(tag);
        tag_bytes_ -= tag.size();
    }
    for (const Tag& tag : entry.provides_tags()) tag_bytes_ -= tag.size();
    entries_.erase(entries_.find(entry.hash()));
}

Graph::Entry* Graph::entry_of(const Hash256& hash) const {
    const auto found = entries_.find(hash);
    return found == entries_.end() ? nullptr : found->second.get();
}

void Graph::release(const Tag& tag) {
    const auto found = tags_.find(tag);
    if (found != tags_.end() && found->second.empty()) tags_.erase(found);
}

bool Graph::recently_pruned(const Tag& tag) const { return pruned_[0].contains(tag) || pruned_[1].contains(tag); }

// The ready ones that provide a tag of this one.
Graph::Entries Graph::conflicts_of(const Entry& entry) const {
    Entries out;
    for (const Tag& tag : entry.provides_tags()) {
        const auto links = tags_.find(tag);
        if (links == tags_.end() || !links->second.provider || links->second.provider == &entry) continue;
        if (std::find(out.begin(), out.end(), links->second.provider) == out.end()) {
            out.push_back(links->second.provider);
        }
    }
    return out;
}

// These, and the ready ones that need a tag of theirs which is not in `except`, directly or not.
Graph::Entries Graph::with_dependents(Entries roots, const std::vector<Tag>* except) const {
    std::set<const Entry*> seen(roots.begin(), roots.end());
    for (size_t i = 0; i < roots.size(); ++i) {
        for (const Tag& tag : roots[i]->provides_tags()) {
            if (except && std::find(except->begin(), except->end(), tag) != except->end()) continue;
            const auto links = tags_.find(tag);
            if (links == tags_.end()) continue;
            for (Entry* user : links->second.wanted_by) {
                if (!user->ready || seen.contains(user)) continue;
                if (user->need_of(tag) != Need::kProvided) continue;
                seen.insert(user);
                roots.push_back(user);
            }
        }
    }
    return roots;
}

// Whether one of the others has to come before this one.
bool Graph::needs_any(const Entry& entry, const std::set<const Entry*>& others) const {
    std::vector<const Entry*> open = {&entry};
    std::set<const Entry*> seen = {&entry};
    while (!open.empty()) {
        const Entry& next = *open.back();
        open.pop_back();
        for (size_t i = 0; i < next.needs.size(); ++i) {
            if (next.needs[i] != Need::kProvided) continue;
            const Entry* provider = tags_.find(next.requires_tags()[i])->second.provider;
            if (others.contains(provider)) return true;
            if (seen.insert(provider).second) open.push_back(provider);
        }
    }
    return false;
}

// All that must go for this one, or why it may not be ready.
Result<Graph::Entries, PoolError> Graph::check_replacement(const Entry& entry) const {
    Entries conflicts = conflicts_of(entry);
    if (conflicts.empty()) return conflicts;
    uint64_t old_priority = 0;
    for (const Entry* old : conflicts) old_priority = saturating_sum(old_priority, old->transaction->priority);
    const uint64_t new_priority = entry.transaction->priority;
    ENSURE(new_priority > old_priority,
           PoolError{.kind = PoolError::Kind::kTooLowPriority,
                     .old_priority = old_priority,
                     .new_priority = new_priority,
                     .hash = conflicts[0]->hash(),
                     .reason = "its priority " + std::to_string(new_priority) + " is not above " +
                               std::to_string(old_priority) + " of what it would replace"});
    Entries replaced = with_dependents(std::move(conflicts), &entry.provides_tags());
    ENSURE(!needs_any(entry, {replaced.begin(), replaced.end()}),
           PoolError{.kind = PoolError::Kind::kCycle, .reason = "it would replace what it needs"});
    return replaced;
}

Result<Insertion, PoolError> Graph::insert(Transaction transaction, bool reject_future) {
    const Hash256 hash = transaction.hash;
    ENSURE(!entries_.contains(hash),
           PoolError{.kind = PoolError::Kind::kAlreadyImported, .hash = hash, .reason = "it is in the pool already"});
    Insertion out;
    Entry& entry = add_entry(std::move(transaction));
    if (entry.missing > 0) {
        if (reject_future) {
            erase_entry(entry);
            return PoolError{.kind = PoolError::Kind::kRejectedFutureTransaction,
                             .reason = "the pool takes none that must wait for others"};
        }
        put_future(entry);
        return out;
    }
    auto replaced = check_replacement(entry);
    if (!replaced) {
        erase_entry(entry);
        return std::move(replaced).error();
    }
    replace(*replaced, hash, out);
    Hashes complete;
    put_ready(entry, complete);
    promote(std::move(complete), out);
    out.ready = true;
    return out;
}

void Graph::replace(const Entries& replaced, const Hash256& by, Insertion& out) {
    Hashes none;
    for (Entry* old : replaced) {
        std::erase_if(out.promoted, [&](const TransactionPtr& one) { return one->hash == old->hash(); });
        out.usurped.push_back({old->transaction, by});
        take_ready(*old, Need::kMissing, none);
    }
    for (Entry* old : replaced) erase_entry(*old);
}

// Breadth first, so that what became complete earlier gets the tags that several want to provide.
void Graph::promote(Hashes complete, Insertion& out) {
    for (size_t i = 0; i < complete.size(); ++i) {
        Entry* entry = entry_of(complete[i]);
        if (!entry || entry->ready || entry->missing > 0) continue;
        take_future(*entry);
        const auto replaced = check_replacement(*entry);
        if (!replaced) {
            if (replaced.error().kind == PoolError::Kind::kCycle) {
                out.cyclic.push_back(entry->transaction);
            } else {
                out.usurped.push_back({entry->transaction, replaced.error().hash});
            }
            erase_entry(*entry);
            continue;
        }
        replace(*replaced, entry->hash(), out);
        put_ready(*entry, complete);
        out.promoted.push_back(entry->transaction);
    }
}

void Graph::set_need(Entry& entry, const Tag& tag, Need need, Hashes& complete) {
    Need& held = entry.need_of(tag);
    entry.missing -= held == Need::kMissing;
    entry.waits_for -= held == Need::kProvided;
    held = need;
    entry.missing += held == Need::kMissing;
    entry.waits_for += held == Need::kProvided;
    if (!entry.ready && entry.missing == 0) complete.push_back(entry.hash());
    if (entry.ready) update_best(entry);
}

void Graph::update_best(Entry& entry) {
    if (entry.missing == 0 && entry.waits_for == 0) {
        best_.insert(&entry);
    } else {
        best_.erase(&entry);
    }
}

void Graph::put_ready(Entry& entry, Hashes& complete) {
    entry.ready = true;
    entry.ready_id = ++next_id_;
    for (const Tag& tag : entry.provides_tags()) {
        TagLinks& links = tags_[tag];
        SERINUS_ASSERT(links.provider == nullptr);
        links.provider = &entry;
        for (Entry* user : links.wanted_by) {
            // What the chain has given is not taken back: a link could close a cycle.
            if (user->need_of(tag) == Need::kMissing) set_need(*user, tag, Need::kProvided, complete);
        }
    }
    worst_.insert(&entry);
    update_best(entry);
    ++status_.ready;
    status_.ready_bytes += entry.transaction->bytes;
}

// Those that need a tag of it are left with `left`; with kMissing the caller takes them out too.
void Graph::take_ready(Entry& entry, Need left, Hashes& complete) {
    best_.erase(&entry);
    worst_.erase(&entry);
    entry.ready = false;
    for (const Tag& tag : entry.provides_tags()) {
        TagLinks& links = tags_.find(tag)->second;
        links.provider = nullptr;
        for (Entry* user : links.wanted_by) {
            const Need need = user->need_of(tag);
            const bool lacks = need == Need::kMissing && left == Need::kByChain;
            if (need == Need::kProvided || lacks) set_need(*user, tag, left, complete);
        }
        release(tag);
    }
    --status_.ready;
    status_.ready_bytes -= entry.transaction->bytes;
}

void Graph::put_future(Entry& entry) {
    future_.insert(&entry);
    for (const Tag& tag : entry.provides_tags()) tags_[tag].future_providers.insert(&entry);
    ++status_.future;
    status_.future_bytes += entry.transaction->bytes;
}

void Graph::take_future(Entry& entry) {
    future_.erase(&entry);
    for (const Tag& tag : entry.provides_tags()) {
        tags_.find(tag)->second.future_providers.erase(&entry);
        release(tag);
    }
    --status_.future;
    status_.future_bytes -= entry.transaction->bytes;
}

Graph::Place Graph::place_of(const Hash256& hash) const {
    const Entry* entry = entry_of(hash);
    if (!entry) return Place::kNone;
    return entry->ready ? Place::kReady : Place::kFuture;
}

TransactionPtr Graph::find(const Hash256& hash) const {
    const Entry* entry = entry_of(hash);
    return entry ? entry->transaction : nullptr;
}

std::vector<TransactionPtr> Graph::ready() const {
    const auto worse = [](const Entry* a, const Entry* b) { return Better{}(b, a); };
    std::priority_queue<const Entry*, std::vector<const Entry*>, decltype(worse)> open(
        worse, std::vector<const Entry*>(best_.begin(), best_.end()));
    std::unordered_map<const Entry*, size_t> waiting;  // how many needs are left
    std::vector<TransactionPtr> out;
    out.reserve(status_.ready);
    while (!open.empty()) {
        const Entry& next = *open.top();
        open.pop();
        out.push_back(next.transaction);
        for (const Tag& tag : next.provides_tags()) {
            for (Entry* user : tags_.find(tag)->second.wanted_by) {
                if (!user->ready || user->need_of(tag) != Need::kProvided) continue;
                if (user->waits_for == 1 || --waiting.try_emplace(user, user->waits_for).first->second == 0) {
                    open.push(user);
                }
            }
        }
    }
    return out;
}

std::vector<TransactionPtr> Graph::future() const {
    std::vector<TransactionPtr> out;
    out.reserve(future_.size());
    for (const Entry* entry : future_) out.push_back(entry->transaction);
    return out;
}

uint64_t Graph::memory_bytes() const noexcept {
    // An entry with its nodes in three sets and one map, and two tags with theirs.
    constexpr uint64_t kPerEntry = sizeof(Entry) + sizeof(Transaction) + 4 * 64 + 2 * (sizeof(TagLinks) + 128);
    return entries_.size() * kPerEntry + status_.ready_bytes + status_.future_bytes + 2 * tag_bytes_;
}

}  // namespace serinus::pool
