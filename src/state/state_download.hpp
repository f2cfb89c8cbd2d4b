/// A state that comes from other nodes, part by part, checked against its root and written as it comes.
#pragma once

#include <set>

#include "state/database.hpp"
#include "trie/compact_proof.hpp"

namespace serinus::state {

/// A node, or a value that stands beside its node, that is known by its hash and not here yet.
struct OpenPart {
    std::optional<Bytes> child;  ///< the storage key of a child trie; nullopt: the top trie
    Bytes position;              ///< of a node, as nibbles, one a byte; of a value the path of its entry
    Hash256 hash;
    bool is_value = false;

    friend bool operator==(const OpenPart&, const OpenPart&) = default;
    friend auto operator<=>(const OpenPart&, const OpenPart&) = default;
};

/// Whose state is downloaded.
struct DownloadTarget {
    Hash256 block;
    uint64_t number = 0;
    Hash256 root;

    friend bool operator==(const DownloadTarget&, const DownloadTarget&) = default;
};

/// The state stands in a store of its own until it is whole; adopt_download() brings it to a node's database. What is
/// open is known by hashes that lead up to the root, so nothing that is written must be checked again, and no answer
/// can bring what does not belong there. Memory: one proof, and what is open. One thread at a time.
class StateDownload {
  public:
    /// Goes on with what the store has. `store` must outlive this. Errors: kCorrupt, kIo.
    static Result<std::unique_ptr<StateDownload>, StateError> open(storage::Store& store);

    /// nullopt: nothing was begun.
    const std::optional<DownloadTarget>& target() const noexcept { return target_; }
    /// Begins; with another target from the start. Nothing happens with the same target.
    Result<void, StateError> begin(const DownloadTarget& target);

    /// The store of another download, perhaps of another target and not whole: what it has of this target's state is
    /// taken from there. Must outlive this, and stay as it is. nullptr: none, as in the beginning.
    void set_earlier(storage::Store* earlier);
    /// Writes some MiB of that, in one batch. False: the earlier download has nothing of what is open now. Everything
    /// that is taken has the hash that leads up to the root, as what comes from others.
    Result<bool, StateError> take_earlier();

    /// What is missing: top trie first, by position.
    const std::set<OpenPart>& open_parts() const noexcept { return open_; }
    bool is_complete() const noexcept { return target_ && open_.empty(); }
    /// Entries that are written, and bytes of all that is.
    uint64_t entries() const noexcept { return entries_; }
    uint64_t bytes() const noexcept { return bytes_; }

    /// Where a range begins that has this part. As RangeStart.
    static std::vector<Bytes> start_of(const OpenPart& part);

    enum class Verdict : uint8_t {
        kTaken,
        kUseless,  ///< the proof is good, but has nothing that is missing
        kBad,      ///< it is not of the target's state: proven
    };
    /// Writes what a proof has of the open parts, with what is open then, in one batch. Memory: some times the proof,
    /// which is taken by value to be freed on the way.
    Result<Verdict, StateError> take(trie::CompactProof proof);

  private:
    explicit StateDownload(storage::Store& store) : store_(&store) {}
    struct Written;
    Verdict write(trie::CompactProof proof, storage::WriteBatch& batch, Written& written) const;
    Result<void, StateError> commit(std::unique_ptr<storage::WriteBatch> batch, Written written);
    void put_progress(storage::WriteBatch& batch) const;

    storage::Store* store_;
    std::optional<DownloadTarget> target_;
    std::set<OpenPart> open_;
    uint64_t entries_ = 0, bytes_ = 0;
    storage::Store* earlier_ = nullptr;
    std::set<OpenPart> untried_;  ///< of the open parts: the earlier download was not asked for them
};

/// A state that was downloaded whole, to be read where it is. `from` must outlive it. Errors: kMissing if it is not
/// whole.
Result<std::unique_ptr<BlockState>, StateError> open_download(storage::Store& from);

/// Makes a state that was downloaded whole the only one of a database, as StateDatabase::set_genesis does: it goes to
/// the store at once and in pieces; that it counts, to the batch. Errors: kMissing if it is not whole.
Result<DownloadTarget, StateError> adopt_download(storage::Store& from, storage::Store& to, storage::WriteBatch& batch);

}  // namespace serinus::state
