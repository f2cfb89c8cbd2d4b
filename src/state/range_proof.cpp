#include "state/range_proof.hpp"

#include <set>

#include "state/database.hpp"
#include "state/trie_errors.hpp"
#include "trie/range_proof.hpp"

namespace serinus::state {
namespace {

using trie::RangeProver;

StateError bad_start() { return {StateError::Kind::kMissing, "the start of the range is not in the state"}; }

std::optional<BytesView> child_of(BytesView key) {
    const BytesView prefix = as_bytes(trie::kDefaultChildPrefix);
    if (key.size() < prefix.size() || !equal(key.first(prefix.size()), prefix)) return std::nullopt;
    return key.subspan(prefix.size());
}

/// Of all tries of one range.
class RangeBuilder {
  public:
    RangeBuilder(NodeSources& nodes, const Hash256& root, const RangeLimits& limits)
        : nodes_(&nodes), root_(root), limits_(limits) {}

    Result<trie::CompactProof, StateError> build(RangeStart start) {
        RangeProver top(nodes_->top(), root_, start.empty() ? std::nullopt : std::optional<BytesView>(start[0]),
                        limits_.most_bytes);
        TRY(as_state_result(top.start()));
        if (start.size() == kMaxRangeLevels) {
            const auto child = child_of(start[0]);
            const auto root = as_state_result(trie::TrieReader(nodes_->top(), root_).get(start[0]));
            ENSURE(root.has_value(), root.error());
            const auto child_root = child && *root ? Hash256::from(**root) : std::nullopt;
            ENSURE(child_root.has_value(), bad_start());
            roots_.insert(*child_root);
            TRY(add_child(*child, *child_root, start[1], top.size()));
        }
        while (!is_full(top.size())) {
            if (!TRY(as_state_result(top.next()))) break;
            has_entry_ = true;
            const auto child = child_of(top.key());
            const auto child_root = child ? Hash256::from(top.value()) : std::nullopt;
            if (child_root && roots_.insert(*child_root).second) {
                TRY(add_child(*child, *child_root, std::nullopt, top.size()));
            }
        }
        trie::CompactProof out = std::move(top).finish();
        for (auto& [key, items] : children_) std::ranges::move(items, std::back_inserter(out));
        return out;
    }

  private:
    bool is_full(size_t top_bytes) const { return is_cut_ || (has_entry_ && top_bytes + bytes_ > limits_.max_bytes); }

    Result<void, StateError> add_child(BytesView key, const Hash256& root, std::optional<BytesView> after,
                                       size_t top_bytes) {
        const size_t used = top_bytes + bytes_;
        RangeProver child(nodes_->child(key), root, after, limits_.most_bytes - std::min(limits_.most_bytes, used),
                          !has_entry_);
        TRY(as_state_result(child.start()));
        for (;;) {
            if (has_entry_ && used + child.size() > limits_.max_bytes) {
                is_cut_ = true;
                break;
            }
            if (!TRY(as_state_result(child.next()))) {
                is_cut_ = child.is_full();
                break;
            }
            has_entry_ = true;
        }
        bytes_ += child.size();
        // The proof has child tries in the order of their keys. Observed: polkadot-stable2407: trie_codec of the
        // reference
        children_.emplace(to_bytes(key), std::move(child).finish());
        return {};
    }

    NodeSources* nodes_;
    Hash256 root_;
    RangeLimits limits_;
    std::map<Bytes, trie::CompactProof> children_;
    std::set<Hash256> roots_;
    size_t bytes_ = 0;  ///< of the children
    bool has_entry_ = false;
    bool is_cut_ = false;  ///< a child trie is not there as a whole: nothing comes behind it
};

bool is_below(BytesView key, BytesView prefix) {
    return key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix);
}

Result<void, trie::ReadError> read_descendants(trie::NodeSource& source, const Hash256& root, const KeyToProve& key,
                                               const KeysToProve& wanted, const std::function<bool()>& goes_on) {
    trie::TrieCursor cursor(source, root);
    if (wanted.from && compare(*wanted.from, key.key) > 0) {
        TRY(cursor.seek(*wanted.from));
    } else {
        TRY(cursor.seek_prefix(key.key));
    }
    while (TRY(cursor.next())) {
        if (!is_below(cursor.key(), key.key)) break;
        if (wanted.from && wanted.excludes_from && equal(cursor.key(), *wanted.from)) continue;
        if (!key.skips_value) TRY(cursor.value());
        if (!goes_on()) break;
    }
    return {};
}

}  // namespace

Result<trie::CompactProof, StateError> prove_range(NodeSources& nodes, const Hash256& root, RangeStart start,
                                                   const RangeLimits& limits) {
    ENSURE(start.size() <= kMaxRangeLevels, bad_start());
    return RangeBuilder(nodes, root, limits).build(start);
}

Result<RangeEntries, StateError> collect_range(BlockState& state, RangeStart start, size_t max_bytes) {
    ENSURE(start.size() <= kMaxRangeLevels, bad_start());
    RangeEntries out;
    out.levels.emplace_back();
    std::set<Hash256> roots;
    size_t bytes = 0;
    bool has_entry = false;
    bool is_cut = false;
    const auto room_for = [&](BytesView key, BytesView value) {
        if (has_entry && bytes + key.size() + value.size() > max_bytes) return false;
        bytes += key.size() + value.size();
        has_entry = true;
        return true;
    };
    const auto add_child = [&](BytesView root_key, BytesView root, BytesView after,
                               bool has_after) -> Result<void, StateError> {
        RangeEntries::Level level{.root = to_bytes(root), .entries = {}, .is_complete = true};
        TRY(state.visit(Area::child(*child_of(root_key)), after, [&](BytesView key, BytesView value) {
            if (has_after && equal(key, after)) return true;
            level.is_complete = room_for(key, value);
            if (level.is_complete) level.entries.emplace_back(to_bytes(key), to_bytes(value));
            return level.is_complete;
        }));
        is_cut = !level.is_complete;
        out.levels.push_back(std::move(level));
        return {};
    };

    Bytes after = start.empty() ? Bytes() : start[0];
    bool has_after = !start.empty();
    if (start.size() == kMaxRangeLevels) {
        ENSURE(child_of(start[0]).has_value(), bad_start());
        TRY_ASSIGN(const auto root, state.get(Area::top(), start[0]));
        const auto hash = root ? Hash256::from(*root) : std::nullopt;
        ENSURE(hash.has_value(), bad_start());
        roots.insert(*hash);
        TRY(add_child(start[0], hash->bytes, start[1], true));
    }
    while (!is_cut) {
        std::optional<std::pair<Bytes, Hash256>> child;
        bool is_end = true;
        TRY(state.visit(Area::top(), after, [&](BytesView key, BytesView value) {
            if (has_after && equal(key, after)) return true;
            if (!room_for(key, value)) {
                is_end = false;
                is_cut = true;
                return false;
            }
            out.levels[0].entries.emplace_back(to_bytes(key), to_bytes(value));
            const auto root = child_of(key) ? Hash256::from(value) : std::nullopt;
            if (root && roots.insert(*root).second) {
                child.emplace(to_bytes(key), *root);
                is_end = false;
                return false;
            }
            return true;
        }));
        if (is_end) out.levels[0].is_complete = true;
        if (!child) break;
        after = child->first;
        has_after = true;
        TRY(add_child(child->first, child->second.bytes, {}, false));
    }
    return out;
}

Result<trie::StorageProof, StateError> prove_keys(NodeSources& nodes, const Hash256& root, Area area,
                                                  const KeysToProve& wanted, size_t max_bytes) {
    trie::Recording recording;
    Hash256 area_root = root;
    if (!area.is_top()) {
        trie::RecordingSource top(nodes.top(), recording);
        const Bytes key = trie::default_child_root_key(area.child_key());
        TRY_ASSIGN(const auto entry, as_state_result(trie::TrieReader(top, root).get(key)));
        if (!entry) return recording.proof();
        const auto child_root = Hash256::from(*entry);
        ENSURE(child_root.has_value(), StateError(StateError::Kind::kCorrupt, "the root of a child trie is no hash"));
        area_root = *child_root;
    }
    trie::RecordingSource source(area.is_top() ? nodes.top() : nodes.child(area.child_key()), recording);
    const auto goes_on = [&] { return recording.encoded_size() <= max_bytes; };
    for (const KeyToProve& key : wanted.keys) {
        if (!goes_on()) break;
        if (key.with_descendants) {
            TRY(as_state_result(read_descendants(source, area_root, key, wanted, goes_on)));
            continue;
        }
        if (wanted.from) {
            const auto order = compare(key.key, *wanted.from);
            if (order < 0 || (order == 0 && wanted.excludes_from)) continue;
        }
        const trie::TrieReader reader(source, area_root);
        if (key.skips_value) {
            TRY(as_state_result(reader.contains(key.key)));
        } else {
            TRY(as_state_result(reader.get(key.key)));
        }
    }
    return recording.proof();
}

}  // namespace serinus::state
