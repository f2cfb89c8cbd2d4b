/// The parts of the node that the methods use. `node/` provides them.
#pragma once

#include "authorship/sealing.hpp"
#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"
#include "platform/scheduler.hpp"
#include "pool/pool.hpp"
#include "rpc/memory_budget.hpp"
#include "rpc/registry.hpp"

namespace serinus::state {
class ForkedStates;  // state/forked_states.hpp
}

namespace serinus::rpc {

struct PeerInfo {
    std::string peer_id;
    std::string roles;  ///< "FULL", "AUTHORITY", "LIGHT"
    chain::BlockId best;
};

struct SyncState {
    uint64_t starting = 0, current = 0, highest = 0;
};

/// What system_* reports of the node and its network.
class SystemServices {
  public:
    virtual ~SystemServices() = default;
    virtual std::string implementation_name() = 0;  ///< "Parity Polkadot" in the reference; ours: "Serinus"
    virtual std::string implementation_version() = 0;
    virtual std::vector<std::string> node_roles() = 0;  ///< "Full", "Authority"
    virtual bool is_syncing() = 0;
    virtual bool should_have_peers() = 0;
    virtual SyncState sync_state() = 0;
    virtual std::string local_peer_id() = 0;
    virtual std::vector<std::string> local_listen_addresses() = 0;
    virtual std::vector<std::string> external_addresses() = 0;  ///< at which others were told to reach this node
    virtual std::vector<PeerInfo> peers() = 0;
    /// Ids of the peers to which connections are always kept.
    virtual std::vector<std::string> reserved_peers() = 0;
    /// `address` ends in /p2p/ and the id. The error is a sentence: the text is no address of a peer.
    virtual Result<void, std::string> add_reserved_peer(const std::string& address) = 0;
    /// The error is a sentence: the text is no id. It is no error if the peer is not reserved.
    virtual Result<void, std::string> remove_reserved_peer(const std::string& peer_id) = 0;
    virtual bool set_log_filter(const std::string& directives) = 0;  ///< system_addLogFilter
    virtual void reset_log_filter() = 0;
};

struct Services {
    chain::Client& client;
    pool::TransactionPool& pool;
    crypto::NodeKeys& keys;
    SystemServices& system;
    platform::Scheduler& scheduler;  ///< outlives the registry that the methods are added to
    /// Shared with the server (ServerOptions::memory).
    std::shared_ptr<MemoryBudget> memory = std::make_shared<MemoryBudget>();
    /// Whether past states and blocks are kept, or asked for, so that archive_v1 is offered.
    bool is_archive = true;
    authorship::Sealing* sealing = nullptr;  ///< nullptr: this node does not author
    /// Of a fork, whose states can be changed where they are; nullptr: of an ordinary chain.
    std::shared_ptr<state::ForkedStates> fork_states = nullptr;
    bool accepts_mock_signatures = false;  ///< crypto::VerdictCache::accept_mocks
};

/// Each declares its methods (src/rpc/methods/).
void add_author(Registry&, Services&);
void add_chain(Registry&, Services&);
void add_state(Registry&, Services&);
void add_child_state(Registry&, Services&);
void add_system(Registry&, Services&);
void add_payment(Registry&, Services&);
void add_offchain(Registry&, Services&);
void add_babe(Registry&, Services&);
void add_mmr(Registry&, Services&);
void add_sync_state(Registry&, Services&);
void add_dev(Registry&, Services&);
void add_governance(Registry&, Services&);
void add_cores(Registry&, Services&);        ///< serinus_cores
void add_dev_blocks(Registry&, Services&);   ///< dev_newBlock and the others, where blocks are made on demand
void add_engine(Registry&, Services&);       ///< engine_createBlock, engine_finalizeBlock
void add_chain_spec(Registry&, Services&);   ///< chainSpec_v1
void add_chain_head(Registry&, Services&);   ///< chainHead_v1
void add_transaction(Registry&, Services&);  ///< transaction_v1, transactionWatch_v1
void add_archive(Registry&, Services&);      ///< archive_v1
void add_bitswap(Registry&, Services&);      ///< bitswap_v1
void add_rpc_methods(Registry&);             ///< last
/// All of them.
void add_all(Registry&, Services&);

}  // namespace serinus::rpc
