#include "state/memory_backend.hpp"

#include "state/memory_area.hpp"
#include "state/trie_errors.hpp"
#include "trie/root_builder.hpp"

namespace serinus::state {
namespace {

using trie::StateVersion;

struct AreaOrder {
    using is_transparent = void;
    bool operator()(BytesView a, BytesView b) const noexcept { return compare(a, b) < 0; }
};

/// `changes` with the child roots in their places; where both have a key, the root counts.
std::vector<ChangeView> merged(const ChangeSet& changes, const ChangeSet& roots) {
    std::vector<ChangeView> out;
    out.reserve(changes.size() + roots.size());
    auto root = roots.begin();
    for (const auto& [key, value] : changes) {
        for (; root != roots.end() && root->first < key; ++root) out.push_back({root->first, &root->second});
        if (root == roots.end() || root->first != key) out.push_back({key, &value});
    }
    for (; root != roots.end(); ++root) out.push_back({root->first, &root->second});
    return out;
}

std::optional<Bytes> root_entry(const Hash256& root) {
    return root == trie::empty_root() ? std::nullopt : std::optional(to_bytes(root.bytes));
}

/// The nodes of a trie, kept up to date by its commits.
class NodeStore final : public trie::NodeSource, public trie::ChangeSink {
  public:
    Result<BytesView, trie::SourceError> node_at(const trie::NibblePath& position, const Hash256&) override {
        return find(nodes_, position);
    }
    Result<BytesView, trie::SourceError> value_at(const trie::NibblePath& path, const Hash256&) override {
        return find(values_, path);
    }
    void write_node(const trie::NibblePath& position, const Hash256&, BytesView encoding) override {
        nodes_.insert_or_assign(position, to_bytes(encoding));
    }
    void remove_node(const trie::NibblePath& position) override { nodes_.erase(position); }
    void write_value(const trie::NibblePath& path, const Hash256&, BytesView value) override {
        values_.insert_or_assign(path, to_bytes(value));
    }
    void remove_value(const trie::NibblePath& path) override { values_.erase(path); }

  private:
    using Map = std::map<trie::NibblePath, Bytes>;

    static Result<BytesView, trie::SourceError> find(const Map& map, const trie::NibblePath& where) {
        const auto found = map.find(where);
        ENSURE(found != map.end(), trie::SourceError::kMissing);
        return BytesView(found->second);
    }

    Map nodes_;
    Map values_;
};

/// A trie with what proofs of it need.
struct ProvableArea {
    MemoryArea entries;
    std::unique_ptr<NodeStore> nodes;  ///< from the first proof on

    Result<Hash256, trie::TrieError> save_nodes() {
        TRY_ASSIGN(trie::Trie* const trie, entries.trie());
        if (nodes == nullptr) nodes = std::make_unique<NodeStore>();
        return trie->commit(*nodes);
    }
};

}  // namespace

struct MemoryBackend::Impl final : NodeSources {
    ProvableArea top_area;
    std::map<Bytes, ProvableArea, AreaOrder> children;
    NodeStore no_nodes;

    trie::NodeSource& top() override { return *top_area.nodes; }
    trie::NodeSource& child(BytesView storage_key) override {
        const auto found = children.find(storage_key);
        return found == children.end() || found->second.nodes == nullptr ? no_nodes : *found->second.nodes;
    }

    MemoryArea* find(Area area) noexcept {
        if (area.is_top()) return &top_area.entries;
        const auto child = children.find(area.child_key());
        return child == children.end() ? nullptr : &child->second.entries;
    }

    /// The roots of all children with changes, and of those whose tries are to forget earlier ones.
    Result<ChangeSet, trie::TrieError> move_children(const StateChanges& changes, StateVersion version) {
        ChangeSet roots;
        for (auto& [key, child] : children) {
            if (!changes.children.contains(key)) TRY(child.entries.root_with({}, version));
        }
        for (const auto& [key, child_changes] : changes.children) {
            TRY_ASSIGN(const Hash256 root, children[key].entries.root_with(views_of(child_changes), version));
            roots.emplace(trie::default_child_root_key(key), root_entry(root));
        }
        return roots;
    }
};

MemoryBackend::MemoryBackend() : impl_(std::make_unique<Impl>()) {}
MemoryBackend::~MemoryBackend() = default;
MemoryBackend::MemoryBackend(MemoryBackend&&) noexcept = default;
MemoryBackend& MemoryBackend::operator=(MemoryBackend&&) noexcept = default;

Result<Hash256, StateError> MemoryBackend::apply(const StateChanges& changes, StateVersion version) {
    TRY_ASSIGN(const ChangeSet roots, as_state_result(impl_->move_children(changes, version)));
    for (const auto& [key, child_changes] : changes.children) {
        const auto child = impl_->children.find(key);
        TRY(as_state_result(child->second.entries.apply(views_of(child_changes), version)));
        if (child->second.entries.empty()) impl_->children.erase(child);
    }
    return as_state_result(impl_->top_area.entries.apply(merged(changes.top, roots), version));
}

Result<Hash256, StateError> MemoryBackend::root() { return root_with({}, StateVersion::kV0); }

Result<NodeSources*, StateError> MemoryBackend::nodes() {
    TRY(as_state_result(impl_->top_area.save_nodes()));
    for (auto& [key, child] : impl_->children) TRY(as_state_result(child.save_nodes()));
    return impl_.get();
}

Result<std::optional<BytesView>, StateError> MemoryBackend::get(Area area, BytesView key) {
    const MemoryArea* const entries = impl_->find(area);
    return entries == nullptr ? std::nullopt : entries->get(key);
}

Result<std::optional<Bytes>, StateError> MemoryBackend::next_key(Area area, BytesView key) {
    const MemoryArea* const entries = impl_->find(area);
    const auto next = entries == nullptr ? std::nullopt : entries->key_after(key);
    return next ? std::optional(to_bytes(*next)) : std::nullopt;
}

Result<Hash256, StateError> MemoryBackend::root_with(const StateChanges& changes, StateVersion version) {
    TRY_ASSIGN(const ChangeSet roots, as_state_result(impl_->move_children(changes, version)));
    return as_state_result(impl_->top_area.entries.root_with(merged(changes.top, roots), version));
}

Result<Hash256, StateError> MemoryBackend::child_root_with(BytesView child, const ChangeSet& changes,
                                                           StateVersion version) {
    const auto found = impl_->children.find(child);
    if (found == impl_->children.end() && changes.empty()) return trie::empty_root();
    MemoryArea& entries =
        found == impl_->children.end() ? impl_->children[to_bytes(child)].entries : found->second.entries;
    return as_state_result(entries.root_with(views_of(changes), version));
}

}  // namespace serinus::state
