#include "runtime/sdk/host/proof/proof_storage.hpp"

#include "base/assert.hpp"
#include "runtime/sdk/panic.hpp"
#include "trie/child_tries.hpp"
#include "trie/reader.hpp"
#include "trie/root_builder.hpp"

namespace serinus::sdk {

namespace {

constexpr std::string_view kChildStorage = ":child_storage:";

/// What was read or computed of a trie; panics if the proof does not say it.
template <class T, class E>
T proven(Result<T, E> result) {
    if (!result) panic(to_string(result.error()));
    return *std::move(result);
}
template <class E>
void proven(Result<void, E> result) {
    if (!result) panic(to_string(result.error()));
}

bool starts_with(BytesView key, BytesView prefix) {
    return key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix);
}
bool is_child_root(BytesView key) { return starts_with(key, as_bytes(kChildStorage)); }

}  // namespace

ProofStorage::ProofStorage(trie::StorageProof proof, const Hash256& root)
    : proof_(std::move(proof)), source_(proof_), top_{.root = root, .changes = {}} {}

/// The root of a child trie stands in the top trie; one that is not there is that of an empty trie.
ProofStorage::Area& ProofStorage::area_of(BytesView child) {
    const auto found = children_.find(to_bytes(child));
    if (found != children_.end()) return found->second;
    const auto stored = proven(trie::TrieReader(source_, top_.root).get(trie::default_child_root_key(child)));
    Hash256 root = trie::empty_root();
    if (stored) {
        const auto proven_root = Hash256::from(*stored);
        if (!proven_root) panic("the root of a child trie has not 32 bytes");
        root = *proven_root;
    }
    return children_.emplace(to_bytes(child), Area{.root = root, .changes = {}}).first->second;
}

std::optional<BytesView> ProofStorage::get(const Area& area, BytesView key) {
    if (const auto changed = area.changes.find(to_bytes(key)); changed != area.changes.end()) {
        return changed->second ? std::optional<BytesView>(*changed->second) : std::nullopt;
    }
    return proven(trie::TrieReader(source_, area.root).get(key));
}

bool ProofStorage::exists(const Area& area, BytesView key) {
    if (const auto changed = area.changes.find(to_bytes(key)); changed != area.changes.end()) {
        return changed->second.has_value();
    }
    return proven(trie::TrieReader(source_, area.root).contains(key));
}

std::optional<Bytes> ProofStorage::next_key(const Area& area, BytesView key) {
    const trie::TrieReader reader(source_, area.root);
    std::optional<Bytes> below = proven(reader.next_key(key));
    for (auto changed = area.changes.upper_bound(to_bytes(key)); changed != area.changes.end(); ++changed) {
        const auto order = below ? compare(*below, changed->first) : std::strong_ordering::greater;
        if (order < 0) break;
        if (changed->second) return changed->first;
        if (order == 0) below = proven(reader.next_key(changed->first));
    }
    return below;
}

void ProofStorage::write(Area& area, BytesView key, Value value) {
    const auto [at, is_new] = area.changes.try_emplace(to_bytes(key));
    if (!transactions_.empty()) {
        undo_.push_back({&area, at->first, is_new ? std::nullopt : std::optional<Value>(std::move(at->second))});
    }
    at->second = std::move(value);
}

/// As state::Overlay::clear_prefix: what was changed goes first and without limit; of the proven state the keys that
/// are looked at count, those that were removed before too.
host::Removal ProofStorage::clear_prefix(Area& area, BytesView prefix, std::optional<uint32_t> limit) {
    for (auto at = area.changes.lower_bound(to_bytes(prefix)); at != area.changes.end(); ++at) {
        if (!starts_with(at->first, prefix)) break;
        if (at->second) write(area, at->first, std::nullopt);
    }
    host::Removal out{.all_removed = true, .count = 0};
    trie::TrieCursor cursor(source_, area.root);
    proven(cursor.seek_prefix(prefix));
    while (proven(cursor.next())) {
        if (out.count == limit) {
            out.all_removed = false;
            break;
        }
        if (!area.changes.contains(to_bytes(cursor.key()))) write(area, cursor.key(), std::nullopt);
        ++out.count;
    }
    return out;
}

trie::Trie ProofStorage::changed_trie(const Area& area, uint8_t state_version) {
    const auto version = state_version == 0 ? trie::StateVersion::kV0 : trie::StateVersion::kV1;
    trie::Trie out(source_, area.root);
    for (const auto& [key, value] : area.changes) {
        if (value) {
            proven(out.insert(key, *value, version));
        } else {
            proven(out.remove(key));
        }
    }
    return out;
}

std::optional<BytesView> ProofStorage::get(BytesView key) { return get(top_, key); }

std::optional<uint32_t> ProofStorage::read(BytesView key, MutableBytesView out, uint32_t offset) {
    const auto value = get(top_, key);
    return value ? std::optional(copy_part(*value, out, offset)) : std::nullopt;
}

void ProofStorage::set(BytesView key, BytesView value) {
    if (!is_child_root(key)) write(top_, key, to_bytes(value));
}

void ProofStorage::clear(BytesView key) {
    if (!is_child_root(key)) write(top_, key, std::nullopt);
}

bool ProofStorage::exists(BytesView key) { return exists(top_, key); }

void ProofStorage::append(BytesView key, BytesView element) {
    write(top_, key, with_elements(get(top_, key).value_or(BytesView()), 1, element));
}

std::optional<Bytes> ProofStorage::next_key(BytesView key) { return next_key(top_, key); }

host::Removal ProofStorage::clear_prefix(BytesView prefix, std::optional<uint32_t> limit) {
    if (is_child_root(prefix) || starts_with(as_bytes(kChildStorage), prefix)) {
        return {.all_removed = true, .count = 0};
    }
    return clear_prefix(top_, prefix, limit);
}

Hash256 ProofStorage::storage_root(uint8_t state_version) {
    trie::Trie top = changed_trie(top_, state_version);
    for (const auto& [child, area] : children_) {
        if (area.changes.empty()) continue;
        proven(trie::enter_child_root(top, child, changed_trie(area, state_version).root()));
    }
    return top.root();
}

std::optional<Bytes> ProofStorage::child_get(BytesView child, BytesView key) {
    const auto value = get(area_of(child), key);
    return value ? std::optional<Bytes>(to_bytes(*value)) : std::nullopt;
}
void ProofStorage::child_set(BytesView child, BytesView key, BytesView value) {
    write(area_of(child), key, to_bytes(value));
}
void ProofStorage::child_clear(BytesView child, BytesView key) { write(area_of(child), key, std::nullopt); }
bool ProofStorage::child_exists(BytesView child, BytesView key) { return exists(area_of(child), key); }
std::optional<Bytes> ProofStorage::child_next_key(BytesView child, BytesView key) {
    return next_key(area_of(child), key);
}
host::Removal ProofStorage::child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) {
    return clear_prefix(area_of(child), prefix, limit);
}
host::Removal ProofStorage::child_kill(BytesView child, std::optional<uint32_t> limit) {
    return clear_prefix(area_of(child), {}, limit);
}

/// Enters the root in the top trie, where it is read from then on. Source: Ext::child_storage_root of July 2023
Hash256 ProofStorage::child_root(BytesView child, uint8_t state_version) {
    Area& area = area_of(child);
    if (area.changes.empty()) return area.root;
    const Hash256 root = changed_trie(area, state_version).root();
    const Bytes key = trie::default_child_root_key(child);
    write(top_, key, root == trie::empty_root() ? Value() : Value(to_bytes(root.bytes)));
    return root;
}

void ProofStorage::commit_transaction() {
    SERINUS_ASSERT(!transactions_.empty());
    transactions_.pop_back();
    if (transactions_.empty()) undo_.clear();
}

void ProofStorage::rollback_transaction() {
    SERINUS_ASSERT(!transactions_.empty());
    for (; undo_.size() > transactions_.back(); undo_.pop_back()) {
        Undo& last = undo_.back();
        if (last.before) {
            last.area->changes[last.key] = *std::move(last.before);
        } else {
            last.area->changes.erase(last.key);
        }
    }
    transactions_.pop_back();
}

}  // namespace serinus::sdk
