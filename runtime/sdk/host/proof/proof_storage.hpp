/// Storage over a proof: the state of a root, as far as a set of trie nodes shows it, with changes in memory. A block
/// is executed over it by a validator of the relay chain, who has no state of the parachain; its root afterwards is
/// what the block has to claim.
///
///     ProofStorage storage(proof, parent_state_root);
///     const StorageInUse in_use(storage);
///     execute_block(block);   // its last act is to compare the root
///
/// A node that the proof lacks, or that is not one, ends the execution (panic): such a block is not valid. What is
/// removed up to a limit is counted as the host counts (state::Overlay): the keys of the proven state that were looked
/// at. What is indexed for the node is dropped, as there is no node that could keep it.
/// Source: cumulus_pallet_parachain_system::validate_block, sp_state_machine::ext of July 2023
#pragma once

#include <map>

#include "runtime/sdk/host/storage_backend.hpp"
#include "trie/proof.hpp"
#include "trie/trie.hpp"

namespace serinus::sdk {

class ProofStorage final : public StorageBackend {
  public:
    /// Memory and time O(bytes of the proof). The first use of a wrong root panics.
    ProofStorage(trie::StorageProof proof, const Hash256& root);
    ProofStorage(const ProofStorage&) = delete;
    ProofStorage& operator=(const ProofStorage&) = delete;

    std::optional<BytesView> get(BytesView key) override;
    std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset) override;
    // Keys below `:child_storage:` are the roots of child tries: they are not written or removed, which is no error.
    // Observed: polkadot-stable2407: as the host has it.
    void set(BytesView key, BytesView value) override;
    void clear(BytesView key) override;
    bool exists(BytesView key) override;
    void append(BytesView key, BytesView element) override;
    std::optional<Bytes> next_key(BytesView key) override;
    host::Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit) override;
    Hash256 storage_root(uint8_t state_version) override;

    std::optional<Bytes> child_get(BytesView child, BytesView key) override;
    void child_set(BytesView child, BytesView key, BytesView value) override;
    void child_clear(BytesView child, BytesView key) override;
    bool child_exists(BytesView child, BytesView key) override;
    std::optional<Bytes> child_next_key(BytesView child, BytesView key) override;
    host::Removal child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) override;
    host::Removal child_kill(BytesView child, std::optional<uint32_t> limit) override;
    Hash256 child_root(BytesView child, uint8_t state_version) override;

    void start_transaction() override { transactions_.push_back(undo_.size()); }
    void commit_transaction() override;
    void rollback_transaction() override;
    void index_offchain(BytesView, BytesView) override {}

    /// Nodes and values of the proof that were not needed so far.
    size_t unused_count() const noexcept { return source_.unused_count(); }

  private:
    using Value = std::optional<Bytes>;
    /// A trie of the proven state, and what was changed in it; nullopt: the key was removed.
    struct Area {
        Hash256 root;
        std::map<Bytes, Value> changes;
    };
    struct Undo {
        Area* area;
        Bytes key;
        std::optional<Value> before;  ///< nullopt: the key was not changed before
    };

    Area& area_of(BytesView child);
    std::optional<BytesView> get(const Area& area, BytesView key);
    bool exists(const Area& area, BytesView key);
    std::optional<Bytes> next_key(const Area& area, BytesView key);
    void write(Area& area, BytesView key, Value value);
    host::Removal clear_prefix(Area& area, BytesView prefix, std::optional<uint32_t> limit);
    trie::Trie changed_trie(const Area& area, uint8_t state_version);

    trie::StorageProof proof_;
    trie::ProofSource source_;
    Area top_;
    std::map<Bytes, Area> children_;
    std::vector<Undo> undo_;            ///< changes within transactions, in their order
    std::vector<size_t> transactions_;  ///< where each begins in `undo_`
};

}  // namespace serinus::sdk
