/// A chain that is alive: blocks come in, the best one changes, blocks become final, and everybody who is interested
/// hears of it. The one door to the database for pool, authorship, consensus and RPC.
#pragma once

#include "chain/client/older_blocks.hpp"
#include "chain/import/block_checks.hpp"
#include "chain/import/engine_factory.hpp"
#include "executor/offchain_storage.hpp"

namespace serinus::runtime_api {
class BlockCalls;  // runtime_api/block_calls.hpp
}

namespace serinus::chain {

enum class BlockOrigin : uint8_t { kGenesis, kFile, kNetworkInitialSync, kNetworkBroadcast, kOwn };

struct ImportedBlock {
    BlockId id;
    std::shared_ptr<const primitives::Header> header;
    BlockOrigin origin = BlockOrigin::kOwn;
    bool is_new_best = false;
    TreeRoute route = {};          ///< from the old best block to this one, if it is the new best one
    bool runtime_changed = false;  ///< the state after this block has another runtime than its parent's
    /// What the block changed in its parent's state. For on_imported() alone: gone when it returns. nullptr in copies.
    const state::StateChanges* changes = nullptr;
};

struct FinalizedBlocks {
    std::vector<BlockId> blocks;  ///< ascending; the last one is what was finalized
    std::vector<Hash256> pruned;  ///< blocks that can never be final now; gone, unless all blocks are kept
    std::shared_ptr<const primitives::Header> header;  ///< of the last one
    std::optional<primitives::Justification> justification;
    std::optional<BlockId> new_best;  ///< the best block was not above it: this one is now
    TreeRoute route = {};             ///< from the old best block to the new one, if there is one
};

/// Another block that was imported before became the best one: a branch was excluded or readmitted, or a developer has
/// set the head.
struct BestChanged {
    BlockId best;
    std::shared_ptr<const primitives::Header> header;
    TreeRoute route;      ///< from the old best block to the new one
    bool is_set = false;  ///< by a developer, who wants to begin there once more: what was retracted is not wanted
    /// The last finalized block, which is another one now: finality was taken back, or went elsewhere.
    std::optional<BlockId> finalized = {};
};

/// Hears what happened, in its order, on the thread that made it happen, after it is in the database. Be quick; the
/// client may be read, but not changed, from here (put_aux is allowed).
class ClientListener {
  public:
    virtual ~ClientListener() = default;
    virtual void on_imported(const ImportedBlock&) {}
    virtual void on_finalized(const FinalizedBlocks&) {}
    virtual void on_best_changed(const BestChanged&) {}
};

class Client;
class ImportQueue;

/// What a finality gadget says of a block that is about to be imported, or of a justification.
struct GadgetVerdict {
    MaybeRefusal refusal = {};
    std::vector<AuxChange> aux = {};
    bool needs_justification = false;  ///< of a block: see Client::needs_justification
};

/// Who votes for the finality of the blocks after a certain block.
struct FinalityAuthorities {
    uint64_t set_id = 0;
    std::vector<std::pair<ByteArray<32>, uint64_t>> authorities;  ///< public key and weight
};

/// What is written with a block that becomes final.
struct FinalityPlan {
    MaybeRefusal refusal = {};                                    ///< the block must not become final
    std::optional<primitives::Justification> justification = {};  ///< to be kept with the block
    std::vector<AuxChange> aux = {};
};

/// The finality gadget as block import sees it. Called under the client's write lock, one call at a time: it must not
/// wait for a thread that imports or finalizes.
class FinalityGadget {
  public:
    virtual ~FinalityGadget() = default;
    /// Before the block is written; everything else about it was found good.
    virtual Result<GadgetVerdict, ChainError> check_block(const BlockId& id, const primitives::Header& header) = 0;
    /// A justification that came with a block, which is in the database now, or later for it. Good ones are applied by
    /// the caller through Client::finalize with `aux`.
    virtual Result<GadgetVerdict, ChainError> check_justification(const BlockId& id, BytesView justification) = 0;
    /// Whether an unfinalized block can only become final by a justification of its own, because it enacts a change of
    /// the authorities.
    virtual Result<bool, ChainError> needs_justification(const BlockId& id) = 0;
    /// The chain is about to begin with this block, whose state came from elsewhere: what the gadget keeps with it.
    /// `authorities` vote after the block; nullopt: those in its state, which `call` asks. They count for the gadget
    /// when its listener is told that the block is imported.
    virtual Result<GadgetVerdict, ChainError> begin_at_base(const BlockId& /*id*/, const primitives::Header& /*header*/,
                                                            const std::optional<FinalityAuthorities>& /*authorities*/,
                                                            const HeaderVerifier::CallRuntime& /*call*/) {
        return GadgetVerdict{};
    }
};

/// A gadget that finalizes nothing: its justifications prove blocks to other chains. Called under the client's
/// write lock: it must not wait for a thread that imports or finalizes.
class ProofGadget {
  public:
    virtual ~ProofGadget() = default;
    virtual primitives::EngineId engine() const noexcept = 0;
    /// A justification for a block that is in the database. Errors: failures of ours.
    virtual Result<MaybeRefusal, ChainError> check_proof(const BlockId& id, BytesView proof) = 0;
    /// Takes over an unchecked justification that came with a block. A good one is kept by Client::append_justification
    /// when the block is final.
    virtual void take_proof(const BlockId& id, Bytes proof) = 0;
};

struct ClientOptions {
    DatabaseOptions database;
    executor::ExecutorOptions executor;
    std::function<uint64_t()> now_ms = {};  ///< for checking that blocks are not from the future; empty: not checked
    bool check_seals = true;
    /// Of a fork: what it can read of the blocks before its first one. nullptr: nothing.
    std::shared_ptr<OlderBlocks> older = nullptr;
};

/// A block that this node built: with its seal, and with what it changes, so that it need not be executed again.
struct BuiltBlock {
    primitives::Block block;
    BlockEffects effects;
};

/// A block below the first one whose state the chain has, and what came with it.
struct HistoricBlock {
    primitives::Header header;
    std::optional<primitives::Body> body;  ///< nullopt: the header alone is kept
};

/// The block with which a chain begins whose state came from elsewhere: the target of a warp sync.
struct BaseBlock {
    primitives::Header header;
    std::optional<primitives::Body> body = {};
    /// Whether the body must have the header's extrinsics root; otherwise it is believed.
    bool checks_body = true;
    /// Kept with the block, and not checked: the caller knows that the block is final.
    std::optional<primitives::Justification> justification = {};
    /// Who votes after this block, as the proof of its finality says; nullopt: as its state says.
    std::optional<FinalityAuthorities> authorities = {};
    /// The state after the block; its root is checked. Either all of its entries, sorted, without those under
    /// ":child_storage:", which are computed from `children`; or a store with its whole download
    /// (state/state_download.hpp), which must outlive the call and is of no use afterwards.
    std::variant<RawGenesis, storage::Store*> state;
    std::vector<AuxChange> aux = {};  ///< more to be kept with it
};

/// Any thread. Writes wait for each other; reads wait for nobody and see what is committed.
/// Errors are failures of ours (disk, a state that was pruned); what is wrong with a block is a verdict.
class Client {
  public:
    template <class T>
    using Read = Result<T, ChainError>;

    /// Users call consensus::open_client, which knows the engines.
    static Result<std::unique_ptr<Client>, ChainError> open(ChainSpec spec, const ClientOptions& options,
                                                            EngineFactory& engines);
    ~Client();

    const ChainSpec& spec() const noexcept;
    /// Engine of the chain and what BabeApi_configuration (AuraApi…) gave at genesis.
    const primitives::EngineId& engine() const noexcept;
    BytesView engine_configuration() const noexcept;

    void add_listener(ClientListener* listener);     ///< must outlive the client or be removed
    void remove_listener(ClientListener* listener);  ///< afterwards it is not called any more
    void set_gadget(FinalityGadget* gadget);
    void set_proof_gadget(ProofGadget* gadget);

    // The chain. Error kUnknown: a block that was named is not there (any more).
    BlockId genesis() const;
    BlockId best() const;
    BlockId finalized() const;
    std::vector<BlockId> leaves() const;                                               ///< the best first
    Read<std::shared_ptr<const primitives::Header>> find_header(const Hash256& hash);  ///< nullptr: not known
    Read<std::optional<primitives::Body>> find_body(const Hash256& hash);
    Read<std::optional<primitives::Justifications>> find_justifications(const Hash256& hash);
    Read<std::optional<Bytes>> find_record(const Hash256& hash);  ///< of the consensus engine (EpochRecord in BABE)
    Read<std::optional<Hash256>> find_hash(primitives::BlockNumber number);  ///< on the best chain; nullopt in the gap
    /// The numbers of which there are no blocks although there are some above; nullopt: none are missing.
    Read<std::optional<BlockGap>> gap();
    Read<std::vector<Hash256>> hashes_at(primitives::BlockNumber number);  ///< on all branches, the best chain's first
    Read<TreeRoute> route(const Hash256& from, const Hash256& to);
    /// Whether `ancestor` is `block` or before it.
    Read<bool> is_ancestor(const Hash256& ancestor, const Hash256& block);
    /// The best leaf of those above (or at) this block: by weight, then by number. nullopt: the block is unknown, or
    /// its branch can never be final.
    Read<std::optional<BlockId>> best_containing(const Hash256& block);

    // Also of the blocks before the first one of a fork, which another node is asked for: the caller can wait.
    Read<std::shared_ptr<const primitives::Header>> look_up_header(const Hash256& hash);  ///< nullptr: not known
    Read<std::optional<primitives::Body>> look_up_body(const Hash256& hash);
    Read<std::vector<std::optional<Hash256>>> look_up_hashes(std::span<const primitives::BlockNumber> numbers);
    bool has_or_finds_state(const Hash256& block);
    /// Whether these, and state_of(), answer at once.
    bool is_at_hand(const Hash256& hash);
    bool is_at_hand(primitives::BlockNumber number);

    // States. Errors: kUnknown, or kState if the state of the block is not kept. Those of blocks before the first one
    // of a fork are there, too, but for has_state().
    bool has_state(const Hash256& block);
    Read<std::unique_ptr<state::BlockState>> state_of(const Hash256& block);
    Read<LoadedRuntime> runtime_of(const Hash256& block);
    /// Typed calls of runtime APIs on the states after blocks.
    runtime_api::BlockCalls& calls() noexcept;
    /// The same for a function that a user names, undecoded; what it changes is thrown away.
    Result<Bytes, executor::CallError> call(const Hash256& block, std::string_view method, BytesView arguments,
                                            const executor::CallContext& context = {});
    /// The version that the runtime gives itself for an API such as "BabeApi"; nullopt: it lacks it.
    Read<std::optional<uint32_t>> api_version(const Hash256& block, std::string_view api);
    executor::Executor& executor() noexcept;
    /// The node's offchain database (persistent; also what blocks index).
    executor::LocalStorage& offchain_storage() noexcept;

    // Changes.
    Result<ImportOutcome, ChainError> import(const primitives::SignedBlock& block, BlockOrigin origin);
    /// On a fork, a block that is there already is imported once more, with the state that it was built with.
    Result<ImportOutcome, ChainError> import_built(BuiltBlock block);
    /// Finality by a justification that comes later than its block, or a proof for the proof gadget. Verdict: the
    /// gadget's; kUnknownBlock.
    Result<JustificationOutcome, ChainError> import_justification(const Hash256& block,
                                                                  primitives::Justification justification);
    /// Whether this block is not final and can only become so by a justification of its own, which must be asked for:
    /// no block above it can be justified before. Error kUnknown.
    Read<bool> needs_justification(const Hash256& block);

    /// Begins the chain with a block whose state came from elsewhere, in a database that has only the genesis block
    /// (error kSpec if it has more). Afterwards the block is the best and the last finalized one, the engine and the
    /// gadget know of it what they need, so that its children can be imported, and listeners were told: first
    /// on_imported, then on_finalized. The blocks between are a gap, which import_historic fills.
    ///
    /// Any thread; it takes as long as hashing and writing the whole state, during which no other block is imported.
    /// On the disk when it returns. Refused, with nothing changed: kBadState, the state is not the header's; kBadBody;
    /// kBadAuthorityChange. Errors: kRuntime, the state's runtime does not say which epoch it is in. Interrupted while
    /// it writes, it leaves a database that begins anew with the genesis block.
    /// Observed: import_state of sc_consensus_babe and sc_consensus_grandpa, polkadot-stable2407
    Result<ImportOutcome, ChainError> import_base(BaseBlock block);
    /// Puts a block into the gap without executing it: the highest that is missing, whose hash its child has, or the
    /// lowest, whose header is checked; the last one must fit to both ends: if not, the ones from below were wrong and
    /// are dropped. Justifications are not kept. Reasons: kUnknownParent, kNotAnAncestor, kBadBody, those of headers.
    Result<ImportOutcome, ChainError> import_historic(const HistoricBlock& block);

    /// Excludes a block and its descendants from the best chain, whatever their weight; lasts until it is readmitted,
    /// or finality decides. Listeners hear of the best block that changes. Errors: kUnknown, also for a block that
    /// counts as final.
    Result<void, ChainError> exclude(const Hash256& block);
    Result<void, ChainError> readmit(const Hash256& block);
    /// Makes this block the best one, by the wish of a developer. On a fork it is final too if `is_final`, and any
    /// block of the fork may be given; on other chains only what stands on the last final block, and what leads away
    /// from the given one is excluded until the head is set again. Listeners hear of it once (on_best_changed). False:
    /// nothing changes for them. Errors: kUnknown.
    Result<bool, ChainError> set_head(const Hash256& block, bool is_final);
    /// Whether all of this chain is kept, and finality can be taken back: that of a fork.
    bool is_revertible() const noexcept;
    /// Makes the block and its ancestors final. Justifications are kept with the block. The verdict in the error's
    /// place is false if the block is not above the last finalized one, or that itself: then only the justification
    /// and `aux` are kept, and nobody hears of it. Atomic together with `aux`; on the disk when it returns.
    Result<bool, ChainError> finalize(const Hash256& block, std::optional<primitives::Justification> justification,
                                      std::vector<AuxChange> aux = {});
    /// The same with a plan that is made under the client's lock, with what is final then: no change of the chain is
    /// between plan and write. Not called if the block is not above the last finalized one: kNotAboveFinalized.
    using MakeFinalityPlan = std::function<Result<FinalityPlan, ChainError>(const BlockId& block, const BlockId& last)>;
    Result<JustificationOutcome, ChainError> finalize_by_plan(const Hash256& block, const MakeFinalityPlan& make_plan);
    /// Keeps a justification with a final block, in the place of one of the same engine, together with `aux`; on the
    /// disk when it returns. False, with nothing kept: the block is not final. Error kUnknown.
    Result<bool, ChainError> append_justification(const Hash256& block, primitives::Justification justification,
                                                  std::vector<AuxChange> aux = {});
    Read<std::optional<Bytes>> find_aux(BytesView key);
    /// Synced to the disk when it returns: a vote must not be forgotten.
    Result<void, ChainError> put_aux(std::vector<AuxChange> changes);
    Result<void, ChainError> sync();

    /// Bytes in memory by part, for the metrics.
    std::vector<std::pair<std::string, uint64_t>> memory_usage() const;

  private:
    friend class ImportQueue;
    Client();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::chain
