/// Tells subscribers of chainHead_v1_follow what happens to the client's chain and answers their questions about it.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <mutex>

#include "rpc/chain_head/chain_head.hpp"
#include "rpc/chain_head/follower.hpp"
#include "rpc/chain_head/kept_states.hpp"
#include "rpc/chain_head/operation_work.hpp"
#include "rpc/services.hpp"

namespace serinus::rpc::chain_head {

namespace error_codes {
inline constexpr int kTooManySubscriptions = -32800;
inline constexpr int kInvalidBlock = -32801;
inline constexpr int kNoRuntime = -32802;
inline constexpr int kNotWaiting = -32803;
inline constexpr int kDuplicateHashes = -32804;
}  // namespace error_codes

/// The shell of ChainHead. Any thread: the client's events are posted to a lane, which makes and sends the messages;
/// operations run in turns with other calls of their connections.
class Hub final : public chain::ClientListener, public std::enable_shared_from_this<Hub> {
  public:
    explicit Hub(Services& services, Limits limits = {});
    /// Follows the client from here on. Once, before all else.
    void start();
    /// Hears no more events, and waits for the one that is being handled: nothing here uses the client afterwards.
    void end();
    ~Hub() override;
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& blocks) override;
    void on_best_changed(const chain::BestChanged& change) override;

    // Parameters are those of the method of the same name.
    Result<void, RpcError> follow(const Call& call, std::shared_ptr<Sink> sink);
    RpcResult header(const Call& call);
    RpcResult body(const Call& call);
    RpcResult call(const Call& call);
    RpcResult storage(const Call& call);
    RpcResult unpin(const Call& call);
    RpcResult continue_(const Call& call);
    RpcResult stop_operation(const Call& call);

    /// Unfinalized blocks that are kept, for tests.
    size_t unfinalized_count() const;

  private:
    struct Operation;
    using OperationPtr = std::shared_ptr<Operation>;
    /// Returns whether the operation has ended, as RepeatableTask.
    using Work = std::function<bool(const OperationPtr&, const std::stop_token& turn)>;

    using Headers = std::map<Hash256, std::shared_ptr<const primitives::Header>>;

    // Events of the chain, on the lane (hub.cpp).
    template <class Event>
    void add(const Event& event);
    void apply(const chain::ImportedBlock& block);
    void apply(const chain::FinalizedBlocks& blocks);
    void apply(const chain::BestChanged& change);
    void read_head_again();

    // With the mutex held (hub.cpp, hub_messages.cpp).
    struct Handled {
        effect::Answer answer = {};  ///< if the input is answered
        bool wants_head = false;
    };
    /// Does what the core wants done, but for reading the head.
    Handled handle(Input input);
    void deliver(const effect::Send& output);
    void send(Follower& follower, SharedText text, size_t sharers);
    void finish(Follower& follower);
    void send_unsent(Follower& follower);
    void keep_states();
    void forget_headers();
    // On the lane.
    void on_room(SubscriptionId id);
    void on_sink_closed(SubscriptionId id);

    // Operations (hub_operations.cpp).
    std::optional<SubscriptionId> find_subscription(const Call& call, const std::string& name) const;
    RpcResult begin(const Call& call, OperationPtr operation, size_t slots, bool at_once, Work work);
    void run(const Call& call, bool at_once, const OperationPtr& operation, Work work);
    bool read_storage(const OperationPtr& operation);
    std::shared_ptr<KeptBlock> find_kept(const Hash256& block);
    void send_result(Operation& operation, std::vector<std::string> texts);
    void pause(const OperationPtr& operation, std::vector<std::string> texts);

    Services& services_;
    const Limits limits_;
    std::unique_ptr<platform::Lane> lane_;
    std::atomic<bool> has_gap_ = false;  ///< events were dropped
    std::atomic<bool> has_ended_ = false;
    std::atomic<uint64_t> announced_ = 0;  ///< events of the client so far
    uint64_t seen_ = 0;                    ///< of these, those that the head showed when it was last read. On the lane

    std::mutex mutable mutex_;
    std::optional<ChainHead> head_;
    std::map<SubscriptionId, std::shared_ptr<Follower>> followers_;
    std::map<std::pair<uint64_t, std::string>, SubscriptionId> by_name_;  ///< by connection and the sink's name
    SubscriptionId next_id_ = 1;
    Headers headers_;  ///< of blocks that are pinned or unfinalized
    KeptStates kept_;
    OperationWork work_;
    std::map<std::pair<SubscriptionId, std::string>, OperationPtr> waiting_;
};

}  // namespace serinus::rpc::chain_head
