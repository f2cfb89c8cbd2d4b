/// One life of a simulated node: node::Node as users run it, on a simulated disk, in virtual time.
#pragma once

#include "node/node.hpp"
#include "platform/virtual_scheduler.hpp"
#include "storage/testing/simulated_disk.hpp"
#include "tests/world/exchange.hpp"
#include "tests/world/rpc_client.hpp"
#include "tests/world/wire.hpp"

namespace serinus::world {

/// A bug that a test switches on, to see that a check finds it.
enum class Bug : uint8_t {
    kNone,
    kVoterForgetsVotes,       ///< over a restart
    kAuthorForgetsSlot,       ///< over a restart
    kAcknowledgesBeforeSync,  ///< the store
    kTakesAnyJustification,   ///< import
    kRefusesGoodBlocks,       ///< import
    kNoVoters,                ///< nothing becomes final
    kNeverHeals,              ///< the network
    kDamagedState,            ///< the disk of one node has another value in a state
    kUnboundedPool,           ///< the pool takes more than its options say
    kRpcTellsAnotherChain,    ///< an RPC method answers with a block that is not final
    kAccusesHonestPeers,      ///< the voter finds faults in good messages
    kFinalityGoesBack,        ///< a node finalizes a block again, after those above it
    kTearsCommits,            ///< a loss of power in a commit leaves a part of it on the disk
    kDamagedFormat,           ///< the disk of one node has another value in the version of the database
};
inline constexpr Bug kLastBug = Bug::kDamagedFormat;

/// Of what the parts hold at most.
inline constexpr size_t kMaxReady = 256, kMaxReadyBytes = size_t{1} << 20;
inline constexpr size_t kMaxFuture = 64, kMaxFutureBytes = size_t{256} << 10;

/// How long tasks take; empty: no time.
struct WorkTimes {
    decltype(platform::VirtualNodeOptions::task_us) task_us = {};
    decltype(platform::VirtualNodeOptions::threads) threads = {};
};

struct NodeParts {
    platform::VirtualTime& time;
    storage::testing::SimulatedDisk& disk;
    std::shared_ptr<crypto::NodeKeys> keys;
    Hash256 genesis_state_root;
    std::shared_ptr<executor::RuntimeCache> runtimes;
    std::string label;
    size_t number = 0;  ///< among all
    size_t ends = 0;
    uint32_t life = 0;
    std::function<int64_t()> clock_skew_ms;
    bool is_validator = true;
    std::vector<FaultKind> mischief = {};
    uint64_t mischief_seed = 0;
    std::function<void(FaultKind)> on_mischief = {};  ///< it did something
    Bug bug = Bug::kNone;
    WorkTimes work = {};
    const WireOptions* wire = nullptr;  ///< nullptr: the exchange carries everything

    chain::ClientListener* listener = nullptr;
    std::function<void(size_t to, Bytes message)> send = {};
    /// A vote that this node signs.
    std::function<void(const consensus::grandpa::VoteMessage&)> on_vote = {};
    /// The voter's verdict on a message of another node.
    std::function<void(size_t from, consensus::grandpa::MessageVerdict)> on_verdict = {};
    decltype(Exchange::Parts::on_import_result) on_import_result = {};
    std::function<void(const std::string&)> on_rpc_violation = {};
};

class Node {
  public:
    static Result<std::unique_ptr<Node>, std::string> start(NodeParts parts);
    ~Node();

    /// As on SIGTERM: all parts come to their end, and everything is synced.
    void stop();

    void receive(size_t from, Bytes message) {
        if (Exchange* const one = exchange()) one->receive(from, std::move(message));
    }
    chain::Client& client() noexcept { return node_->client(); }
    pool::TransactionPool& pool() noexcept { return node_->pool(); }
    Exchange* exchange() noexcept;                                      ///< nullptr: the node is on the wire
    node::NodeNetwork* network() noexcept { return node_->network(); }  ///< nullptr: it is not
    RpcClient& rpc() noexcept { return *rpc_; }
    platform::Scheduler& scheduler() noexcept { return node_->scheduler(); }

  private:
    /// The service that the world adds to a node: it looks at them, lies, and carries messages where there is no
    /// network.
    class Hooks;
    /// Several faults of one node, one after the other.
    class AllMischief;

    explicit Node(NodeParts parts) : parts_(std::move(parts)) {}
    Result<void, std::string> start();
    node::NodeOptions options();

    NodeParts parts_;
    Hooks* hooks_ = nullptr;  ///< one of the services
    std::unique_ptr<node::Node> node_;
    std::unique_ptr<RpcClient> rpc_;
};

}  // namespace serinus::world
