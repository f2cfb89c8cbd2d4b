/// The plainest graph of transactions that there can be, and a run of both side by side, for test and fuzz target.
#pragma once

#include <algorithm>
#include <list>

#include "base/assert.hpp"
#include "pool/graph_test_support.hpp"

namespace serinus::pool::test {

/// Looks at all of its transactions for everything.
class GraphModel {
  public:
    struct Item {
        Transaction transaction;
        uint64_t arrival = 0, readiness = 0;
        bool ready = false;
        std::set<Tag> by_chain = {};  ///< required tags that the chain has
    };

    std::list<Item> items;  ///< by arrival

    bool insert(Transaction transaction) {
        for (const Item& item : items) {
            if (item.transaction.hash == transaction.hash) return false;
        }
        Item& item = items.emplace_back(Item{std::move(transaction), ++clock_});
        for (const Tag& tag : item.transaction.requires_tags) {
            const bool recent = pruned_[0].contains(tag) || pruned_[1].contains(tag);
            if (!provider(tag) && recent) item.by_chain.insert(tag);
        }
        if (lacks(item)) return true;
        if (!make_ready(item)) {
            items.pop_back();
            return false;
        }
        promote();
        return true;
    }

    void prune(const std::vector<Tag>& tags) {
        pruned_[next_] = {tags.begin(), tags.end()};
        next_ = 1 - next_;
        for (const Tag& tag : tags) {
            const Item* const ready = provider(tag);
            const std::optional<Hash256> hash = ready ? std::optional(ready->transaction.hash) : std::nullopt;
            chain_has(tag);
            items.remove_if([&](const Item& item) { return !item.ready && provides(item, tag); });
            if (hash) include(*hash);
        }
        promote();
    }

    void unprovide(const std::vector<Tag>& tags) {
        pruned_ = {};
        for (const Tag& tag : tags) {
            for (Item& item : items) {
                if (item.by_chain.erase(tag) == 0) continue;
                if (item.ready) demote(item);
                if (provider(tag)) found_complete(item);
            }
        }
        promote();
    }

    void remove_subtree(const Hash256& hash) {
        Item* const root = find(hash);
        if (!root) return;
        const auto gone = root->ready ? with_users({root}, {}) : std::set<const Item*>{root};
        items.remove_if([&](const Item& item) { return gone.contains(&item); });
    }

    void enforce_limits(const PoolOptions& limits) {
        while (count(true) > limits.ready_count || bytes(true) > limits.ready_bytes) {
            const Item* worst = nullptr;
            for (const Item& item : items) {
                if (!item.ready) continue;
                const auto key = [](const Item& of) { return std::pair(of.transaction.priority, of.readiness); };
                if (!worst || key(item) < key(*worst)) worst = &item;
            }
            remove_subtree(Hash256(worst->transaction.hash));
        }
        while (count(false) > limits.future_count || bytes(false) > limits.future_bytes) {
            const auto oldest = std::find_if(items.begin(), items.end(), [](const Item& item) { return !item.ready; });
            items.erase(oldest);
        }
    }

    /// The best of those whose providers are out already, again and again.
    std::vector<Hash256> ready() const {
        std::set<const Item*> left;
        for (const Item& item : items) {
            if (item.ready) left.insert(&item);
        }
        std::vector<Hash256> out;
        while (!left.empty()) {
            const Item* best = nullptr;
            for (const Item* item : left) {
                if (waits(*item, left)) continue;
                if (!best || comes_before(*item, *best)) best = item;
            }
            SERINUS_ASSERT(best != nullptr);
            left.erase(best);
            out.push_back(best->transaction.hash);
        }
        return out;
    }

    std::vector<Hash256> future() const {
        std::vector<Hash256> out;
        for (const Item& item : items) {
            if (!item.ready) out.push_back(item.transaction.hash);
        }
        return out;
    }

  private:
    static bool contains(const std::vector<Tag>& tags, const Tag& tag) {
        return std::find(tags.begin(), tags.end(), tag) != tags.end();
    }
    static bool provides(const Item& item, const Tag& tag) { return contains(item.transaction.provides_tags, tag); }
    static bool uses(const Item& item, const Tag& tag) {
        return contains(item.transaction.requires_tags, tag) && !item.by_chain.contains(tag);
    }
    static bool comes_before(const Item& a, const Item& b) {
        const auto key = [](const Item& of) {
            return std::tuple(UINT64_MAX - of.transaction.priority, of.transaction.valid_till, of.readiness);
        };
        return key(a) < key(b);
    }

    Item* find(const Hash256& hash) {
        for (Item& item : items) {
            if (item.transaction.hash == hash) return &item;
        }
        return nullptr;
    }
    /// `shown`: a ready one of which only some tags count yet.
    const Item* provider(const Tag& tag) const {
        for (const Item& item : items) {
            if (item.ready && provides(item, tag) && !(&item == partial_ && !shown_.contains(tag))) return &item;
        }
        return nullptr;
    }
    bool lacks(const Item& item) const {
        return std::any_of(item.transaction.requires_tags.begin(), item.transaction.requires_tags.end(),
                           [&](const Tag& tag) { return !item.by_chain.contains(tag) && !provider(tag); });
    }
    bool waits(const Item& item, const std::set<const Item*>& left) const {
        return std::any_of(item.transaction.requires_tags.begin(), item.transaction.requires_tags.end(),
                           [&](const Tag& tag) { return uses(item, tag) && left.contains(provider(tag)); });
    }
    size_t count(bool ready) const {
        return static_cast<size_t>(
            std::count_if(items.begin(), items.end(), [&](const Item& item) { return item.ready == ready; }));
    }
    size_t bytes(bool ready) const {
        size_t out = 0;
        for (const Item& item : items) out += item.ready == ready ? item.transaction.bytes : 0;
        return out;
    }

    /// And the ready ones that use a tag of theirs, except these tags, directly or not.
    std::set<const Item*> with_users(std::set<const Item*> roots, const std::vector<Tag>& except) const {
        for (bool grew = true; grew;) {
            grew = false;
            for (const Item& item : items) {
                if (!item.ready || roots.contains(&item)) continue;
                for (const Tag& tag : item.transaction.requires_tags) {
                    if (uses(item, tag) && !contains(except, tag) && roots.contains(provider(tag))) {
                        grew = roots.insert(&item).second || grew;
                    }
                }
            }
        }
        return roots;
    }
    bool needs_any(const Item& item, const std::set<const Item*>& others) const {
        for (const Tag& tag : item.transaction.requires_tags) {
            if (!uses(item, tag)) continue;
            const Item* const before = provider(tag);
            if (others.contains(before) || needs_any(*before, others)) return true;
        }
        return false;
    }

    void found_complete(const Item& item) {
        if (!item.ready && !lacks(item)) complete_.push_back(item.transaction.hash);
    }

    bool make_ready(Item& item) {
        std::set<const Item*> conflicts;
        uint64_t together = 0;
        for (const Item& other : items) {
            if (!other.ready ||
                !std::any_of(other.transaction.provides_tags.begin(), other.transaction.provides_tags.end(),
                             [&](const Tag& tag) { return provides(item, tag); })) {
                continue;
            }
            conflicts.insert(&other);
            together = std::max(together, together + other.transaction.priority);
        }
        if (!conflicts.empty()) {
            if (item.transaction.priority <= together) return false;
            conflicts = with_users(std::move(conflicts), item.transaction.provides_tags);
            if (needs_any(item, conflicts)) return false;
            items.remove_if([&](const Item& other) { return conflicts.contains(&other); });
        }
        item.ready = true;
        item.readiness = ++clock_;
        partial_ = &item;
        for (const Tag& tag : item.transaction.provides_tags) {
            shown_.insert(tag);
            for (const Item& other : items) {
                if (uses(other, tag)) found_complete(other);
            }
        }
        partial_ = nullptr;
        shown_.clear();
        return true;
    }

    void promote() {
        for (size_t i = 0; i < complete_.size(); ++i) {
            const Hash256 hash = complete_[i];
            Item* const item = find(hash);
            if (!item || item->ready || lacks(*item)) continue;
            if (!make_ready(*item)) items.remove_if([&](const Item& one) { return one.transaction.hash == hash; });
        }
        complete_.clear();
    }

    void demote(const Item& root) {
        const auto all = with_users({&root}, {});
        for (Item& item : items) {
            if (all.contains(&item)) item.ready = false;
        }
    }

    void chain_has(const Tag& tag) {
        for (Item& item : items) {
            if (!uses(item, tag)) continue;
            if (provider(tag)) continue;
            item.by_chain.insert(tag);
            found_complete(item);
        }
    }

    /// The chain has taken this one, and what led to it alone.
    void include(const Hash256& hash) {
        std::vector<Hash256> open = {hash};
        while (!open.empty()) {
            Item* const item = find(open.back());
            open.pop_back();
            if (!item || !item->ready) continue;
            std::vector<Hash256> before;
            for (const Tag& tag : item->transaction.requires_tags) {
                if (uses(*item, tag)) before.push_back(provider(tag)->transaction.hash);
            }
            const Transaction gone = item->transaction;
            item->ready = false;
            for (const Tag& tag : gone.provides_tags) chain_has(tag);
            items.remove_if([&](const Item& one) { return one.transaction.hash == gone.hash; });
            for (const Hash256& ancestor : before) {
                const Item* const found = find(ancestor);
                if (found && with_users({found}, {}).size() == 1) open.push_back(ancestor);
            }
        }
    }

    std::array<std::set<Tag>, 2> pruned_;
    size_t next_ = 0;
    uint64_t clock_ = 0;
    std::vector<Hash256> complete_;
    const Item* partial_ = nullptr;
    std::set<Tag> shown_;
};

/// Takes operations from bytes, as far as they reach, and stops the program where the two differ.
inline void run_against_model(BytesView input) {
    Graph graph;
    GraphModel model;
    size_t at = 0;
    const auto next = [&](uint8_t below) -> uint8_t {
        return at < input.size() ? static_cast<uint8_t>(input[at++] % below) : 0;
    };
    const auto some_tags = [&](uint8_t max) {
        std::vector<Tag> out;
        for (uint8_t i = next(max); i > 0; --i) {
            const Tag one = tag(next(12));
            if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(one);
        }
        return out;
    };
    uint64_t next_id = 0;
    while (at < input.size()) {
        switch (next(10)) {
            case 0:
            case 1:
            case 2:
            case 3:
            case 4: {
                Spec spec{.id = ++next_id};
                spec.requires_tags = some_tags(3);
                spec.provides_tags = some_tags(3);
                spec.provides_tags.push_back(tag(static_cast<uint8_t>(100 + next(30))));
                spec.priority = next(8);
                spec.valid_till = next(3);
                spec.size = next(40);
                const bool inserted = graph.insert(make(spec)).has_value();
                SERINUS_ASSERT(inserted == model.insert(make(spec)));
                break;
            }
            case 5: {
                const auto tags = some_tags(4);
                graph.prune(tags);
                model.prune(tags);
                break;
            }
            case 6: {
                const auto tags = some_tags(4);
                graph.unprovide(tags);
                model.unprovide(tags);
                break;
            }
            case 7: {
                const Hash256 hash = hash_number(next_id == 0 ? 0 : next_id - next(20) % next_id);
                graph.remove_subtree(hash);
                model.remove_subtree(hash);
                break;
            }
            case 8: {
                PoolOptions limits;
                limits.ready_count = 5 + next(20);
                limits.ready_bytes = 100 + size_t{next(200)} * 4;
                limits.future_count = 5 + next(20);
                limits.future_bytes = 100 + size_t{next(200)} * 4;
                graph.enforce_limits(limits);
                model.enforce_limits(limits);
                break;
            }
            default: {
                // A new validity: the same in its queue, or out and in again.
                const auto ready = graph.ready();
                if (ready.empty()) break;
                Transaction changed = *ready[next(255) % ready.size()];
                changed.priority = next(8);
                std::vector<TransactionPtr> displaced;
                const size_t others = graph.status().ready + graph.status().future;
                if (!graph.refresh(changed, displaced)) {
                    static_cast<void>(graph.insert(changed));
                }
                SERINUS_ASSERT(graph.status().ready + graph.status().future <= others);
                graph.check_invariants();
                return;  // the model knows nothing of it
            }
        }
        graph.check_invariants();
        std::vector<Hash256> ready, future;
        for (const auto& one : graph.ready()) ready.push_back(one->hash);
        for (const auto& one : graph.future()) future.push_back(one->hash);
        SERINUS_ASSERT(ready == model.ready());
        SERINUS_ASSERT(future == model.future());
    }
}

}  // namespace serinus::pool::test
