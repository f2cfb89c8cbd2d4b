/// Storage proofs: the nodes of a trie that someone else needs to read some of its entries for himself.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "codec/decode_error.hpp"
#include "trie/node_source.hpp"
#include "trie/reader.hpp"

namespace serinus::trie {

/// A set of encoded nodes and of values that nodes name by hash. In bytes: SCALE's Vec<Vec<u8>>, ascending when we
/// write it, in any order and with repetitions when we read it, as the reference implementation does.
class StorageProof {
  public:
    StorageProof() = default;
    explicit StorageProof(std::vector<Bytes> items);

    /// nullopt if two items are the same.
    static std::optional<StorageProof> from_distinct(std::vector<Bytes> items);

    /// Whole input. Memory O(input).
    static Result<StorageProof, scale::DecodeFault> decode(BytesView input);
    Bytes encode() const;

    /// Distinct, ascending.
    const std::vector<Bytes>& items() const noexcept { return items_; }

    friend bool operator==(const StorageProof&, const StorageProof&) = default;

  private:
    std::vector<Bytes> items_;
};

/// A bound of ours. A block's proof has at most some ten megabytes, and no node of its own less than 32 bytes.
inline constexpr size_t kMaxProofItems = 1 << 20;

/// A sequence of byte strings, each behind its length: the bytes of a proof, compact or not.
Result<std::vector<Bytes>, scale::DecodeFault> decode_proof_items(BytesView input);
Bytes encode_proof_items(std::span<const Bytes> items);

/// The nodes of a proof, found by hash and thereby proven. Hashes each item once, at the start. The views
/// it gives stay valid as long as the proof. Also knows the node of the empty trie, which no proof has to hold.
class ProofSource final : public NodeSource {
  public:
    /// `proof` must outlive the source.
    explicit ProofSource(const StorageProof& proof);
    /// Of items that are hashed already; they must outlive the source.
    ProofSource(std::span<const Bytes> items, std::span<const Hash256> hashes);

    Result<BytesView, SourceError> node_at(const NibblePath& position, const Hash256& hash) override;
    Result<BytesView, SourceError> value_at(const NibblePath& path, const Hash256& hash) override;

    /// The item of this hash, if there is one.
    std::optional<BytesView> find(const Hash256& hash);

    /// Items that nobody has asked for.
    size_t unused_count() const noexcept { return items_.size() - used_count_; }

  private:
    struct Item {
        Hash256 hash;
        BytesView bytes;
        bool used = false;
    };
    void sort_items();
    size_t start_of(const Hash256& hash) const noexcept;

    std::vector<Item> items_;       ///< by hash: chosen hashes cannot make a search slow
    std::vector<uint32_t> starts_;  ///< where the hashes begin whose first bits are the index; the end is the last one
    uint8_t start_bits_ = 0;
    size_t used_count_ = 0;
};

/// The nodes that were read, as a proof.
class Recording {
  public:
    Recording() = default;
    /// With a bound on encoded_size().
    explicit Recording(size_t max_bytes) noexcept : max_bytes_(max_bytes) {}

    void add(const Hash256& hash, BytesView bytes);
    /// Leaves out an item that the reader of the proof has from elsewhere.
    void ignore(const Hash256& hash) { seen_.insert(hash); }
    /// Forgets what was recorded last: all but the first `item_count` items.
    void roll_back(size_t item_count);

    size_t item_count() const noexcept { return items_.size(); }
    /// Bytes of the proof's items, without their lengths.
    size_t size() const noexcept { return size_; }
    /// The same with their lengths: those of the proof in bytes without the number of its items. Observed:
    /// polkadot-stable2407: what the reference implementation takes for the size of a proof that it records.
    size_t encoded_size() const noexcept { return size_ + lengths_size_; }
    bool is_too_large() const noexcept { return encoded_size() > max_bytes_; }
    StorageProof proof() const { return StorageProof(items_); }
    /// The hashes of the items, in the order in which they were added.
    const std::vector<Hash256>& hashes() const noexcept { return hashes_; }

  private:
    std::set<Hash256> seen_;
    std::vector<Bytes> items_;
    std::vector<Hash256> hashes_;
    size_t size_ = 0;
    size_t lengths_size_ = 0;
    size_t max_bytes_ = SIZE_MAX;
};

/// Passes on the nodes of another source, and records them; fails once the recording is too large.
class RecordingSource final : public NodeSource {
  public:
    /// Both must outlive this.
    RecordingSource(NodeSource& source, Recording& recording) noexcept : source_(&source), recording_(&recording) {}

    Result<BytesView, SourceError> node_at(const NibblePath& position, const Hash256& hash) override;
    Result<BytesView, SourceError> value_at(const NibblePath& path, const Hash256& hash) override;

  private:
    NodeSource* source_;
    Recording* recording_;
};

/// Where the top trie keeps the roots of child tries: under this prefix and the child's storage key.
/// Spec: defn-child-storage-type
inline constexpr std::string_view kDefaultChildPrefix = ":child_storage:default:";
Bytes default_child_root_key(BytesView storage_key);

/// The proof of the values at `keys`, present or absent. Errors: those of reading; kProofTooLarge above
/// `max_bytes` (items with their lengths), found before more than one item beyond them is copied.
Result<StorageProof, ReadError> generate_proof(const Hash256& root, NodeSource& source, std::span<const Bytes> keys,
                                               size_t max_bytes = SIZE_MAX);

/// The same for keys of a child trie, whose nodes `child` gives; holds the path to the child's root too. Without such a
/// child, the proof that there is none.
Result<StorageProof, ReadError> generate_child_proof(const Hash256& root, NodeSource& top, NodeSource& child,
                                                     BytesView storage_key, std::span<const Bytes> keys,
                                                     size_t max_bytes = SIZE_MAX);

enum class ProofError : uint8_t {
    kWrongRoot = 1,     ///< no item has the hash of the root
    kIncomplete,        ///< an item is missing on the way to a key
    kMalformedNode,     ///< an item on the way to a key is no node, or not one that can be there
    kInvalidChildRoot,  ///< the root of the child trie has not 32 bytes
    kUnusedItem,        ///< strict: an item that no key needs
    kDuplicateItem,     ///< strict: an item twice
};

const char* to_string(ProofError error) noexcept;

struct ProofFailure {
    ProofError error;
    size_t key_index = 0;  ///< of the key that could not be read; 0 if it was not about a key

    friend bool operator==(const ProofFailure&, const ProofFailure&) = default;
};

/// For each key its value, or that the trie has none.
using ProvenValues = std::vector<std::optional<Bytes>>;

/// Reads `keys` out of a proof for the trie of this root. Items that no key needs are no fault.
/// Time O(bytes of the proof + nibbles of the keys).
/// Observed: polkadot-stable2407: the reference implementation's read_proof_check.
Result<ProvenValues, ProofFailure> read_proof_check(const Hash256& root, const StorageProof& proof,
                                                    std::span<const Bytes> keys);

/// The same for keys of a child trie. If the proof shows that there is no such child, all its keys are absent.
Result<ProvenValues, ProofFailure> read_child_proof_check(const Hash256& root, const StorageProof& proof,
                                                          BytesView storage_key, std::span<const Bytes> keys);

/// The same as `read_proof_check`, for items as they came in: every item must be needed, and none may come twice.
Result<ProvenValues, ProofFailure> read_proof_check_strict(const Hash256& root, std::vector<Bytes> items,
                                                           std::span<const Bytes> keys);

}  // namespace serinus::trie
