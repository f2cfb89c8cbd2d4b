#include "state/forked_states.hpp"

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "trie/node_source.hpp"

namespace serinus::state {

/// Changes of one block or of several, newest values, on top of others.
struct ForkLayer {
    std::shared_ptr<const ForkLayer> below;  ///< nullptr: the origin
    StateChanges changes;                    ///< `top` has the roots of the child tries that are in `children`
    Hash256 root;
    size_t entries = 0;
};

namespace {

constexpr std::string_view kChildPrefix = ":child_storage:default:";

size_t count(const StateChanges& changes) {
    size_t out = changes.top.size();
    for (const auto& [child, set] : changes.children) out += set.size();
    return out;
}

const ChangeSet* set_of(const StateChanges& changes, Area area) {
    if (area.is_top()) return &changes.top;
    const auto found = changes.children.find(to_bytes(area.child_key()));
    return found == changes.children.end() ? nullptr : &found->second;
}

Hash256 root_after(const Hash256& before, BytesView what, const ChangeSet& changes) {
    Bytes text = concat(before.bytes, scale::encode(to_bytes(what)));
    for (const auto& [key, value] : changes) {
        const Bytes item = scale::encode(std::pair(key, value));
        text.insert(text.end(), item.begin(), item.end());
    }
    return hashing::blake2b_256(text);
}

Bytes root_key_of(BytesView child) { return concat(as_bytes(kChildPrefix), child); }

StateError no_tries() {
    return {StateError::Kind::kMissing,
            "a fork knows the entries of its states, but not their tries: there are no proofs of it"};
}

class ForkState final : public BlockState {
  public:
    ForkState(std::shared_ptr<Origin> origin, std::shared_ptr<const ForkLayer> layer)
        : origin_(std::move(origin)), layer_(std::move(layer)), root_(layer_ ? layer_->root : origin_->root()) {}

    const Hash256& root() const noexcept override { return root_; }

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) override {
        if (const auto own = find_changed(area, key)) return *own;
        TRY_ASSIGN(value_, origin_->get(area, key));
        return value_ ? std::optional(BytesView(*value_)) : std::nullopt;
    }

    bool asks_others() const noexcept override { return true; }

    std::optional<EntryResult> get_or_ask(Area area, BytesView key, TakeEntry& take) override {
        const auto own = find_changed(area, key);
        if (!own) return origin_->get_or_ask(area, key, take);
        return EntryResult(*own ? std::optional(to_bytes(**own)) : std::nullopt);
    }

    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override {
        Bytes after = to_bytes(key);
        for (;;) {
            TRY_ASSIGN(std::optional<Bytes> next, origin_->next_key(area, after));
            bool is_removed = false;
            // From the top: the first layer that has a key decides about it.
            std::vector<const ForkLayer*> layers;
            for (const ForkLayer* layer = layer_.get(); layer != nullptr; layer = layer->below.get()) {
                layers.push_back(layer);
            }
            for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
                const ChangeSet* set = set_of((*layer)->changes, area);
                if (set == nullptr) continue;
                const auto found = set->upper_bound(after);
                if (found == set->end() || (next && found->first > *next)) continue;
                next = found->first;
                is_removed = !found->second;
            }
            if (!next || !is_removed) return next;
            after = *std::move(next);
        }
    }

    Result<Hash256, StateError> root_with(const StateChanges& changes, trie::StateVersion) override {
        Hash256 out = root_after(root_, {}, changes.top);
        for (const auto& [child, set] : changes.children) out = root_after(out, child, set);
        return out;
    }
    Result<Hash256, StateError> child_root_with(BytesView child, const ChangeSet& changes,
                                                trie::StateVersion) override {
        TRY_ASSIGN(const auto before, child_root(to_bytes(child)));
        if (changes.empty() && before && before->size() == 32) {
            Hash256 out;
            std::ranges::copy(*before, out.bytes.begin());
            return out;
        }
        return root_after(hashing::blake2b_256(before.value_or(Bytes())), child, changes);
    }

    Result<trie::StorageProof, StateError> prove(std::span<const Bytes>, size_t) override { return Err(no_tries()); }
    Result<trie::StorageProof, StateError> prove_child(BytesView, std::span<const Bytes>, size_t) override {
        return Err(no_tries());
    }
    NodeSources& nodes() override { return nodes_; }
    Result<std::optional<Bytes>, StateError> closest_merkle_value(Area, BytesView) override { return Err(no_tries()); }

    Result<void, StateError> visit(Area area, BytesView from,
                                   const std::function<bool(BytesView key, BytesView value)>& take) override {
        std::optional<StateError> failure;
        TRY(visit_keys(area, from, [&](BytesView key) {
            const auto value = get(area, key);
            if (!value) failure = value.error();
            return value && (!*value || take(key, **value));
        }));
        if (failure) return Err(*std::move(failure));
        return {};
    }

    Result<void, StateError> visit_keys(Area area, BytesView from,
                                        const std::function<bool(BytesView key)>& take) override {
        Bytes key = to_bytes(from);
        if (TRY(get(area, key)) && !take(key)) return {};
        for (;;) {
            TRY_ASSIGN(auto next, next_key(area, key));
            if (!next) return {};
            key = *std::move(next);
            if (!take(key)) return {};
        }
    }

    /// Whether a child trie has no entry after these changes. Then the state has no root of it either.
    Result<bool, StateError> is_empty_with(BytesView child, const ChangeSet& changes) {
        for (const auto& [key, value] : changes) {
            if (value) return false;
        }
        const Area area = Area::child(child);
        if (!changes.contains({}) && TRY(get(area, {}))) return false;
        for (auto key = TRY(next_key(area, {})); key; key = TRY(next_key(area, *key))) {
            if (!changes.contains(*key)) return false;
        }
        return true;
    }

    const std::shared_ptr<const ForkLayer>& layer() const noexcept { return layer_; }

  private:
    class NoNodes final : public trie::NodeSource {
      public:
        Result<BytesView, trie::SourceError> node_at(const trie::NibblePath&, const Hash256&) override {
            return Err(trie::SourceError::kFailed);
        }
        Result<BytesView, trie::SourceError> value_at(const trie::NibblePath&, const Hash256&) override {
            return Err(trie::SourceError::kFailed);
        }
    };

    /// What the fork's blocks made of an entry; outer nullopt: nothing, so that it is the origin's.
    std::optional<std::optional<BytesView>> find_changed(Area area, BytesView key) const {
        const Bytes wanted = to_bytes(key);
        for (const ForkLayer* layer = layer_.get(); layer != nullptr; layer = layer->below.get()) {
            const ChangeSet* set = set_of(layer->changes, area);
            const auto found = set == nullptr ? ChangeSet::const_iterator() : set->find(wanted);
            if (set == nullptr || found == set->end()) continue;
            return found->second ? std::optional(BytesView(*found->second)) : std::nullopt;
        }
        return std::nullopt;
    }

    /// nullopt: the child trie is not there.
    Result<std::optional<Bytes>, StateError> child_root(const Bytes& child) {
        const Bytes key = root_key_of(child);
        const auto own = find_changed(Area::top(), key);
        if (!own) return origin_->get(Area::top(), key);
        return *own ? std::optional(to_bytes(**own)) : std::nullopt;
    }

    std::shared_ptr<Origin> origin_;
    std::shared_ptr<const ForkLayer> layer_;
    Hash256 root_;
    std::optional<Bytes> value_;
    NoNodes no_nodes_;
    SharedNodeSource nodes_{no_nodes_};
};

/// Puts older changes under newer ones.
void put_below(ChangeSet& newer, const ChangeSet& older) { newer.insert(older.begin(), older.end()); }

}  // namespace

std::unique_ptr<BlockState> make_fork_base(std::shared_ptr<Origin> origin) {
    return std::make_unique<ForkState>(std::move(origin), nullptr);
}

ForkedStates::~ForkedStates() = default;

void ForkedStates::begin(const Hash256& block, uint64_t number) {
    const std::lock_guard lock(mutex_);
    entries_.clear();
    entries_[block] = {.parent = {}, .number = number, .layer = nullptr};
    finalized_ = StateDatabase::Tip{block, number};
}

std::optional<StateDatabase::Tip> ForkedStates::finalized() const {
    const std::lock_guard lock(mutex_);
    return finalized_;
}

bool ForkedStates::has(const Hash256& block) const {
    const std::lock_guard lock(mutex_);
    return entries_.contains(block);
}

Result<std::unique_ptr<BlockState>, StateError> ForkedStates::at(const Hash256& block) const {
    const std::lock_guard lock(mutex_);
    return locked_at(block);
}

Result<std::unique_ptr<BlockState>, StateError> ForkedStates::locked_at(const Hash256& block) const {
    const auto found = entries_.find(block);
    if (found == entries_.end()) {
        return Err(StateError{StateError::Kind::kMissing, "the fork has no state of this block"});
    }
    return std::unique_ptr<BlockState>(std::make_unique<ForkState>(origin_, found->second.layer));
}

Result<std::shared_ptr<const ForkLayer>, StateError> ForkedStates::layer_on(BlockState& state,
                                                                            const StateChanges& changes) {
    auto layer = std::make_shared<ForkLayer>();
    layer->changes = changes;
    TRY_ASSIGN(layer->root, state.root_with(changes, trie::StateVersion::kV1));
    auto& before = static_cast<ForkState&>(state);
    for (const auto& [child, set] : changes.children) {
        auto& root = layer->changes.top[root_key_of(child)];
        root.reset();
        if (TRY(before.is_empty_with(child, set))) continue;
        root = to_bytes(TRY(state.child_root_with(child, set, trie::StateVersion::kV1)).bytes);
    }
    layer->entries = count(layer->changes);
    layer->below = before.layer();
    // Small layers under this one become part of it, so that there are only logarithmically many.
    while (layer->below != nullptr && layer->below->entries <= 2 * layer->entries) {
        const auto below = layer->below;
        put_below(layer->changes.top, below->changes.top);
        for (const auto& [child, set] : below->changes.children) put_below(layer->changes.children[child], set);
        layer->entries = count(layer->changes);
        layer->below = below->below;
    }
    return std::shared_ptr<const ForkLayer>(std::move(layer));
}

Result<Hash256, StateError> ForkedStates::commit(const Hash256& block, const Hash256& parent, uint64_t number,
                                                 const StateChanges& changes, std::optional<Hash256> wanted) {
    uint64_t sequence = 0;
    std::unique_ptr<BlockState> state;
    {
        const std::lock_guard lock(mutex_);
        TRY_ASSIGN(state, locked_at(parent));
        sequence = ++last_sequence_;
    }
    TRY_ASSIGN(auto layer, layer_on(*state, changes));
    const Hash256 root = layer->root;
    if (wanted && root != *wanted) return root;
    const std::lock_guard lock(mutex_);
    entries_[block] = {.parent = parent, .number = number, .layer = std::move(layer), .sequence = sequence};
    return root;
}

Result<void, StateError> ForkedStates::amend(const Hash256& block, const StateChanges& changes) {
    // Of two at the same time the later one has the changes of both.
    const std::lock_guard only(amend_mutex_);
    TRY_ASSIGN(const auto state, at(block));
    TRY_ASSIGN(auto layer, layer_on(*state, changes));
    uint64_t sequence = 0;
    {
        const std::lock_guard lock(mutex_);
        entries_.at(block).layer = std::move(layer);
        sequence = ++last_sequence_;
    }
    return on_amended_ ? on_amended_(block, changes, sequence) : Result<void, StateError>();
}

void ForkedStates::continue_after(uint64_t sequence) {
    const std::lock_guard lock(mutex_);
    last_sequence_ = std::max(last_sequence_, sequence);
}

uint64_t ForkedStates::sequence_of(const Hash256& block) const {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(block);
    return found == entries_.end() ? 0 : found->second.sequence;
}

}  // namespace serinus::state
