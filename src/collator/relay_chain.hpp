/// The relay chain as a parachain's node uses it: that of a node in the same process (client_relay_chain.hpp), or of
/// another node, asked by JSON-RPC (relay_rpc/rpc_relay_chain.hpp).
#pragma once

#include <memory>
#include <string>

#include "chain/store/block_store.hpp"
#include "collator/relay_state.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::collator {

struct RelayBlock {
    chain::BlockId id;
    std::shared_ptr<const primitives::Header> header;
    bool is_recent = true;  ///< the chain has made it now; otherwise synchronisation brings it
};

/// Hears what happens on the relay chain, in its order. Be quick.
class RelayChainListener {
  public:
    virtual ~RelayChainListener() = default;
    /// A block that was not there. Its parent came before it, unless that was missed.
    virtual void on_block(const RelayBlock&) {}
    virtual void on_best(const chain::BlockId&) {}
    /// Those before it are final too.
    virtual void on_final(const chain::BlockId&) {}
};

/// Any thread. What another node says of its chain is believed, as the reference does.
class RelayChain {
  public:
    virtual ~RelayChain() = default;
    virtual chain::BlockId best() = 0;
    virtual chain::BlockId finalized() = 0;
    /// nullptr: it is not known. Errors: sentences.
    virtual Result<std::shared_ptr<const primitives::Header>, std::string> find_header(const Hash256& block) = 0;
    virtual runtime_api::BlockCalls& calls() = 0;
    /// The state after a block. Errors: sentences; it is gone, or the block is not known.
    virtual Result<std::unique_ptr<RelayState>, std::string> state_of(const Hash256& block) = 0;
    /// Whether it is known to be far behind the network's. Where there is a node in the process its network says that.
    virtual bool is_behind() = 0;
    /// `listener` must be removed before it ends, and is not called any more when remove_listener() returns.
    virtual void add_listener(RelayChainListener& listener) = 0;
    virtual void remove_listener(RelayChainListener& listener) = 0;
};

}  // namespace serinus::collator
