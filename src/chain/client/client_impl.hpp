/// The parts of a client. For client*.cpp only.
#pragma once

#include <algorithm>

#include "chain/client/client.hpp"
#include "chain/client/open_chain.hpp"
#include "chain/import/block_checks.hpp"
#include "chain/store/chain_heads.hpp"
#include "chain/store/header_cache.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::chain {

inline constexpr size_t kCachedHeaders = 4096;

/// The client as runtime_api/ sees it.
class ClientExecutor final : public runtime_api::BlockExecutor {
  public:
    explicit ClientExecutor(Client& client) : client_(&client) {}

    runtime_api::OrCallError<Bytes> execute(const Hash256& block, std::string_view name, BytesView arguments,
                                            const executor::CallContext& context) override;
    runtime_api::OrCallError<std::optional<uint32_t>> find_api(const Hash256& block, std::string_view api) override;

  private:
    Client* client_;
};

struct Client::Impl {
    ChainSpec spec;
    executor::Executor executor;
    OpenedChain chain;
    std::unique_ptr<HeaderVerifier> verifier;
    std::unique_ptr<executor::LocalStorage> offchain;
    std::unique_ptr<BlockRuntimes> runtimes;
    std::unique_ptr<BlockChecks> checks;
    ChainHeads heads;
    std::shared_ptr<OlderBlocks> older;  ///< nullptr: there are none
    HeaderCache headers{kCachedHeaders};
    ClientExecutor client_executor;
    runtime_api::BlockCalls calls{client_executor};

    /// Held while blocks are written and listeners notified, not while blocks are executed.
    std::mutex write_mutex;
    FinalityGadget* gadget = nullptr;
    ProofGadget* proof_gadget = nullptr;

    /// Locked again by a listener that removes itself.
    std::recursive_mutex listeners_mutex;
    std::vector<ClientListener*> listeners;

    Impl(Client& client, ChainSpec given, const executor::ExecutorOptions& options)
        : spec(std::move(given)), executor(options), client_executor(client) {}

    Result<void, ChainError> open(const ClientOptions& options, EngineFactory& engines);

    Database& database() const noexcept { return *chain.database; }
    BlockStore& blocks() const noexcept { return database().blocks(); }

    /// Error kUnknown.
    Result<BlockId, ChainError> id_of(const Hash256& hash);

    /// For who executes blocks ahead of their import.
    struct Ahead {
        std::function<std::shared_ptr<const BlockEffects>()> take;  ///< nullptr: this block was not
        /// The block is executed, and about to be kept; it is not said whether it will be.
        std::function<void(const std::shared_ptr<const BlockEffects>&)> executed;
    };
    /// Executes a block whose header was checked, and keeps it.
    Result<ImportOutcome, ChainError> import(const primitives::SignedBlock& block, const BlockId& id,
                                             HeaderVerdict header, BlockOrigin origin, const Ahead* ahead = nullptr);
    Result<ImportOutcome, ChainError> import_known(const primitives::SignedBlock& block, const BlockId& id);
    /// Whether this engine's justifications are the proof gadget's.
    bool is_proof(const primitives::Justification& one) const {
        return proof_gadget != nullptr && one.engine == proof_gadget->engine();
    }
    void canonicalize_states();
    /// Writes a checked block and notifies the listeners. Checks once more whether it can be appended. nullopt: its
    /// root was only claimed, and is another.
    Result<std::optional<ImportOutcome>, ChainError> keep(NewBlock block, const BlockEffects& effects,
                                                          BlockOrigin origin);
    /// With the lock. Error kStore; the block is in the database.
    Result<JustificationOutcome, ChainError> import_justification(const BlockId& id,
                                                                  primitives::Justification justification);
    Result<void, ChainError> set_excluded(const Hash256& block, bool excluded);
    Result<ImportOutcome, ChainError> import_historic(const HistoricBlock& block, const BlockId& id,
                                                      const BlockGap& gap);
    Result<void, ChainError> discard_historic(const BlockGap& gap);
    struct BasePlan {
        MaybeRefusal refusal;
        HeaderVerifier::BaseRecord record;
        std::vector<AuxChange> aux;  ///< all that is to be kept
    };
    Result<BasePlan, ChainError> plan_base(const BlockId& id, const BaseBlock& block, state::Backend& state);
    Result<ImportOutcome, ChainError> write_base(const BlockId& id, BaseBlock& block, const BasePlan& plan,
                                                 const Database::WholeState& state);
    Result<void, ChainError> take_justifications(const BlockId& id, primitives::Justifications justifications,
                                                 ImportOutcome& outcome);
    Result<bool, ChainError> finalize(const Hash256& block, std::optional<primitives::Justification> justification,
                                      std::span<const AuxChange> aux);
    void forget(const std::vector<Hash256>& pruned);

    template <class Event>
    void notify(void (ClientListener::*what)(const Event&), const Event& event) {
        const std::lock_guard lock(listeners_mutex);
        const auto snapshot = listeners;  // a listener may remove itself, or another one
        for (ClientListener* listener : snapshot) {
            const bool is_registered = std::find(listeners.begin(), listeners.end(), listener) != listeners.end();
            if (is_registered) (listener->*what)(event);
        }
    }
};

}  // namespace serinus::chain
