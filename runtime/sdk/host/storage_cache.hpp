/// The main trie's storage as a runtime sees it within one call of the host: values that were read or written stay in
/// the module's memory, and what was written reaches the host when somebody else could see it, at the latest at the end
/// of the call. Transactions are kept here too; the host learns of one when it has to be part of it.
///
/// What the host has after settle() is what it would have without this class: the same values, the same keys written,
/// and as many open transactions, each with the changes that were made in it.
#pragma once

#include <vector>

#include "runtime/sdk/host/storage_backend.hpp"

namespace serinus::sdk {

class StorageCache {
  public:
    // Larger values pass through, and with more in memory than this everything is written and forgotten: a migration of
    // a large map needs no more memory than a block.
    static constexpr size_t kLargestValue = 64 * 1024;
    static constexpr size_t kMostBytes = 8 * 1024 * 1024;
    // With so many keys known, values of further keys that are read pass through too: who reads a large map from end to
    // end asks for each value once, and keeping them all costs more than the host's answers.
    static constexpr size_t kMostReadKeys = 2048;
    // A value of this size is written at once where no rollback could take it back, so that it is copied once.
    static constexpr size_t kWrittenAtOnce = 1024;

    struct Limits {
        size_t most_read_keys = kMostReadKeys;
        size_t written_at_once = kWrittenAtOnce;
    };

    constexpr explicit StorageCache(StorageBackend& behind) : StorageCache(behind, Limits{}) {}
    constexpr StorageCache(StorageBackend& behind, Limits limits) : behind_(&behind), limits_(limits) {}

    // As the functions of the same names in host.hpp.
    std::optional<Bytes> get(BytesView key);
    std::optional<BytesView> view(BytesView key);
    std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset);
    void set(BytesView key, BytesView value);
    void clear(BytesView key);
    bool exists(BytesView key);
    void append(BytesView key, BytesView element);
    void start_transaction();
    void commit_transaction();
    void rollback_transaction();
    /// Goes to the host at once, in the transaction that is open here: a rollback takes it back.
    void index_offchain(BytesView key, BytesView value);

    // What the host answers, who knows all changes then.
    std::optional<Bytes> next_key(BytesView key);
    host::Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit);
    Hash256 storage_root(uint8_t state_version);

    /// For what goes past this class, and looks at the state or changes it: writes all changes, each in its
    /// transaction.
    void settle();
    /// Another storage behind this one; the one before it gets what it has not yet, and nothing is known of it any
    /// more. Precondition: no transaction is open.
    StorageBackend& exchange(StorageBackend& behind);
    StorageBackend& behind() const { return *behind_; }

  private:
    /// A value, and what was appended to it.
    struct State {
        enum class Base : uint8_t { kUnknown, kAbsent, kPresent };

        Base base = Base::kUnknown;
        bool is_changed = false;  ///< the host has another base
        Bytes value;              ///< of kPresent
        Bytes elements;           ///< appended since, and unknown to the host
        std::vector<uint32_t> ends;

        uint32_t count() const { return static_cast<uint32_t>(ends.size()); }
        size_t bytes() const { return value.size() + elements.size() + ends.size() * sizeof(uint32_t); }
        bool is_settled() const { return !is_changed && ends.empty(); }
    };
    struct Entry {
        Bytes key;
        uint32_t hash = 0;
        uint32_t next = 0;             ///< of the same bucket; counted from 1
        uint32_t saved_in = 0;         ///< the layer that knows the whole state before it
        uint32_t length_saved_in = 0;  ///< the layer that knows how many elements there were
        bool is_listed = false;        ///< in changed_
        State state;
    };
    struct Found {
        Entry* entry;    ///< nullptr if there is none
        bool has_value;  ///< false: passing_ has it, without what was appended
    };
    struct Recent {
        uint32_t entry = 0;  ///< counted from 1
        uint32_t word = 0;   ///< of its key
    };
    struct Layer {
        uint32_t serial = 0;
        size_t first_record = 0;
    };
    /// How an entry was before its first change in a layer: the state, or the number of appended elements.
    struct Record {
        uint32_t entry = 0;
        bool is_length = false;
        uint32_t length = 0;
        State state;
    };

    bool is_ahead() const { return layers_.size() > host_layers_; }
    uint32_t index_of(const Entry& entry) const { return static_cast<uint32_t>(&entry - entries_.data()); }
    Entry* find(BytesView key);
    Entry& entry_of(BytesView key);
    Entry& add(BytesView key);
    Found load(BytesView key);
    State& changing(BytesView key);
    void list(Entry& entry);
    void undo(Record& record);
    void redo(Record& record);
    void write_changes();
    void write(Entry& entry);
    void forget(State& state);
    void forget(BytesView prefix);
    void forget_records();
    void forget_all();
    void make_room();

    StorageBackend* behind_;
    Limits limits_;
    std::vector<Entry> entries_;
    std::vector<uint32_t> buckets_;     ///< first entry, counted from 1
    std::array<Recent, 128> recent_{};  ///< entries that were found lately
    std::vector<uint32_t> changed_;     ///< entries that may have to be written, in the order of their first change
    std::vector<Layer> layers_;         ///< open transactions
    size_t host_layers_ = 0;            ///< the outer ones, which the host knows; none of their changes is in records_
    std::vector<Record> records_;       ///< of the others
    uint32_t serials_ = 0;
    size_t bytes_ = 0;  ///< about as many as the entries take
    size_t record_bytes_ = 0;
    std::optional<BytesView> passing_;  ///< what load() found and did not keep: valid as StorageBackend::get says
    Bytes joined_;                      ///< a value with its elements, for view()
};

}  // namespace serinus::sdk
