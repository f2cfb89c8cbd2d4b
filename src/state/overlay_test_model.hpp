/// The plainest overlay that there can be, and a run of both side by side, for the tests of this folder.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/assert.hpp"
#include "codec/compact.hpp"
#include "state/memory_backend.hpp"
#include "state/overlay.hpp"
#include "trie/root_builder.hpp"
#include "trie/trie.hpp"

namespace serinus::state::test {

using trie::StateVersion;

/// A state as lists of entries, each with the form that it has in the trie.
struct PlainState {
    struct Value {
        Bytes bytes;
        StateVersion form;
        friend bool operator==(const Value&, const Value&) = default;
    };
    using Entries = std::map<Bytes, Value>;

    Entries top;  ///< with the roots of child tries
    std::map<Bytes, Entries> children;

    static Hash256 root_of(const Entries& entries) {
        trie::Trie trie;
        for (const auto& [key, value] : entries) SERINUS_ASSERT(trie.insert(key, value.bytes, value.form).has_value());
        return trie.root();
    }
    static void change(Entries& entries, const ChangeSet& changes, StateVersion version) {
        for (const auto& [key, value] : changes) {
            entries.erase(key);
            if (value) entries.emplace(key, Value{*value, version});
        }
    }

    PlainState with(const StateChanges& changes, StateVersion version) const {
        PlainState out = *this;
        change(out.top, changes.top, version);
        for (const auto& [key, child_changes] : changes.children) {
            Entries& child = out.children[key];
            change(child, child_changes, version);
            const Bytes root_key = trie::default_child_root_key(key);
            out.top.erase(root_key);
            if (!child.empty()) out.top.emplace(root_key, Value{to_bytes(root_of(child).bytes), version});
            if (child.empty()) out.children.erase(key);
        }
        return out;
    }

    const Entries& area(const std::optional<Bytes>& child) const {
        static const Entries kNone;
        if (!child) return top;
        const auto found = children.find(*child);
        return found == children.end() ? kNone : found->second;
    }
};

inline bool begins_with(const Bytes& bytes, BytesView prefix) {
    return bytes.size() >= prefix.size() && equal(BytesView(bytes).first(prefix.size()), prefix);
}

/// Whole copies of all changes for each transaction.
class Model {
  public:
    using Child = std::optional<Bytes>;  ///< nullopt: the top area

    explicit Model(const PlainState& below) : below_(below), stack_(1) {}

    std::optional<Bytes> get(const Child& child, const Bytes& key) const {
        if (const auto* changes = find(child)) {
            if (const auto found = changes->find(key); found != changes->end()) return found->second;
        }
        const auto& entries = below_.area(child);
        const auto found = entries.find(key);
        return found == entries.end() ? std::nullopt : std::optional(found->second.bytes);
    }

    std::optional<Bytes> next_key(const Child& child, const Bytes& key) const {
        std::map<Bytes, bool> keys;
        for (const auto& [known, value] : below_.area(child)) keys[known] = true;
        if (const auto* changes = find(child)) {
            for (const auto& [changed, value] : *changes) keys[changed] = value.has_value();
        }
        for (auto at = keys.upper_bound(key); at != keys.end(); ++at) {
            if (at->second) return at->first;
        }
        return std::nullopt;
    }

    void write(const Child& child, const Bytes& key, std::optional<Bytes> value) {
        if (!child && begins_with(key, as_bytes(":child_storage:"))) return;
        changes(child)[key] = std::move(value);
    }

    void append(const Child& child, const Bytes& key, BytesView item) {
        const Bytes old = get(child, key).value_or(Bytes());
        BytesView rest = old;
        const auto length = scale::take_compact(rest);
        const bool is_sequence = length.has_value() && *length <= UINT32_MAX;
        Bytes value;
        scale::append_compact(value, is_sequence ? static_cast<uint32_t>(*length + 1) : 1u);
        if (is_sequence) serinus::append(value, rest);
        serinus::append(value, item);
        changes(child)[key] = std::move(value);
    }

    PrefixRemoval clear_prefix(const Child& child, const Bytes& prefix, std::optional<uint32_t> limit,
                               const std::optional<Bytes>& cursor) {
        PrefixRemoval out;
        const Bytes guarded = to_bytes(as_bytes(":child_storage:"));
        if (!child && (begins_with(prefix, guarded) || begins_with(guarded, prefix))) return out;
        ChangeSet& area = changes(child);
        for (auto& [key, value] : area) {
            if (!begins_with(key, prefix)) continue;
            if (value) ++out.unique;
            value.reset();
        }
        for (const auto& [key, value] : below_.area(child)) {
            if (!begins_with(key, prefix) || (cursor && key < *cursor)) continue;
            if (out.loops == limit) {
                out.cursor = key;
                break;
            }
            ++out.loops;
            if (area.emplace(key, std::nullopt).second) {
                ++out.backend;
                ++out.unique;
            }
        }
        return out;
    }

    size_t depth() const { return stack_.size() - 1; }
    void start() { stack_.push_back(stack_.back()); }
    void rollback() {
        root_.reset();
        stack_.pop_back();
        std::erase_if(stack_.back().changes.children, [](const auto& child) { return child.second.empty(); });
    }
    void commit() { stack_.erase(stack_.end() - 2); }

    Hash256 root(StateVersion version) {
        if (!root_) root_ = PlainState::root_of(below_.with(stack_.back().changes, version).top);
        return *root_;
    }

    Hash256 child_root(const Bytes& child, StateVersion version) {
        const Bytes key = trie::default_child_root_key(child);
        const ChangeSet* const changed = find(child);
        if (root_ || changed == nullptr) {
            const auto root = get(std::nullopt, key);
            return root && root->size() >= 32 ? *Hash256::from(BytesView(*root).first(32)) : trie::empty_root();
        }
        PlainState::Entries entries = below_.area(child);
        PlainState::change(entries, *changed, version);
        const Hash256 root = PlainState::root_of(entries);
        changes(std::nullopt)[key] = entries.empty() ? std::nullopt : std::optional(to_bytes(root.bytes));
        return root;
    }

    void index(const Bytes& key, std::optional<Bytes> value) { stack_.back().offchain[key] = std::move(value); }

    PlainState finish(StateVersion version) const { return below_.with(stack_.back().changes, version); }
    const OffchainIndex& offchain() const { return stack_.back().offchain; }

  private:
    struct Layer {
        StateChanges changes;
        OffchainIndex offchain;
    };

    const ChangeSet* find(const Child& child) const {
        const StateChanges& changes = stack_.back().changes;
        if (!child) return &changes.top;
        const auto found = changes.children.find(*child);
        return found == changes.children.end() ? nullptr : &found->second;
    }
    ChangeSet& changes(const Child& child) {
        root_.reset();
        StateChanges& changes = stack_.back().changes;
        return child ? changes.children[*child] : changes.top;
    }

    const PlainState& below_;
    std::vector<Layer> stack_;
    std::optional<Hash256> root_;
};

/// Operations from bytes: few keys, so that they meet.
class Script {
  public:
    explicit Script(BytesView bytes) : rest_(bytes) {}

    bool empty() const { return rest_.empty(); }
    uint8_t byte() {
        if (rest_.empty()) return 0;
        const uint8_t out = rest_[0];
        rest_ = rest_.subspan(1);
        return out;
    }
    StateVersion version() { return byte() % 2 == 0 ? StateVersion::kV0 : StateVersion::kV1; }
    Bytes key() {
        const uint8_t kind = byte();
        if (kind >= 250)
            return to_bytes(as_bytes(std::string_view(":child_storage:default:a").substr(0, 4u * (255u - kind) + 4u)));
        Bytes out(kind % 4);
        for (uint8_t& part : out) part = byte() & 0x33;
        return out;
    }
    /// Often a sequence.
    Bytes value() {
        const uint8_t kind = byte();
        Bytes out(kind % 48, kind);
        if (!out.empty() && kind >= 64) out[0] = static_cast<uint8_t>(byte() << 2);
        if (kind == 255) out = {0xfe, 0xff, 0x03, 0x00, 0x07};  // 65535: one more takes two bytes more
        if (kind == 254) out = {0x03, 0xff, 0xff, 0xff, 0xff, 0x07};
        return out;
    }
    Model::Child child() {
        const uint8_t kind = byte();
        if (kind % 2 == 0) return std::nullopt;
        return Bytes{static_cast<uint8_t>('a' + kind / 2 % 2)};
    }
    std::optional<uint32_t> limit() {
        const uint8_t kind = byte();
        return kind % 2 == 0 ? std::nullopt : std::optional<uint32_t>(kind / 2 % 4);
    }

  private:
    BytesView rest_;
};

inline std::optional<Bytes> owned(const std::optional<BytesView>& view) {
    return view ? std::optional(to_bytes(*view)) : std::nullopt;
}

/// One block: any operations on an overlay and on the model. Ends with the script or with an operation that says so.
inline void run_block(Script& script, MemoryBackend& backend, PlainState& plain) {
    Overlay overlay(backend);
    Model model(plain);
    const auto area_of = [](const Model::Child& child) { return child ? Area::child(*child) : Area::top(); };
    const auto check_removal = [](const auto& ours, const PrefixRemoval& theirs) { SERINUS_ASSERT(*ours == theirs); };
    for (bool more = true; more && !script.empty();) {
        const uint8_t operation = script.byte() % 32;
        const Model::Child child = script.child();
        const Area area = area_of(child);
        switch (operation) {
            case 0:
            case 1:
            case 2:
            case 3: {
                const Bytes key = script.key();
                const Bytes value = script.value();
                overlay.put(area, key, value);
                model.write(child, key, value);
                break;
            }
            case 4:
            case 5: {
                const Bytes key = script.key();
                overlay.remove(area, key);
                model.write(child, key, std::nullopt);
                break;
            }
            case 6:
            case 7:
            case 8:
            case 9:
            case 10: {
                const Bytes key = script.key();
                const Bytes item = script.value();
                SERINUS_ASSERT(overlay.append(area, key, item).has_value());
                model.append(child, key, item);
                break;
            }
            case 11:
            case 12:
            case 13: {
                const Bytes key = script.key();
                const auto value = owned(*overlay.get(area, key));
                SERINUS_ASSERT(value == model.get(child, key));
                SERINUS_ASSERT(*overlay.contains(area, key) == value.has_value());
                break;
            }
            case 14:
            case 15: {
                const Bytes key = script.key();
                SERINUS_ASSERT(*overlay.next_key(area, key) == model.next_key(child, key));
                break;
            }
            case 16:
            case 17: {
                const Bytes prefix = script.key();
                const auto limit = script.limit();
                std::optional<Bytes> cursor;
                if (script.byte() % 4 == 0) cursor = script.key();
                check_removal(overlay.clear_prefix(area, prefix, limit, cursor),
                              model.clear_prefix(child, prefix, limit, cursor));
                break;
            }
            case 18: {
                const auto limit = script.limit();
                const Bytes killed = child.value_or(Bytes{'a'});
                check_removal(overlay.kill_child(killed, limit), model.clear_prefix(killed, {}, limit, std::nullopt));
                break;
            }
            case 19:
            case 20:
            case 21:
                if (model.depth() > 6) break;
                overlay.start_transaction();
                model.start();
                break;
            case 22:
            case 23:
                SERINUS_ASSERT(overlay.rollback_transaction() == (model.depth() != 0));
                if (model.depth() != 0) model.rollback();
                break;
            case 24:
            case 25:
                SERINUS_ASSERT(overlay.commit_transaction() == (model.depth() != 0));
                if (model.depth() != 0) model.commit();
                break;
            case 26: {
                const StateVersion version = script.version();
                SERINUS_ASSERT(*overlay.root(version) == model.root(version));
                break;
            }
            case 27: {
                const StateVersion version = script.version();
                const Bytes asked = child.value_or(Bytes{'a'});
                SERINUS_ASSERT(*overlay.child_root(asked, version) == model.child_root(asked, version));
                break;
            }
            case 28: {
                const Bytes key = script.key();
                const auto value = child ? std::optional(script.value()) : std::nullopt;
                overlay.index_offchain(key, value ? std::optional(BytesView(*value)) : std::nullopt);
                model.index(key, value);
                break;
            }
            case 29:
                more = false;
                break;
            default:
                break;
        }
        SERINUS_ASSERT(overlay.transaction_depth() == model.depth());
    }
    while (model.depth() != 0) {
        overlay.commit_transaction();
        model.commit();
    }
    const StateVersion version = script.version();
    plain = model.finish(version);
    SERINUS_ASSERT(overlay.take_offchain_index() == model.offchain());
    const StateChanges changes = overlay.take_changes();
    const Hash256 root = PlainState::root_of(plain.top);
    SERINUS_ASSERT(*backend.root_with(changes, version) == root);
    SERINUS_ASSERT(*backend.apply(changes, version) == root && *backend.root() == root);
}

/// Whether the backend has the entries of the plain state.
inline void check_entries(MemoryBackend& backend, const PlainState& plain, const Model::Child& child) {
    const Area area = child ? Area::child(*child) : Area::top();
    std::optional<Bytes> key;
    if (backend.get(area, {})->has_value()) {
        key = Bytes();
    } else {
        key = *backend.next_key(area, {});
    }
    for (const auto& [expected, value] : plain.area(child)) {
        SERINUS_ASSERT(key == expected && equal(**backend.get(area, *key), value.bytes));
        key = *backend.next_key(area, *key);
    }
    SERINUS_ASSERT(!key);
}

/// Blocks on top of each other, until the script ends.
inline void run_against_model(BytesView input) {
    Script script(input);
    MemoryBackend backend;
    PlainState plain;
    while (!script.empty()) {
        run_block(script, backend, plain);
        check_entries(backend, plain, std::nullopt);
        check_entries(backend, plain, Bytes{'a'});
        check_entries(backend, plain, Bytes{'b'});
    }
}

}  // namespace serinus::state::test
