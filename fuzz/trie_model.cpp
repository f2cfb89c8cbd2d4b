// A trie under operations from the input agrees with a map, its root with RootBuilder, and its store with a fresh one.
#include <map>

#include "base/assert.hpp"
#include "trie/root_builder.hpp"
#include "trie/trie_test_store.hpp"

using namespace serinus;

namespace {

using Entries = std::map<Bytes, Bytes>;

class Input {
  public:
    explicit Input(BytesView bytes) : rest_(bytes) {}

    bool empty() const { return rest_.empty(); }
    uint8_t byte() {
        if (rest_.empty()) return 0;
        const uint8_t out = rest_[0];
        rest_ = rest_.subspan(1);
        return out;
    }
    /// A size of 0 to 3 bytes and as many of them, each with few values in both halves, so that paths meet.
    Bytes key() {
        Bytes out(byte() % 4);
        for (uint8_t& part : out) part = byte() & 0x33;
        return out;
    }
    Bytes value() {
        const uint8_t kind = byte();
        return Bytes(kind % 48, kind);
    }

  private:
    BytesView rest_;
};

/// One thread, by turns as one worker and as the other.
struct Turns final : trie::Workers {
    size_t count() const noexcept override { return 2; }
    void run(size_t tasks, const std::function<void(size_t, size_t)>& task) override {
        for (size_t i = tasks; i-- > 0;) task(i % 2, i);
    }
};

bool begins_with(const Bytes& key, const Bytes& prefix) {
    return key.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), key.begin());
}

uint64_t remove_prefix(Entries& entries, const Bytes& prefix, std::optional<uint64_t> limit) {
    uint64_t removed = 0;
    auto at = entries.lower_bound(prefix);
    while (at != entries.end() && removed != limit && begins_with(at->first, prefix)) {
        at = entries.erase(at);
        ++removed;
    }
    return removed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size > 4096) return 0;
    Input input({data, size});
    const auto version = static_cast<trie::StateVersion>(input.byte() % 2);
    Entries entries;
    trie::test::Store store;
    trie::Trie trie;
    const auto build = [&](auto& target) {
        trie::Trie fresh;
        for (const auto& [key, value] : entries) SERINUS_ASSERT(fresh.insert(key, value, version).has_value());
        return fresh.commit(target);
    };
    const auto commit = [&] {
        trie::RootBuilder builder(version);
        for (const auto& [key, value] : entries) SERINUS_ASSERT(builder.add(key, value).has_value());
        const Hash256 root = builder.finish();
        SERINUS_ASSERT(trie.commit(store) == root);
        store.finish_commit();
        trie::test::Store fresh;
        SERINUS_ASSERT(build(fresh) == root);
        SERINUS_ASSERT(store.nodes == fresh.nodes && store.values == fresh.values);
        return root;
    };
    // Changes at once, as pieces of one change each and by workers that take turns.
    const auto change = [&](size_t count) {
        std::map<Bytes, std::optional<Bytes>> changes;
        for (size_t i = 0; i < count; ++i) {
            const Bytes key = input.key();
            changes[key] = input.byte() % 2 == 0 ? std::nullopt : std::optional(input.value());
        }
        std::vector<trie::Trie::Change> views;
        for (const auto& [key, value] : changes) {
            views.push_back({key, value ? std::optional(BytesView(*value)) : std::nullopt});
            entries.erase(key);
            if (value) entries.emplace(key, *value);
        }
        Turns turns;
        trie::NodeSource* const sources[] = {&store, &store};
        SERINUS_ASSERT(trie.change(views, version, turns, sources, 1).has_value());
        trie.root(turns);
    };
    while (!input.empty()) {
        const uint8_t operation = input.byte();
        switch (operation % 8) {
            case 0:
            case 1:
            case 2: {
                if (operation >= 192) {
                    change(input.byte() % 16);
                    break;
                }
                const Bytes key = input.key();
                const Bytes value = input.value();
                SERINUS_ASSERT(trie.insert(key, value, version).has_value());
                entries[key] = value;
                break;
            }
            case 3: {
                const Bytes key = input.key();
                SERINUS_ASSERT(*trie.remove(key) == (entries.erase(key) == 1));
                break;
            }
            case 4: {
                const Bytes prefix = input.key();
                std::optional<uint64_t> limit;
                if (operation >= 128) limit = input.byte() % 8;
                const auto removed = trie.remove_prefix(prefix, limit);
                SERINUS_ASSERT(removed->removed == remove_prefix(entries, prefix, limit));
                const auto rest = entries.lower_bound(prefix);
                SERINUS_ASSERT(removed->all == (rest == entries.end() || !begins_with(rest->first, prefix)));
                break;
            }
            case 5: {
                const Bytes key = input.key();
                const auto value = trie.get(key);
                const auto expected = entries.find(key);
                SERINUS_ASSERT(value->has_value() == (expected != entries.end()));
                SERINUS_ASSERT(!*value || equal(**value, expected->second));
                const auto next = trie.next_key(key);
                const auto after = entries.upper_bound(key);
                SERINUS_ASSERT(next->has_value() == (after != entries.end()));
                SERINUS_ASSERT(!*next || **next == after->first);
                break;
            }
            case 6:
                commit();
                break;
            default:
                trie = trie::Trie(store, commit());  // all forgotten but the store
        }
    }
    const Hash256 root = commit();
    trie::Trie opened(store, root);
    auto cursor = opened.cursor();
    for (const auto& [key, value] : entries) {
        SERINUS_ASSERT(*cursor.next() && equal(cursor.key(), key) && equal(*cursor.value(), value));
    }
    SERINUS_ASSERT(!*cursor.next());
    return 0;
}
