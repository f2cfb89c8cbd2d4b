/// Tells subscribers of chainHead_v1_follow what happens to the client's chain and answers their questions about it.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "rpc/chain_head/chain_head.hpp"
#include "rpc/chain_head/kept_states.hpp"
#include "rpc/chain_head/storage_query.hpp"
#include "rpc/services.hpp"

namespace serinus::rpc::chain_head {

namespace error_codes {
inline constexpr int kTooManySubscriptions = -32800;
inline constexpr int kInvalidBlock = -32801;
inline constexpr int kNoRuntime = -32802;
inline constexpr int kNotWaiting = -32803;
inline constexpr int kDuplicateHashes = -32804;
}  // namespace error_codes

/// Any thread. The client's events are posted to a lane, which makes and sends the messages.
class Hub final : public chain::ClientListener, public std::enable_shared_from_this<Hub> {
  public:
    explicit Hub(Services& services, Limits limits = {});
    /// Follows the client from here on. Once, before all else.
    void start();
    ~Hub() override;
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& blocks) override;

    // Parameters are those of the method of the same name.
    Result<void, RpcError> follow(const Call& call, std::shared_ptr<Sink> sink);
    RpcResult header(const Call& call);
    RpcResult body(const Call& call);
    RpcResult call(const Call& call);
    RpcResult storage(const Call& call);
    RpcResult unpin(const Call& call);
    RpcResult continue_(const Call& call);
    RpcResult stop_operation(const Call& call);

  private:
    using Finals = chain::FinalizedBlocks;
    struct Follower;
    struct Task;

    // Events of the chain.
    template <class Event>
    void add(const Event& event);
    void apply(const chain::ImportedBlock& block);
    void apply(const Finals& blocks);
    void start_anew();
    Head read_head();
    SharedText runtime_text(const Hash256& block);
    void keep_states();

    // Messages. With the mutex held.
    void deliver(std::vector<Output>& outputs);
    void send(Follower& follower, SharedText text);
    void finish(Follower& follower);
    void pump(Follower& follower);
    void on_room(SubscriptionId id);
    void on_sink_closed(SubscriptionId id);
    void sweep();

    // Operations.
    std::optional<SubscriptionId> find_subscription(const Call& call, const std::string& name) const;
    using Work = std::function<void(const std::shared_ptr<Task>&)>;
    RpcResult begin(const Call& call, std::shared_ptr<Task> task, size_t slots, bool at_once, Work work);
    void run(const Call& call, bool at_once, const std::shared_ptr<Task>& task, Work work);
    void read_body(Task& task);
    void call_runtime(Task& task, const std::string& function, const Bytes& arguments);
    void read_storage(const std::shared_ptr<Task>& task);
    Result<Bytes, executor::CallError> call_kept(KeptBlock& block, const std::string& function, BytesView arguments,
                                                 const executor::CallContext& limits);
    std::shared_ptr<KeptBlock> find_kept(const Hash256& block);
    void send_result(Task& task, std::vector<std::string> texts);

    Services& services_;
    const Limits limits_;

    std::unique_ptr<platform::Lane> lane_;
    std::atomic<bool> has_gap_ = false;  ///< events were dropped

    std::mutex mutable mutex_;
    std::optional<ChainHead> head_;
    std::map<SubscriptionId, std::shared_ptr<Follower>> followers_;
    std::map<std::pair<uint64_t, std::string>, SubscriptionId> by_name_;  ///< by connection and the sink's name
    SubscriptionId next_id_ = 1;
    struct Block {
        primitives::BlockNumber number = 0;
        std::shared_ptr<const primitives::Header> header;
    };
    std::map<Hash256, Block> blocks_;  ///< that are pinned or in the view
    KeptStates kept_;
    std::map<std::pair<SubscriptionId, std::string>, std::shared_ptr<Task>> waiting_;
};

}  // namespace serinus::rpc::chain_head
