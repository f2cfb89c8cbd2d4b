/// Starts all that authors: the slots or the sealing, offchain workers, reports of equivocations.
#pragma once

#include "authorship/inherents.hpp"
#include "authorship/sealing.hpp"
#include "authorship/slot_engine.hpp"
#include "crypto/node_keys.hpp"
#include "executor/offchain.hpp"
#include "pool/pool.hpp"

namespace serinus::authorship {

/// --offchain-worker
enum class OffchainWorkers : uint8_t { kNever, kAlways, kWhenAuthority };

struct AuthorshipOptions {
    SealingMode mode;
    /// --validator, --dev, --alice…: blocks are authored with the keys of the chain's engine. False: only offchain
    /// workers run, and nothing can be sealed.
    bool authority = true;
    /// False: another part of an authority makes its blocks, so that nothing is sealed here.
    bool makes_blocks = true;
    /// A GRANDPA voter runs in this process, and finality is its matter. False, in the modes without slots: a block is
    /// final as soon as it is sealed, so that `finalized` follows; a chain without a voter would never have finality.
    bool voter_runs = true;
    /// Of blocks on demand: DemandSealerOptions. On forks slots may be taken again, and nobody reports it.
    bool may_repeat_slots = false;
    bool follows_clock = true;
    OffchainWorkers offchain_workers = OffchainWorkers::kWhenAuthority;
    executor::OffchainHttpFactory offchain_http = {};         ///< empty: offchain workers have no HTTP
    size_t block_size_limit = size_t{4} * 1024 * 1024 + 512;  ///< bytes. Observed: sc-basic-authorship 0.57.0
    /// What calls read may come from another node: a block on demand takes as long as it takes. Otherwise one without
    /// given transactions has ten seconds.
    bool may_wait_for_state = false;
    /// --force-authoring-backoff. Without it Kusama and Polkadot never wait for finality; other chains do.
    bool force_backoff = false;
    /// While this says yes, no slot is taken: the chain is being synchronised. Empty: never.
    std::function<bool()> is_syncing = {};
    /// Empty: make_slot_engine(), the chain's engine with this node's keys.
    std::function<Result<std::unique_ptr<SlotEngine>, std::string>()> make_engine = {};
    chain::InherentProviders inherents = {};                 ///< empty: inherents_of(engine, parachains)
    std::shared_ptr<ParachainsSource> parachains = nullptr;  ///< nullptr: this node knows nothing of them
    /// Called on the author's lane for each block of this node, when it is imported: to announce it at once.
    std::function<void(const chain::BlockId&)> on_authored = {};
};

/// `client`, `pool`, `keys` and `scheduler` must outlive the result. The client is to be opened without `now_ms` unless
/// `mode.keeps_time()`. Finds the chain's engine (BABE, Aura, none) by itself.
/// The error is a sentence: the chain's configuration cannot be read, or the last authored slot.
Result<std::unique_ptr<Sealing>, std::string> start(chain::Client& client, pool::TransactionPool& pool,
                                                    crypto::NodeKeys& keys, platform::Scheduler& scheduler,
                                                    AuthorshipOptions options);

}  // namespace serinus::authorship
