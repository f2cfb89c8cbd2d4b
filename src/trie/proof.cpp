#include "trie/proof.hpp"

#include <algorithm>

#include "codec/compact.hpp"
#include "hashing/hashing.hpp"
#include "trie/root_builder.hpp"

namespace serinus::trie {
namespace {

bool is_before(const Bytes& a, const Bytes& b) noexcept { return compare(a, b) < 0; }
bool is_same(const Bytes& a, const Bytes& b) noexcept { return equal(a, b); }

ProofError proof_error(ReadError error) noexcept {
    switch (error) {
        case ReadError::kMissing:
        case ReadError::kSourceFailed:   // a proof does not fail
        case ReadError::kProofTooLarge:  // of generating alone
            return ProofError::kIncomplete;
        case ReadError::kMalformedNode:
            return ProofError::kMalformedNode;
    }
    return ProofError::kMalformedNode;
}

Result<ProvenValues, ProofFailure> read_keys(const Hash256& root, ProofSource& source, std::span<const Bytes> keys) {
    const TrieReader reader(source, root);
    ProvenValues out;
    out.reserve(keys.size());
    for (const Bytes& key : keys) {
        const auto value = reader.get(key);
        ENSURE(value.has_value(), ProofFailure{proof_error(value.error()), out.size()});
        out.push_back(*value ? std::optional(to_bytes(**value)) : std::nullopt);
    }
    return out;
}

}  // namespace

StorageProof::StorageProof(std::vector<Bytes> items) : items_(std::move(items)) {
    std::sort(items_.begin(), items_.end(), is_before);
    items_.erase(std::unique(items_.begin(), items_.end(), is_same), items_.end());
}

std::optional<StorageProof> StorageProof::from_distinct(std::vector<Bytes> items) {
    const size_t count = items.size();
    StorageProof out(std::move(items));
    if (out.items_.size() != count) return std::nullopt;
    return out;
}

Result<StorageProof, scale::DecodeFault> StorageProof::decode(BytesView input) {
    return StorageProof(TRY(decode_proof_items(input)));
}

Bytes StorageProof::encode() const { return encode_proof_items(items_); }

Result<std::vector<Bytes>, scale::DecodeFault> decode_proof_items(BytesView input) {
    TRY_ASSIGN(const uint64_t count, scale::take_compact(input));
    ENSURE(count <= kMaxProofItems && count <= input.size(),
           scale::DecodeFault::kLengthTooLarge);  // each item has at least its length
    std::vector<Bytes> items;
    for (uint64_t i = 0; i < count; ++i) {
        TRY_ASSIGN(const uint64_t size, scale::take_compact(input));
        ENSURE(size <= input.size(), scale::DecodeFault::kLengthTooLarge);
        const BytesView item = input.first(static_cast<size_t>(size));
        items.push_back(to_bytes(item));
        input = input.subspan(item.size());
    }
    ENSURE(input.empty(), scale::DecodeFault::kTrailingBytes);
    return items;
}

Bytes encode_proof_items(std::span<const Bytes> items) {
    Bytes out;
    size_t size = scale::kMaxCompact64;
    for (const Bytes& item : items) size += scale::compact_size(uint64_t{item.size()}) + item.size();
    out.reserve(size);
    scale::append_compact(out, items.size());
    for (const Bytes& item : items) {
        scale::append_compact(out, item.size());
        append(out, item);
    }
    return out;
}

ProofSource::ProofSource(const StorageProof& proof) {
    items_.reserve(proof.items().size());
    for (const Bytes& item : proof.items()) items_.push_back({hashing::blake2b_256(item), item});
    sort_items();
}

ProofSource::ProofSource(std::span<const Bytes> items, std::span<const Hash256> hashes) {
    SERINUS_ASSERT(items.size() == hashes.size());
    items_.reserve(items.size());
    for (size_t i = 0; i < items.size(); ++i) items_.push_back({hashes[i], items[i]});
    sort_items();
}

void ProofSource::sort_items() {
    SERINUS_ASSERT(items_.size() <= UINT32_MAX);
    std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) { return a.hash < b.hash; });
    start_bits_ = static_cast<uint8_t>(std::bit_width(items_.size() | 1));
    starts_.resize((size_t{1} << start_bits_) + 1, static_cast<uint32_t>(items_.size()));
    size_t next = 0;
    for (size_t i = 0; i < items_.size(); ++i) {
        for (const size_t at = start_of(items_[i].hash); next <= at; ++next) starts_[next] = static_cast<uint32_t>(i);
    }
}

/// The first bits of a hash as a number.
size_t ProofSource::start_of(const Hash256& hash) const noexcept {
    return static_cast<size_t>(std::byteswap(load_le<uint32_t>(hash.data())) >> (32 - start_bits_));
}

std::optional<BytesView> ProofSource::find(const Hash256& hash) {
    const size_t start = start_of(hash);
    const auto end = items_.begin() + starts_[start + 1];
    const auto item = std::lower_bound(items_.begin() + starts_[start], end, hash,
                                       [](const Item& one, const Hash256& wanted) { return one.hash < wanted; });
    if (item != end && item->hash == hash) {
        used_count_ += item->used ? 0 : 1;
        item->used = true;
        return item->bytes;
    }
    if (hash == empty_root()) return BytesView(kEmptyNode);
    return std::nullopt;
}

Result<BytesView, SourceError> ProofSource::node_at(const NibblePath&, const Hash256& hash) {
    const auto item = find(hash);
    ENSURE(item.has_value(), SourceError::kMissing);
    return *item;
}

Result<BytesView, SourceError> ProofSource::value_at(const NibblePath& path, const Hash256& hash) {
    return node_at(path, hash);
}

void Recording::add(const Hash256& hash, BytesView bytes) {
    if (!seen_.insert(hash).second) return;
    items_.push_back(to_bytes(bytes));
    hashes_.push_back(hash);
    size_ += bytes.size();
    lengths_size_ += scale::compact_size(uint64_t{bytes.size()});
}

void Recording::roll_back(size_t item_count) {
    while (items_.size() > item_count) {
        const size_t size = items_.back().size();
        size_ -= size;
        lengths_size_ -= scale::compact_size(uint64_t{size});
        seen_.erase(hashes_.back());
        items_.pop_back();
        hashes_.pop_back();
    }
}

Result<BytesView, SourceError> RecordingSource::node_at(const NibblePath& position, const Hash256& hash) {
    TRY_ASSIGN(const BytesView node, source_->node_at(position, hash));
    recording_->add(hash, node);
    ENSURE(!recording_->is_too_large(), SourceError::kFailed);
    return node;
}

Result<BytesView, SourceError> RecordingSource::value_at(const NibblePath& path, const Hash256& hash) {
    TRY_ASSIGN(const BytesView value, source_->value_at(path, hash));
    recording_->add(hash, value);
    ENSURE(!recording_->is_too_large(), SourceError::kFailed);
    return value;
}

Bytes default_child_root_key(BytesView storage_key) { return concat(as_bytes(kDefaultChildPrefix), storage_key); }

namespace {

/// Reads `keys` so that the recording gets their nodes.
Result<void, ReadError> read_for_proof(const Hash256& root, NodeSource& source, Recording& recording,
                                       std::span<const Bytes> keys) {
    RecordingSource recorded(source, recording);
    const TrieReader reader(recorded, root);
    for (const Bytes& key : keys) {
        const auto value = reader.get(key);
        ENSURE(!recording.is_too_large(), ReadError::kProofTooLarge);
        ENSURE(value.has_value(), value.error());
    }
    return {};
}

}  // namespace

Result<StorageProof, ReadError> generate_proof(const Hash256& root, NodeSource& source, std::span<const Bytes> keys,
                                               size_t max_bytes) {
    Recording recording(max_bytes);
    TRY(read_for_proof(root, source, recording, keys));
    return recording.proof();
}

Result<StorageProof, ReadError> generate_child_proof(const Hash256& root, NodeSource& top, NodeSource& child,
                                                     BytesView storage_key, std::span<const Bytes> keys,
                                                     size_t max_bytes) {
    Recording recording(max_bytes);
    RecordingSource recorded_top(top, recording);
    const auto child_root = TrieReader(recorded_top, root).get(default_child_root_key(storage_key));
    ENSURE(!recording.is_too_large(), ReadError::kProofTooLarge);
    ENSURE(child_root.has_value(), child_root.error());
    if (*child_root) {
        const auto hash = Hash256::from(**child_root);
        ENSURE(hash.has_value(), ReadError::kMalformedNode);
        TRY(read_for_proof(*hash, child, recording, keys));
    }
    return recording.proof();
}

const char* to_string(ProofError error) noexcept {
    switch (error) {
        case ProofError::kWrongRoot:
            return "the proof is not about this root";
        case ProofError::kIncomplete:
            return "the proof is incomplete";
        case ProofError::kMalformedNode:
            return "the proof has a malformed node";
        case ProofError::kInvalidChildRoot:
            return "the root of the child trie is not a hash";
        case ProofError::kUnusedItem:
            return "the proof has an item that is not needed";
        case ProofError::kDuplicateItem:
            return "the proof has an item twice";
    }
    return "unknown";
}

Result<ProvenValues, ProofFailure> read_proof_check(const Hash256& root, const StorageProof& proof,
                                                    std::span<const Bytes> keys) {
    ProofSource source(proof);
    ENSURE(source.find(root).has_value(), ProofFailure{ProofError::kWrongRoot});
    return read_keys(root, source, keys);
}

Result<ProvenValues, ProofFailure> read_child_proof_check(const Hash256& root, const StorageProof& proof,
                                                          BytesView storage_key, std::span<const Bytes> keys) {
    ProofSource source(proof);
    ENSURE(source.find(root).has_value(), ProofFailure{ProofError::kWrongRoot});
    const auto child_root = TrieReader(source, root).get(default_child_root_key(storage_key));
    ENSURE(child_root.has_value(), ProofFailure{proof_error(child_root.error())});
    if (!*child_root) return ProvenValues(keys.size());
    const auto hash = Hash256::from(**child_root);
    ENSURE(hash.has_value(), ProofFailure{ProofError::kInvalidChildRoot});
    return read_keys(*hash, source, keys);
}

Result<ProvenValues, ProofFailure> read_proof_check_strict(const Hash256& root, std::vector<Bytes> items,
                                                           std::span<const Bytes> keys) {
    const auto proof = StorageProof::from_distinct(std::move(items));
    ENSURE(proof.has_value(), ProofFailure{ProofError::kDuplicateItem});
    ProofSource source(*proof);
    ENSURE(source.find(root).has_value(), ProofFailure{ProofError::kWrongRoot});
    TRY_ASSIGN(ProvenValues out, read_keys(root, source, keys));
    ENSURE(source.unused_count() == 0, ProofFailure{ProofError::kUnusedItem});
    return out;
}

}  // namespace serinus::trie
