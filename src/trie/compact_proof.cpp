#include "trie/compact_proof.hpp"

#include <algorithm>

#include "hashing/hashing.hpp"
#include "trie/node.hpp"
#include "trie/reader.hpp"

namespace serinus::trie {
namespace {

using Error = CompactProofError;

/// The first child at `nibble` or after; 16 if there is none.
uint8_t next_child(const NodeView& node, uint8_t nibble) noexcept {
    const uint32_t left = node.children_bitmap & ~((1u << nibble) - 1);
    return left == 0 ? 16 : static_cast<uint8_t>(std::countr_zero(left));
}

/// Whether a node that stands in its parent is one, with all that stands in it in turn. It has less than 32 bytes and
/// takes at least four of its own, so this is at most eight deep; and it has no room for a hash.
bool is_inline_node(BytesView encoding) noexcept {
    const auto node = decode_node(encoding);
    if (!node) return false;
    for (uint8_t i = next_child(*node, 0); i < 16; i = next_child(*node, i + 1)) {
        if (!is_inline_node(node->children[i])) return false;
    }
    return true;
}

/// The roots of the child tries that the proof shows, in the order of their keys. Missing ones are passed over.
Result<std::vector<Hash256>, Error> child_roots(ProofSource& source, const Hash256& root) {
    std::vector<Hash256> roots;
    TrieCursor cursor(source, root);
    // Observed: polkadot-stable2407 takes an error on the way to the prefix as the end of
    // the search.
    if (!cursor.seek_prefix(as_bytes(kDefaultChildPrefix))) return roots;
    for (;;) {
        ENSURE(cursor.visited_nodes() <= kMaxCompactProofItems, Error::kTooLarge);
        const auto found = cursor.next();
        if (!found) {
            ENSURE(found.error() == ReadError::kMissing, Error::kMalformedNode);
            continue;
        }
        if (!*found) return roots;
        const auto value = cursor.value();
        if (!value) continue;
        const auto child_root = Hash256::from(*value);
        ENSURE(child_root.has_value(), Error::kInvalidChildRoot);
        roots.push_back(*child_root);
    }
}

/// Writes one trie after the other.
class Encoder {
  public:
    explicit Encoder(ProofSource& source) noexcept : source_(source) {}

    /// Precondition: the source has the root.
    Result<void, Error> add(const Hash256& root);

    CompactProof finish() && { return std::move(out_); }

  private:
    struct Level {
        BytesView encoding;
        size_t out_index;             ///< the node's place in `out_`, filled when its children are done
        size_t ahead_begin;           ///< its children that are still to be written end `ahead_`, the last one first
        uint16_t omitted_bitmap = 0;  ///< children that follow
        bool omits_value = false;
    };

    Result<void, Error> enter(BytesView encoding);
    void close(const Level& level);
    Result<void, Error> grow_by(size_t bytes);

    ProofSource& source_;
    std::vector<Level> levels_;
    std::vector<BytesView> ahead_;
    CompactProof out_;
    size_t size_ = 0;
};

Result<void, Error> Encoder::add(const Hash256& root) {
    TRY(enter(*source_.find(root)));
    while (!levels_.empty()) {
        if (ahead_.size() > levels_.back().ahead_begin) {
            const BytesView child = ahead_.back();
            ahead_.pop_back();
            TRY(enter(child));
        } else {
            close(levels_.back());
            levels_.pop_back();
        }
    }
    return {};
}

Result<void, Error> Encoder::enter(BytesView encoding) {
    const auto node = decode_node(encoding);
    ENSURE(node.has_value(), Error::kMalformedNode);
    TRY(grow_by(encoding.size()));
    Level& level = levels_.emplace_back(encoding, out_.size(), ahead_.size());
    out_.emplace_back();
    for (uint8_t i = next_child(*node, 0); i < 16; i = next_child(*node, i + 1)) {
        const BytesView child = node->children[i];
        ENSURE(child.size() <= Hash256::kSize, Error::kMalformedNode);
        if (child.size() < Hash256::kSize) {
            ENSURE(is_inline_node(child), Error::kMalformedNode);
        } else if (const auto below = source_.find(*Hash256::from(child))) {
            level.omitted_bitmap |= static_cast<uint16_t>(1u << i);
            ahead_.push_back(*below);
        }
    }
    std::reverse(ahead_.begin() + static_cast<ptrdiff_t>(level.ahead_begin), ahead_.end());
    if (node->value_kind != ValueKind::kHash) return {};

    const auto value = source_.find(*Hash256::from(node->value));
    if (!value) return {};
    TRY(grow_by(value->size()));
    level.omits_value = true;
    out_.push_back(to_bytes(*value));
    return {};
}

void Encoder::close(const Level& level) {
    NodeView node = *decode_node(level.encoding);
    // Observed: polkadot-stable2407: bytes behind a node stay behind a leaf that is written as it is, and get lost
    // where it is built anew.
    if (node.children_bitmap == 0 && !level.omits_value) {
        out_[level.out_index] = to_bytes(level.encoding);
        return;
    }
    for (uint8_t i = 0; i < 16; ++i) {
        if ((level.omitted_bitmap >> i & 1) != 0) node.children[i] = {};
    }
    Bytes& out = out_[level.out_index];
    if (!level.omits_value) {
        out = encode_node(node);
        return;
    }
    node.value_kind = ValueKind::kInline;
    node.value = {};
    out = {kCompactValueFollows};
    append(out, encode_node(node));
}

Result<void, Error> Encoder::grow_by(size_t bytes) {
    size_ += bytes;
    ENSURE(size_ <= kMaxCompactProofSize && out_.size() < kMaxCompactProofItems, Error::kTooLarge);
    return {};
}

/// Reads one trie after the other.
class Decoder {
  public:
    explicit Decoder(std::span<const Bytes> items) noexcept : items_(items) {}

    bool at_end() const noexcept { return items_.empty(); }

    /// One trie; its root.
    Result<Hash256, Error> take_trie();

    std::vector<Bytes> nodes;     ///< of all tries so far, with the values that follow them
    std::vector<Hash256> hashes;  ///< of these

  private:
    struct Level {
        BytesView encoding;    ///< in the items
        const Bytes* value;    ///< that follows the node, or nullptr
        size_t hashes_begin;   ///< the hashes of its omitted children, as far as they are known, end `child_hashes_`
        uint8_t omitted_left;  ///< children still to come
    };

    Result<void, Error> enter();
    Hash256 close();
    Hash256 keep(Bytes node);

    std::span<const Bytes> items_;
    std::vector<Level> levels_;
    std::vector<Hash256> child_hashes_;
};

Result<Hash256, Error> Decoder::take_trie() {
    for (;;) {
        TRY(enter());
        while (levels_.back().omitted_left == 0) {
            const Hash256 hash = close();
            if (levels_.empty()) return hash;
            child_hashes_.push_back(hash);
            --levels_.back().omitted_left;
        }
    }
}

Result<void, Error> Decoder::enter() {
    ENSURE(!items_.empty(), Error::kIncomplete);
    BytesView encoding = items_[0];
    items_ = items_.subspan(1);
    const bool value_follows = !encoding.empty() && encoding[0] == kCompactValueFollows;
    if (value_follows) encoding = encoding.subspan(1);
    const auto node = decode_node(encoding);
    ENSURE(node.has_value(), Error::kMalformedNode);

    Level level{encoding, nullptr, child_hashes_.size(), 0};
    for (uint8_t i = next_child(*node, 0); i < 16; i = next_child(*node, i + 1)) {
        ENSURE(node->children[i].size() <= Hash256::kSize, Error::kMalformedNode);
        if (node->children[i].empty()) ++level.omitted_left;
    }
    if (value_follows) {
        ENSURE(!items_.empty(), Error::kIncomplete);
        level.value = &items_[0];
        items_ = items_.subspan(1);
    }
    levels_.push_back(level);
    return {};
}

/// Completes the last node; its hash.
Hash256 Decoder::close() {
    const Level& level = levels_.back();
    NodeView node = *decode_node(level.encoding);
    size_t next_hash = level.hashes_begin;
    for (uint8_t i = next_child(node, 0); i < 16; i = next_child(node, i + 1)) {
        if (node.children[i].empty()) node.children[i] = child_hashes_[next_hash++].bytes;
    }
    SERINUS_ASSERT(next_hash == child_hashes_.size());
    Hash256 value_hash;
    if (level.value != nullptr) {
        // Observed: polkadot-stable2407: the reference implementation's set of nodes takes an empty value for one that
        // is there anyway.
        value_hash = level.value->empty() ? hashing::blake2b_256({}) : keep(*level.value);
        // Observed: polkadot-stable2407: whatever the node itself says of a value. The empty node keeps none.
        if (node.variant != NodeVariant::kEmpty) {
            node.value_kind = ValueKind::kHash;
            node.value = value_hash.bytes;
        }
    }
    const Hash256 hash = keep(encode_node(node));
    child_hashes_.resize(level.hashes_begin);
    levels_.pop_back();
    return hash;
}

Hash256 Decoder::keep(Bytes node) {
    nodes.push_back(std::move(node));
    return hashes.emplace_back(hashing::blake2b_256(nodes.back()));
}

/// A child trie that is there belongs to the first of the roots left that is its own.
Result<void, Error> take_child_tries(Decoder& decoder, std::span<const Hash256> roots) {
    std::optional<Hash256> pending;
    for (const Hash256& root : roots) {
        if (!pending && !decoder.at_end()) pending = TRY(decoder.take_trie());
        if (pending == root) pending.reset();
    }
    ENSURE(!pending, Error::kExtraneousChild);
    ENSURE(decoder.at_end(), Error::kExtraneousItems);
    return {};
}

}  // namespace

const char* to_string(CompactProofError error) noexcept {
    switch (error) {
        case Error::kWrongRoot:
            return "the proof is not about this root";
        case Error::kIncomplete:
            return "the proof is incomplete";
        case Error::kMalformedNode:
            return "the proof has a malformed node";
        case Error::kInvalidChildRoot:
            return "the root of a child trie is not a hash";
        case Error::kExtraneousChild:
            return "a child trie is not in the top trie";
        case Error::kExtraneousItems:
            return "items follow the last trie";
        case Error::kTooLarge:
            return "the proof is too large";
    }
    return "unknown";
}

Result<CompactProof, CompactProofError> encode_compact(const StorageProof& proof, const Hash256& root) {
    ProofSource source(proof);
    ENSURE(source.find(root).has_value(), Error::kWrongRoot);
    TRY_ASSIGN(const std::vector<Hash256> children, child_roots(source, root));
    Encoder encoder(source);
    TRY(encoder.add(root));
    for (const Hash256& child : children) {
        if (source.find(child)) TRY(encoder.add(child));
    }
    return std::move(encoder).finish();
}

Result<DecodedCompactProof, CompactProofError> decode_compact(std::span<const Bytes> items,
                                                              const std::optional<Hash256>& expected_root) {
    Decoder decoder(items);
    TRY_ASSIGN(const Hash256 root, decoder.take_trie());
    ENSURE(!expected_root || root == *expected_root, Error::kWrongRoot);
    ProofSource top(decoder.nodes, decoder.hashes);
    TRY_ASSIGN(const std::vector<Hash256> children, child_roots(top, root));
    TRY(take_child_tries(decoder, children));
    return DecodedCompactProof{root, StorageProof(std::move(decoder.nodes))};
}

}  // namespace serinus::trie
