#include "trie/range_end.hpp"

#include <bit>

#include "codec/compact.hpp"
#include "trie/node.hpp"

namespace serinus::trie {
namespace {

using Error = CompactProofError;

/// A node on the way to the last one.
struct Level {
    size_t path_size = 0;         ///< in nibbles, without a step to a child
    uint16_t given_bitmap = 0;    ///< children that follow in the proof and were not met yet
    uint16_t missing_bitmap = 0;  ///< children that the node names by their hashes, behind those that were met
    bool misses_value = false;
};

std::optional<BytesView> take_item(BytesView& input) {
    const auto size = scale::take_compact(input);
    if (!size || *size > input.size()) return std::nullopt;
    const BytesView out = input.first(static_cast<size_t>(*size));
    input = input.subspan(out.size());
    return out;
}

class EndFinder {
  public:
    EndFinder(BytesView start, size_t prefix_nibbles) : start_(start), prefix_nibbles_(prefix_nibbles) {}

    /// `at`: where in the proof the item begins.
    Result<void, Error> enter(BytesView encoding, bool has_value, size_t at) {
        while (!levels_.empty() && levels_.back().given_bitmap == 0) levels_.pop_back();
        ENSURE(!levels_.empty() || !has_root_, Error::kExtraneousItems);
        has_root_ = true;
        path_.resize(levels_.empty() ? 0 : levels_.back().path_size);
        if (!levels_.empty()) {
            Level& parent = levels_.back();
            const auto step = static_cast<uint8_t>(std::countr_zero(parent.given_bitmap));
            parent.given_bitmap &= static_cast<uint16_t>(parent.given_bitmap - 1);
            parent.missing_bitmap &= static_cast<uint16_t>(~((2u << step) - 1));
            parent.misses_value = false;  // it comes before the children
            path_.push_back(step);
        }
        const auto node = decode_node(encoding);
        ENSURE(node.has_value(), Error::kMalformedNode);
        ENSURE(path_.size() + node->partial_key.size() <= kMaxPathNibbles, Error::kTooLarge);
        for (size_t i = 0; i < node->partial_key.size(); ++i) path_.push_back(node->partial_key[i]);
        const bool is_in_prefix = !levels_.empty() && levels_.back().path_size >= prefix_nibbles_;
        if (path_.size() >= prefix_nibbles_ && !is_in_prefix) {
            tail_prefix_.assign(path_.begin(), path_.begin() + static_cast<ptrdiff_t>(prefix_nibbles_));
            tail_at_ = at;
        }
        Level level{.path_size = path_.size(), .misses_value = node->value_kind == ValueKind::kHash && !has_value};
        for (uint8_t i = 0; i < 16; ++i) {
            if (!node->has_child(i)) continue;
            const auto bit = static_cast<uint16_t>(1u << i);
            if (node->children[i].empty()) level.given_bitmap |= bit;
            if (node->children[i].size() == Hash256::kSize) level.missing_bitmap |= bit;
        }
        levels_.push_back(level);
        return {};
    }

    Result<RangeEnd, Error> finish(size_t bytes) && {
        for (const Level& level : levels_) ENSURE(level.given_bitmap == 0, Error::kIncomplete);
        RangeEnd out{.next = next(), .tail_prefix = std::move(tail_prefix_), .tail_bytes = bytes - tail_at_};
        return out;
    }

  private:
    /// Of keys of 64 KiB, our bound.
    static constexpr size_t kMaxPathNibbles = size_t{1} << 17;

    std::optional<Bytes> next() {
        for (; !levels_.empty(); levels_.pop_back()) {
            const Level& level = levels_.back();
            path_.resize(level.path_size);
            if (level.misses_value && compare(path_, start_) >= 0) return path_;
            for (uint32_t left = level.missing_bitmap; left != 0; left &= left - 1) {
                path_.push_back(static_cast<uint8_t>(std::countr_zero(left)));
                const bool has_start = start_.size() >= path_.size() && equal(start_.first(path_.size()), path_);
                if (has_start || compare(path_, start_) >= 0) return path_;
                path_.pop_back();
            }
        }
        return std::nullopt;
    }

    BytesView start_;
    size_t prefix_nibbles_;
    std::vector<Level> levels_;
    Bytes path_;  ///< of the last node
    Bytes tail_prefix_;
    size_t tail_at_ = 0;
    bool has_root_ = false;
};

}  // namespace

Result<RangeEnd, CompactProofError> find_range_end(BytesView proof, BytesView start, size_t prefix_nibbles) {
    const size_t bytes = proof.size();
    const auto count = scale::take_compact(proof);
    ENSURE(count.has_value() && *count > 0, Error::kIncomplete);
    ENSURE(*count <= kMaxCompactProofItems, Error::kTooLarge);
    EndFinder finder(start, prefix_nibbles);
    for (uint64_t i = 0; i < *count; ++i) {
        const size_t at = bytes - proof.size();
        auto item = take_item(proof);
        ENSURE(item.has_value(), Error::kIncomplete);
        const bool has_value = !item->empty() && item->front() == kCompactValueFollows;
        if (has_value) {
            item = item->subspan(1);
            ENSURE(++i < *count && take_item(proof), Error::kIncomplete);
        }
        TRY(finder.enter(*item, has_value, at));
    }
    ENSURE(proof.empty(), Error::kExtraneousItems);
    return std::move(finder).finish(bytes);
}

}  // namespace serinus::trie
