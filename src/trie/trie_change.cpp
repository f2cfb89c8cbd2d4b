#include <algorithm>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "trie/root_builder.hpp"
#include "trie/tree.hpp"
#include "trie/trie.hpp"

namespace serinus::trie {
namespace {

constexpr size_t kNone = SIZE_MAX;

/// Pieces for each worker, so that they end at about the same time.
constexpr size_t kPiecesPerWorker = 8;

}  // namespace

struct Trie::Piece {
    Slot* slot;
    size_t parent;  ///< in Split::above
    size_t depth;   ///< nibbles of the slot's position
    std::span<const Change> changes;
    Result<void, TrieError> outcome = {};
    std::vector<Change> too_high = {};  ///< changes that concern nodes above the piece
    std::set<NibblePath> vacated = {};
    std::set<NibblePath> vacated_values = {};
};

/// Which part of the trie each change is in.
struct Trie::Split {
    struct Above {
        Slot* slot;
        size_t parent;
    };
    std::vector<Above> above;  ///< nodes over the pieces, parents first
    std::vector<Piece> pieces;
    std::vector<Change> rest;  ///< changes in no piece
};

Result<void, TrieError> Trie::change(std::span<const Change> changes, StateVersion version) {
    std::vector<Change> too_high;
    return change_part(changes, version, too_high);
}

/// In a part of a trie the last entry is not removed, but given back: its parent is not here.
Result<void, TrieError> Trie::change_part(std::span<const Change> changes, StateVersion version,
                                          std::vector<Change>& too_high) {
    NibblesView last;
    steps_.clear();
    for (const Change& change : changes) {
        ENSURE(change.key.size() <= kLargestSize && (!change.value || change.value->size() <= kLargestSize),
               TrieError::kTooLarge);
        const NibblesView key(change.key);
        TRY_ASSIGN(const Match match, walk_on(key, common_nibbles(last, key)));
        last = key;
        if (change.value) {
            insert_walked(key, match, NodeValue::of(*change.value, version));
        } else if (base_depth_ != 0 && steps_.size() == 1 && steps_[0].slot->node->children.count() == 0) {
            if (match == Match::kExact) too_high.push_back(change);
        } else {
            TRY(remove_walked(key, match));
        }
    }
    return {};
}

/// Goes down from the root to where the changes are so few that one worker makes them.
Result<Trie::Split, TrieError> Trie::split(std::span<const Change> changes, size_t grain) {
    Split out;
    struct Item {
        Slot* slot;
        size_t parent;
        size_t depth;
        std::span<const Change> changes;
    };
    std::vector<Item> items{{root_.get(), kNone, 0, changes}};
    while (!items.empty()) {
        const auto [slot, parent, depth, part] = items.back();
        items.pop_back();
        if (parent != kNone && part.size() <= grain) {
            out.pieces.push_back({slot, parent, depth, part});
            continue;
        }
        TRY_ASSIGN(Node* const node, load(*slot, NibblesView(part[0].key).slice(0, depth)));
        const NibblesView partial_key = node->partial_key();
        const size_t end = depth + partial_key.size();
        out.above.push_back({slot, parent});
        for (size_t i = 0; i < part.size();) {
            const NibblesView key(part[i].key);
            const bool goes_below = common_nibbles(partial_key, key.from(depth)) == partial_key.size() &&
                                    key.size() > end && node->children.has(key[end]);
            if (!goes_below) {
                out.rest.push_back(part[i++]);
                continue;
            }
            const auto behind = std::partition_point(
                part.begin() + static_cast<ptrdiff_t>(i), part.end(),
                [&](const Change& other) { return common_nibbles(key, NibblesView(other.key)) > end; });
            const auto next = static_cast<size_t>(behind - part.begin());
            items.push_back({node->children.find(key[end]), out.above.size() - 1, end + 1, part.subspan(i, next - i)});
            i = next;
        }
    }
    std::reverse(out.pieces.begin(),
                 out.pieces.end());  // the stack gave the last ones first; stores like to go forward
    return out;
}

Result<void, TrieError> Trie::change(std::span<const Change> changes, StateVersion version, Workers& workers,
                                     std::span<NodeSource* const> sources, size_t min_piece) {
    const size_t grain = std::max(min_piece, changes.size() / (kPiecesPerWorker * workers.count()));
    if (workers.count() < 2 || changes.size() <= grain || empty()) return change(changes, version);
    SERINUS_ASSERT(source_ == nullptr || sources.size() >= workers.count());

    TRY_ASSIGN(Split parts, split(changes, grain));
    workers.run(parts.pieces.size(), [&](size_t worker, size_t i) {
        Piece& piece = parts.pieces[i];
        Trie part;
        part.source_ = source_ == nullptr ? nullptr : sources[worker];
        part.base_depth_ = piece.depth;
        *part.root_ = std::move(*piece.slot);
        piece.outcome = part.change_part(piece.changes, version, piece.too_high);
        *piece.slot = std::move(*part.root_);
        piece.vacated = std::move(part.vacated_);
        piece.vacated_values = std::move(part.vacated_values_);
    });
    for (Piece& piece : parts.pieces) {
        TRY(piece.outcome);
        vacated_.merge(piece.vacated);
        vacated_values_.merge(piece.vacated_values);
        parts.rest.insert(parts.rest.end(), piece.too_high.begin(), piece.too_high.end());
        if (piece.slot->merkle_known && piece.slot->saved) continue;
        for (size_t at = piece.parent; at != kNone; at = parts.above[at].parent) parts.above[at].slot->mark_changed();
    }
    return change(parts.rest, version);
}

Hash256 Trie::root(Workers& workers) {
    if (empty() || root_->merkle_known || workers.count() < 2) return root();
    // Level by level down to enough nodes that changed, wherever they are; those above, and leaves passed by, are for
    // the end.
    const size_t wanted = 128 * workers.count();
    std::vector<Slot*> level{root_.get()};
    while (level.size() < wanted) {
        std::vector<Slot*> next;
        for (Slot* const slot : level) {
            for (Slot& child : slot->node->children.slots()) {
                if (!child.merkle_known) next.push_back(&child);
            }
        }
        if (next.empty()) break;
        level = std::move(next);
    }
    std::vector<Scratch> encodings(workers.count());
    workers.run(level.size(), [&](size_t worker, size_t i) {
        if (level[i] != root_.get()) update(*level[i], nullptr, encodings[worker]);
    });
    return root();
}

Hash256 Trie::commit(ChangeSink& sink, Workers& workers) {
    root(workers);
    return commit(sink);
}

}  // namespace serinus::trie
