/// The head of the chain and its followers: what each is sent, which blocks each has pinned. No I/O; time is an
/// argument. Bounded: when finality lags too far behind, all followers are stopped, nothing is kept of unfinalized
/// blocks, and new followers are stopped at once, until replace().
#pragma once

#include "rpc/chain_head/operations.hpp"
#include "rpc/chain_head/view.hpp"

namespace serinus::rpc::chain_head {

/// Observed: the reference's defaults.
struct Limits {
    size_t pinned_blocks = 512;  ///< different ones, of all subscriptions
    uint64_t pin_ms = 60'000;    ///< a subscription that pins a block for longer is stopped first if there are too many
    size_t operations = 16;      ///< of a subscription, at once
    uint32_t lag = 128;          ///< blocks between the last finalized one and the highest; beyond, all are stopped
    size_t unfinalized = 4096;   ///< blocks; beyond, all are stopped. Ours
    size_t subscriptions = 4;    ///< of a connection
    size_t introduced = 16;      ///< finalized blocks that a subscription begins with
};

using SubscriptionId = uint64_t;

/// What is to be sent, in order. Stop ends a subscription.
struct Output {
    std::optional<SubscriptionId> to;  ///< nullopt: to all subscriptions that exist at this point
    Event event;
};

/// Why something cannot be done with a block. Codes: JSON-RPC interface specification.
enum class Verdict : uint8_t {
    kGood,
    kNoSubscription,  ///< stopped, or never there
    kNotPinned,       ///< -32801
    kNoRuntime,       ///< -32802: followed without runtimes
    kNotWaiting,      ///< -32803
    kTwice,           ///< -32804
    kLimitReached,
};

/// One thread at a time.
class ChainHead {
  public:
    ChainHead(Limits limits, Head head);

    /// False: its connection has as many as may be.
    bool follow(SubscriptionId id, uint64_t connection, bool with_runtime, uint64_t now_ms,
                std::vector<Output>& outputs);
    void unfollow(SubscriptionId id);
    bool is_following(SubscriptionId id) const { return followers_.contains(id); }
    size_t follower_count() const noexcept { return followers_.size(); }

    void imported(const KnownBlock& block, bool is_best, uint64_t now_ms, std::vector<Output>& outputs);
    void finalized(const std::vector<Hash256>& blocks, std::optional<Hash256> new_best, uint64_t now_ms,
                   std::vector<Output>& outputs);
    /// A block cannot be read any more although it is pinned: the subscriptions that pin it are stopped.
    void lost(const Hash256& block, std::vector<Output>& outputs);
    /// What the view needs before it can be followed.
    enum class State : uint8_t {
        kReady,
        kGap,      ///< it does not know what happened: it must be replaced
        kTooLong,  ///< there are too many unfinalized blocks: it is to be replaced when there are few
    };
    State state() const noexcept { return state_; }
    /// Stops all followers.
    void replace(Head head, std::vector<Output>& outputs);
    void suspend(std::vector<Output>& outputs);
    const Limits& limits() const noexcept { return limits_; }

    /// All of them, or none.
    Verdict unpin(SubscriptionId id, const std::vector<Hash256>& blocks);
    Verdict check_pinned(SubscriptionId id, const Hash256& block) const;

    struct Begun {
        Verdict verdict = Verdict::kGood;
        Operations::Begun operation = {};
    };
    Begun begin(SubscriptionId id, const Hash256& block, size_t wanted_slots, bool needs_runtime);
    /// kNoSubscription also if there is no such operation.
    Verdict continue_(SubscriptionId id, const std::string& operation);
    /// nullptr: no such subscription.
    Operations* operations(SubscriptionId id);

    const ChainView& view() const noexcept { return view_; }
    /// Pinned blocks, with the number of subscriptions that pin them.
    const std::map<Hash256, size_t>& pins() const noexcept { return pins_; }

  private:
    struct Follower {
        uint64_t connection = 0;
        bool with_runtime = false;
        std::map<Hash256, uint64_t> pinned;  ///< since when
        Operations operations;
    };
    using Followers = std::map<SubscriptionId, Follower>;

    void pin(SubscriptionId id, const Hash256& block, uint64_t now_ms);
    void make_room(uint64_t now_ms, std::vector<Output>& outputs);
    void stop_all(std::vector<Output>& outputs);
    Followers::iterator stop(Followers::iterator follower, std::vector<Output>& outputs);
    void release(const Hash256& block);
    bool is_too_long() const noexcept;
    void send_to_all(std::vector<Event> events, uint64_t now_ms, std::vector<Output>& outputs);

    Limits limits_;
    ChainView view_;
    Followers followers_;
    std::map<Hash256, size_t> pins_;  ///< how many subscriptions pin a block
    State state_ = State::kReady;
};

}  // namespace serinus::rpc::chain_head
