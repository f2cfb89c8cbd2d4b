/// A trie that changes: entries in and out, its root kept up to date, and the nodes to be written for it.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "trie/nibbles.hpp"
#include "trie/node_source.hpp"
#include "trie/node_writer.hpp"
#include "trie/state_version.hpp"
#include "trie/workers.hpp"

namespace serinus::trie {

class Node;
struct NodeValue;
struct Slot;

enum class TrieError : uint8_t {
    kMissing = 1,    ///< the source does not have a node or a hashed value
    kSourceFailed,   ///< the source could not be read
    kMalformedNode,  ///< bytes that are no node, or a node that no trie has at its place
    kTooLarge,       ///< a key or a value of 4 GiB or more (our bound; the length of a value is a compact u32)
};

const char* to_string(TrieError error) noexcept;

/// Takes the changes of a store so that it has the nodes of a trie and no other.
///
/// A store keyed by position can write in place: no position and no path is given twice in a commit.
/// The order is of no meaning. Views are valid during the call. See `NodeSource` for the meaning of position and path.
class ChangeSink {
  public:
    virtual ~ChangeSink() = default;

    /// A node that its parent names by its hash, or the root. Overwrites.
    virtual void write_node(const NibblePath& position, const Hash256& hash, BytesView encoding) = 0;
    virtual void remove_node(const NibblePath& position) = 0;

    /// A value that its node replaces by its hash. Overwrites.
    virtual void write_value(const NibblePath& path, const Hash256& hash, BytesView value) = 0;
    virtual void remove_value(const NibblePath& path) = 0;
};

/// One trie in memory, or as much of one as was needed: the rest stays in its source.
///
///     Trie trie(source, parent_state_root);
///     TRY(trie.insert(key, value, version));
///     const Hash256 root = trie.commit(batch);
///
/// Nodes are loaded when an operation passes through them, and stay. After an error the entries and the root are what
/// they were before the call. Time of an operation is O(nodes on the path + key), and no operation recurses, however
/// deep the keys make the trie. Not thread-safe; two tries are independent.
/// Stricter than `TrieReader`: a branch without value and with a single child is malformed here.
class Trie {
  public:
    class Cursor;

    Trie();                                         ///< without entries
    Trie(NodeSource& source, const Hash256& root);  ///< loads nothing; `source` must outlive the trie
    Trie(Trie&&) noexcept;
    Trie& operator=(Trie&&) noexcept;
    ~Trie();

    using Entry = std::pair<BytesView, BytesView>;
    /// From entries in any order; ascending is the fastest. Of two with one key, the later wins.
    static Result<Trie, TrieError> of(std::span<const Entry> entries, StateVersion version);

    /// Whether there is no entry. Loads nothing.
    bool empty() const noexcept;

    /// Valid until the trie changes or the source is asked again; nullopt if there is no such entry.
    Result<std::optional<BytesView>, TrieError> get(BytesView key);

    /// The first key greater than `key`, nullopt if there is none.
    Result<std::optional<Bytes>, TrieError> next_key(BytesView key);

    /// In key order; valid until the trie changes.
    Cursor cursor() noexcept;

    /// Adds or overwrites. Only this entry takes on the form of `version`; an entry that it is equal to, form and
    /// value, counts as unchanged. Spec: defn-hashed-subvalue. Observed: polkadot-stable2407: an entry keeps the form
    /// of its version until its value is written again.
    Result<void, TrieError> insert(BytesView key, BytesView value, StateVersion version);

    /// Whether there was such an entry.
    Result<bool, TrieError> remove(BytesView key);

    struct PrefixRemoval {
        uint64_t removed = 0;
        bool all = true;  ///< no entry with the prefix is left
    };
    /// Removes the first `limit` entries whose keys begin with `prefix`, or all of them. Loads the nodes of all these.
    Result<PrefixRemoval, TrieError> remove_prefix(BytesView prefix, std::optional<uint64_t> limit = std::nullopt);

    struct Change {
        BytesView key;
        std::optional<BytesView> value;  ///< nullopt: the entry goes
    };
    /// Makes changes whose keys are distinct. The outcome is that of `insert` and `remove` one by one; it comes faster
    /// if they ascend. After an error some are made and others not, and the trie is good for nothing.
    Result<void, TrieError> change(std::span<const Change> changes, StateVersion version);
    /// The same on several threads, for changes that strictly ascend. `sources` has one for each worker, of the same
    /// trie; there may be none if this trie has no source. Fewer changes than `min_piece` are not worth a worker's
    /// while.
    Result<void, TrieError> change(std::span<const Change> changes, StateVersion version, Workers& workers,
                                   std::span<NodeSource* const> sources, size_t min_piece = 64);

    /// Hashes the nodes changed since the last call. Spec: defn-merkle-value
    Hash256 root();
    Hash256 root(Workers& workers);

    /// Gives `sink` the changes since the last commit, or since the trie was opened, and returns the root. The source
    /// must then have these changes, before it is asked again. A trie without entries has no node at all.
    Hash256 commit(ChangeSink& sink);
    /// The same, hashed on several threads; the sink is called by this one.
    Hash256 commit(ChangeSink& sink, Workers& workers);

  private:
    /// A node on the path of a key.
    struct Step {
        Slot* slot;
        size_t depth;   ///< nibbles of its position
        size_t common;  ///< nibbles of its partial key that the key shares
    };
    enum class Match : uint8_t { kEmptyTrie, kExact, kNoChild, kDiverges };

    Result<Node*, TrieError> load(Slot& slot, NibblesView position);
    Result<Node*, TrieError> load(Slot& slot, const NibblePath& position);
    Result<Match, TrieError> walk(NibblesView key);
    Result<Match, TrieError> walk_on(NibblesView key, size_t shared);
    Result<Match, TrieError> walk_from(Slot* slot, size_t depth, NibblesView key);
    void insert_walked(NibblesView key, Match match, const NodeValue& value);
    Result<bool, TrieError> remove_walked(NibblesView key, Match match);
    Result<void, TrieError> load_last_sibling(NibblesView key, size_t level);
    void mark_path() noexcept;
    void forget_value(const Node& node, NibblesView path);
    void forget_subtrie(Slot& slot, const NibblePath& position);
    void remove_last_step(NibblesView key);
    void merge_with_child(const Step& step, NibblesView key);
    Result<void, TrieError> load_right_siblings(BytesView key, size_t prefix_nibbles);
    void update(Slot& top, ChangeSink* sink, Scratch& encoding);
    void emit(ChangeSink& sink, Slot& slot, NibblePath& path, BytesView encoding);

    /// Changes of one part of the trie, made by one worker.
    struct Piece;
    struct Split;
    Result<Split, TrieError> split(std::span<const Change> changes, size_t grain);
    Result<void, TrieError> change_part(std::span<const Change> changes, StateVersion version,
                                        std::vector<Change>& too_high);

    NodeSource* source_ = nullptr;
    std::unique_ptr<Slot> root_;
    size_t base_depth_ = 0;                ///< of a part of a trie: nibbles of the position of `root_`
    std::vector<Step> steps_;              ///< the nodes `walk` passed
    std::set<NibblePath> vacated_;         ///< positions where the store has a node and the trie, at some time, not
    std::set<NibblePath> vacated_values_;  ///< likewise, paths of hashed values
    Scratch encoding_;
};

/// Walks the entries in key order, loading nodes as they are needed.
///
///     auto cursor = trie.cursor();
///     TRY(cursor.seek_prefix(prefix));
///     while (TRY(cursor.next())) use(cursor.key(), TRY(cursor.value()));
///
/// After an error the cursor must be sent to a place anew.
class Trie::Cursor {
  public:
    /// Before the first entry whose key is `key` or greater.
    Result<void, TrieError> seek(BytesView key);

    /// Before the first entry whose key begins with `prefix`; the walk ends with the last one.
    Result<void, TrieError> seek_prefix(BytesView prefix);

    /// To the next entry; false at the end.
    Result<bool, TrieError> next();

    /// The key of the current entry; valid until the cursor moves. Precondition: `next()` gave true.
    BytesView key() const noexcept { return key_; }

    /// Valid until the trie changes or the source is asked again. Precondition: as above.
    Result<BytesView, TrieError> value();

  private:
    friend class Trie;
    explicit Cursor(Trie& trie) noexcept : trie_(&trie) {}

    /// A node on the way; its path, partial key included, are the first `path_size` nibbles of `path_`.
    struct Level {
        Node* node;
        size_t path_size;
        uint8_t next_child = 0;
        bool value_passed = false;
    };

    Result<void, TrieError> descend(NibblesView key, bool only_below);

    Trie* trie_;
    bool started_ = false;
    std::vector<Level> levels_;
    NibblePath path_;
    Bytes key_;
};

}  // namespace serinus::trie
