#include "state/overlay.hpp"

#include "base/assert.hpp"
#include "state/change_map.hpp"
#include "trie/proof.hpp"
#include "trie/root_builder.hpp"

namespace serinus::state {
namespace {

constexpr std::string_view kChildStoragePrefix = ":child_storage:";

bool starts_with(BytesView bytes, BytesView prefix) noexcept {
    return bytes.size() >= prefix.size() && equal(bytes.first(prefix.size()), prefix);
}

bool is_child_storage_key(BytesView key) noexcept { return starts_with(key, as_bytes(kChildStoragePrefix)); }

/// Whether keys with this prefix may be child storage keys.
bool meets_child_storage(BytesView prefix) noexcept {
    return is_child_storage_key(prefix) || starts_with(as_bytes(kChildStoragePrefix), prefix);
}

struct ChildOrder {
    using is_transparent = void;
    bool operator()(BytesView a, BytesView b) const noexcept { return compare(a, b) < 0; }
};

}  // namespace

struct Overlay::Impl {
    explicit Impl(Backend& below) : backend(&below) {}

    Backend* backend;
    ChangeMap top;
    std::map<Bytes, ChangeMap, ChildOrder> children;
    ChangeMap offchain;
    std::vector<Journal> journals;       ///< one for each open transaction
    std::optional<size_t> runtime_base;  ///< transactions that were open when the runtime got control
    std::optional<Hash256> root;         ///< since which nothing was written

    ChangeMap* find_map(Area area) noexcept {
        if (area.is_top()) return &top;
        const auto child = children.find(area.child_key());
        return child == children.end() ? nullptr : &child->second;
    }

    ChangeMap& map_for_writing(Area area) {
        root.reset();
        if (area.is_top()) return top;
        const auto child = children.find(area.child_key());
        return child != children.end() ? child->second : children.try_emplace(to_bytes(area.child_key())).first->second;
    }

    ChangedEntry* find(Area area, BytesView key) noexcept {
        const ChangeMap* const map = find_map(area);
        return map == nullptr ? nullptr : map->find(key);
    }

    bool is_closed_to_caller() const noexcept { return journals.size() <= runtime_base.value_or(0); }

    void rollback() {
        root.reset();
        const Journal journal = std::move(journals.back());
        journals.pop_back();
        for (ChangedEntry* const entry : journal) ChangeMap::rollback(*entry);
        std::erase_if(children, [](const auto& child) { return child.second.size() == 0; });
    }

    Result<PrefixRemoval, StateError> remove_by_prefix(Area area, BytesView prefix, std::optional<uint32_t> limit,
                                                       const std::optional<Bytes>& cursor);
    Result<std::optional<Bytes>, StateError> first_below(Area area, BytesView prefix,
                                                         const std::optional<Bytes>& cursor);
};

Overlay::Overlay(Backend& backend) : impl_(std::make_unique<Impl>(backend)) {}
Overlay::~Overlay() = default;
Overlay::Overlay(Overlay&&) noexcept = default;

Backend& Overlay::backend() noexcept { return *impl_->backend; }

Result<std::optional<BytesView>, StateError> Overlay::get(Area area, BytesView key) {
    if (ChangedEntry* const entry = impl_->find(area, key)) {
        return entry->value().present() ? std::optional(entry->value().view()) : std::nullopt;
    }
    return impl_->backend->get(area, key);
}

Result<bool, StateError> Overlay::contains(Area area, BytesView key) {
    if (ChangedEntry* const entry = impl_->find(area, key)) return entry->value().present();
    return impl_->backend->contains(area, key);
}

Result<std::optional<Bytes>, StateError> Overlay::next_key(Area area, BytesView key) {
    TRY_ASSIGN(std::optional<Bytes> below, impl_->backend->next_key(area, key));
    ChangeMap* const map = impl_->find_map(area);
    if (map == nullptr) return below;
    for (ChangedEntry* at = map->after(key); at != nullptr; at = map->after(at->key())) {
        const auto order = below ? compare(*below, at->key()) : std::strong_ordering::greater;
        if (order < 0) return below;
        if (at->value().present()) return std::optional(to_bytes(at->key()));
        if (order == 0) below = TRY(impl_->backend->next_key(area, at->key()));
    }
    return below;
}

void Overlay::put(Area area, BytesView key, BytesView value) {
    if (area.is_top() && is_child_storage_key(key)) return;
    impl_->map_for_writing(area).write(key, impl_->journals).set(value);
}

void Overlay::remove(Area area, BytesView key) {
    if (area.is_top() && is_child_storage_key(key)) return;
    impl_->map_for_writing(area).write(key, impl_->journals).remove();
}

Result<void, StateError> Overlay::append(Area area, BytesView key, BytesView item) {
    if (ChangedEntry* const entry = impl_->find(area, key)) {
        impl_->map_for_writing(area).write(*entry, impl_->journals, true).append(item);
        return {};
    }
    TRY_ASSIGN(const auto below, impl_->backend->get(area, key));
    LayeredValue& value = impl_->map_for_writing(area).write(key, impl_->journals);
    if (below) value.set(*below);
    value.append(item);
    return {};
}

/// The first key of the state below that begins with `prefix` and is not less than `cursor`.
Result<std::optional<Bytes>, StateError> Overlay::Impl::first_below(Area area, BytesView prefix,
                                                                    const std::optional<Bytes>& cursor) {
    const BytesView from = cursor && compare(*cursor, prefix) > 0 ? BytesView(*cursor) : prefix;
    if (!starts_with(from, prefix)) return std::optional<Bytes>();
    if (TRY(backend->contains(area, from))) return std::optional(to_bytes(from));
    return backend->next_key(area, from);
}

Result<PrefixRemoval, StateError> Overlay::Impl::remove_by_prefix(Area area, BytesView prefix,
                                                                  std::optional<uint32_t> limit,
                                                                  const std::optional<Bytes>& cursor) {
    PrefixRemoval out;
    ChangeMap& map = map_for_writing(area);
    for (ChangedEntry* at = map.at_or_after(prefix); at != nullptr && starts_with(at->key(), prefix);
         at = map.after(at->key())) {
        if (!at->value().present()) continue;
        map.write(*at, journals).remove();
        ++out.unique;
    }
    TRY_ASSIGN(std::optional<Bytes> key, first_below(area, prefix, cursor));
    while (key && starts_with(*key, prefix)) {
        if (out.loops == limit) {
            out.cursor = std::move(key);
            break;
        }
        if (map.find(*key) == nullptr) {
            map.write(*key, journals).remove();
            ++out.backend;
        }
        ++out.loops;
        key = TRY(backend->next_key(area, *key));
    }
    out.unique += out.backend;
    return out;
}

Result<PrefixRemoval, StateError> Overlay::clear_prefix(Area area, BytesView prefix, std::optional<uint32_t> limit,
                                                        const std::optional<Bytes>& cursor) {
    if (area.is_top() && meets_child_storage(prefix)) return PrefixRemoval();
    return impl_->remove_by_prefix(area, prefix, limit, cursor);
}

Result<PrefixRemoval, StateError> Overlay::kill_child(BytesView child, std::optional<uint32_t> limit,
                                                      const std::optional<Bytes>& cursor) {
    return impl_->remove_by_prefix(Area::child(child), {}, limit, cursor);
}

void Overlay::enter_runtime() {
    SERINUS_ASSERT(!impl_->runtime_base);
    impl_->runtime_base = impl_->journals.size();
}

size_t Overlay::exit_runtime() {
    SERINUS_ASSERT(impl_->runtime_base.has_value());
    size_t count = 0;
    for (; !impl_->is_closed_to_caller(); ++count) impl_->rollback();
    impl_->runtime_base.reset();
    return count;
}

void Overlay::start_transaction() { impl_->journals.emplace_back(); }

bool Overlay::rollback_transaction() {
    if (impl_->is_closed_to_caller()) return false;
    impl_->rollback();
    return true;
}

bool Overlay::commit_transaction() {
    if (impl_->is_closed_to_caller()) return false;
    std::vector<Journal>& journals = impl_->journals;
    const auto depth = static_cast<uint32_t>(journals.size());
    for (ChangedEntry* const entry : journals.back()) ChangeMap::commit(*entry, depth, journals);
    journals.pop_back();
    return true;
}

size_t Overlay::transaction_depth() const noexcept { return impl_->journals.size(); }

Result<Hash256, StateError> Overlay::root(trie::StateVersion version) {
    if (!impl_->root) {
        StateChanges changes{impl_->top.copy(), {}};
        for (auto& [key, map] : impl_->children) {
            changes.top.erase(trie::default_child_root_key(key));
            changes.children.emplace_hint(changes.children.end(), key, map.copy());
        }
        impl_->root = TRY(impl_->backend->root_with(changes, version));
    }
    return *impl_->root;
}

Result<Hash256, StateError> Overlay::child_root(BytesView child, trie::StateVersion version) {
    const Bytes key = trie::default_child_root_key(child);
    const auto changed = impl_->children.find(child);
    if (impl_->root || changed == impl_->children.end()) {
        const auto root = TRY(get(Area::top(), key));
        // Observed: polkadot-stable2407 reads the first 32 bytes.
        if (!root || root->size() < Hash256::kSize) return trie::empty_root();
        return *Hash256::from(root->first(Hash256::kSize));
    }
    TRY_ASSIGN(const Hash256 root, impl_->backend->child_root_with(child, changed->second.copy(), version));
    LayeredValue& entry = impl_->top.write(key, impl_->journals);
    if (root == trie::empty_root()) {
        entry.remove();
    } else {
        entry.set(root.bytes);
    }
    return root;
}

void Overlay::index_offchain(BytesView key, std::optional<BytesView> value) {
    LayeredValue& entry = impl_->offchain.write(key, impl_->journals);
    if (value) {
        entry.set(*value);
    } else {
        entry.remove();
    }
}

StateChanges Overlay::take_changes() {
    SERINUS_ASSERT(impl_->journals.empty());
    impl_->root.reset();
    StateChanges changes{impl_->top.take(), {}};
    for (auto& [key, map] : impl_->children) {
        changes.top.erase(trie::default_child_root_key(key));
        changes.children.emplace_hint(changes.children.end(), key, map.take());
    }
    impl_->children.clear();
    return changes;
}

OffchainIndex Overlay::take_offchain_index() {
    SERINUS_ASSERT(impl_->journals.empty());
    return impl_->offchain.take();
}

}  // namespace serinus::state
