/// The states that the blocks of one PoV leave, one after the other, without a database; and of the first one what
/// executing these blocks needs.
#pragma once

#include <map>
#include <set>

#include "state/trie_backend.hpp"
#include "trie/compact_proof.hpp"

namespace serinus::collator {

/// Whoever validates the PoV has the nodes of its proof, and those that its blocks write; each counts once to the size
/// of the proof that runtimes are told, for the block that needs it first.
/// Observed: `validate_block` of cumulus-pallet-parachain-system 0.32.0; `build_collation_for_core` of
/// cumulus-client-consensus-aura 0.36.0
class BundleStates {
  public:
    /// `parent`: the nodes of the state before the first block, whose root this is; must outlive this object.
    BundleStates(state::NodeSources& parent, const Hash256& root);
    BundleStates(const BundleStates&) = delete;
    BundleStates& operator=(const BundleStates&) = delete;

    /// The state before the next block; what is asked is recorded. Valid until advance().
    state::Backend& recorded() noexcept { return *recorded_; }
    /// The same state, for questions that executing the block does not ask.
    state::Backend& unrecorded() noexcept { return *unrecorded_; }
    const Hash256& root() const noexcept { return root_; }

    /// Takes over what a block changed; its state is then the current one. Errors: of reading; kCorrupt, the root is
    /// not `root`.
    Result<void, state::StateError> advance(const state::StateChanges& changes, trie::StateVersion version,
                                            const Hash256& root);

    /// Of the state before the first block. Errors: those of compacting, which are bugs.
    Result<trie::CompactProof, trie::CompactProofError> proof() const;

  private:
    /// The nodes that blocks of the bundle have written, and below them those of the first state.
    class Layer final : public trie::NodeSource {
      public:
        explicit Layer(const std::map<Hash256, Bytes>& written) noexcept : written_(&written) {}
        void set_below(trie::NodeSource& below) noexcept { below_ = &below; }
        Result<BytesView, trie::SourceError> node_at(const trie::NibblePath& position, const Hash256& hash) override;
        Result<BytesView, trie::SourceError> value_at(const trie::NibblePath& path, const Hash256& hash) override;

      private:
        const std::map<Hash256, Bytes>* written_;
        trie::NodeSource* below_ = nullptr;
    };
    class Nodes final : public state::NodeSources {
      public:
        Nodes(state::NodeSources& parent, const std::map<Hash256, Bytes>& written) noexcept
            : parent_(&parent), top_(written), child_(written) {}
        trie::NodeSource& top() override {
            top_.set_below(parent_->top());
            return top_;
        }
        trie::NodeSource& child(BytesView storage_key) override {
            child_.set_below(parent_->child(storage_key));
            return child_;
        }

      private:
        state::NodeSources* parent_;
        Layer top_, child_;
    };

    void open();
    Result<Hash256, state::StateError> write(trie::NodeSource& source, const Hash256& root,
                                             const state::ChangeSet& changes, trie::StateVersion version);

    std::map<Hash256, Bytes> written_;  ///< by hash: nodes, and values that nodes name by their hash
    Nodes nodes_;
    Hash256 first_root_;
    Hash256 root_;
    std::set<Hash256> known_;    ///< what is recorded or written before the current block
    std::vector<Bytes> items_;   ///< recorded before the current block
    trie::Recording recording_;  ///< of the current block
    std::optional<state::TrieBackend> recorded_, unrecorded_;
};

}  // namespace serinus::collator
