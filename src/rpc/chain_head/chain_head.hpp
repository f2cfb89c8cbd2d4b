/// The head of the chain and its followers: what each is sent, which blocks each has pinned. No I/O; time is an
/// argument. Bounded: when finality lags too far behind, all followers are stopped, nothing is kept of unfinalized
/// blocks, and new followers are stopped at once, until the head is read again.
#pragma once

#include <variant>

#include "rpc/chain_head/operations.hpp"
#include "rpc/chain_head/view.hpp"

namespace serinus::rpc::chain_head {

/// Observed: the defaults of polkadot 1.25.1.
struct Limits {
    size_t pinned_blocks = 512;  ///< different ones, of all subscriptions
    uint64_t pin_ms = 60'000;    ///< a subscription that pins a block for longer is stopped first if there are too many
    size_t operations = 16;      ///< of a subscription, at once
    uint32_t lag = 128;          ///< blocks between the last finalized one and the highest; beyond, all are stopped
    size_t unfinalized = 4096;   ///< blocks; beyond, all are stopped. Ours
    size_t subscriptions = 4;    ///< of a connection
    size_t introduced = 16;      ///< finalized blocks that a subscription begins with
};

/// Ours: of forks nothing need ever be final, and a thousand blocks may be made at once.
constexpr Limits limits_of_forks() {
    return {.pinned_blocks = size_t{1} << 17, .lag = UINT32_MAX, .unfinalized = size_t{1} << 16};
}

using SubscriptionId = uint64_t;

/// Whether something that a follower asked for is done. Codes: JSON-RPC interface specification.
enum class Verdict : uint8_t {
    kGood,
    kNoSubscription,  ///< stopped, or never there
    kNoOperation,     ///< ended, stopped, or never there
    kNotPinned,       ///< -32801
    kNoRuntime,       ///< -32802: followed without runtimes
    kNotWaiting,      ///< -32803
    kTwice,           ///< -32804
    kLimitReached,    ///< of subscriptions or operations
};

namespace input {

/// Answered with kGood before anything is sent to it, or with kLimitReached: its connection has as many as may be.
struct Follow {
    SubscriptionId id = 0;
    uint64_t connection = 0;
    bool with_runtime = false;
};
struct Unfollow {
    SubscriptionId id = 0;
};
struct BlockImported {
    KnownBlock block;
    bool is_best = false;
};
struct BlocksFinalized {
    std::vector<Hash256> blocks;  ///< ascending
    std::optional<Hash256> new_best = {};
};
/// A block cannot be read any more although it is pinned.
struct BlockLost {
    Hash256 block;
};
/// Answers effect::ReadHead.
struct HeadRead {
    Head head;
    bool is_too_long = false;  ///< there are too many unfinalized blocks; `head` has none of them
};
/// Unpins all, or none. Answered.
struct Unpin {
    SubscriptionId id = 0;
    std::vector<Hash256> blocks;
};
/// Answered, with the operation.
struct BeginOperation {
    SubscriptionId id = 0;
    Hash256 block;
    size_t slots = 1;  ///< wanted
    bool needs_runtime = false;
};
/// The operation waits for ContinueOperation. Answered: kNoOperation if it was stopped, and ends by that.
struct PauseOperation {
    SubscriptionId id = 0;
    std::string operation;
};
/// Answered.
struct ContinueOperation {
    SubscriptionId id = 0;
    std::string operation;
};
/// Its results are not wanted any more; its slots are free when its work ends.
struct StopOperation {
    SubscriptionId id = 0;
    std::string operation;
};
/// Its work has ended. Answered: kNoOperation if its results are not wanted.
struct EndOperation {
    SubscriptionId id = 0;
    std::string operation;
};

}  // namespace input

using Input = std::variant<input::Follow, input::Unfollow, input::BlockImported, input::BlocksFinalized,
                           input::BlockLost, input::HeadRead, input::Unpin, input::BeginOperation,
                           input::PauseOperation, input::ContinueOperation, input::StopOperation, input::EndOperation>;

namespace effect {

/// Stop ends a subscription.
struct Send {
    std::optional<SubscriptionId> to;  ///< nullopt: to all subscriptions that exist at this point
    Event event;
};
/// To the input that is handled; at most one.
struct Answer {
    Verdict verdict = Verdict::kGood;
    Operations::Begun operation = {};  ///< of BeginOperation
};
/// What happened to the chain is not known, or its unfinalized part may be short again: input::HeadRead is wanted soon.
struct ReadHead {};

}  // namespace effect

using Effect = std::variant<effect::Send, effect::Answer, effect::ReadHead>;
using Effects = std::vector<Effect>;

/// One thread at a time.
class ChainHead {
  public:
    ChainHead(Limits limits, input::HeadRead head);

    /// `now_ms`: monotonic. The effects come in the order in which they are to be done.
    void handle(Input input, uint64_t now_ms, Effects& effects);

    enum class State : uint8_t {
        kReady,
        kGap,      ///< what happened is not known; followers are stopped until HeadRead
        kTooLong,  ///< there are too many unfinalized blocks; likewise
    };
    State state() const noexcept { return state_; }
    bool is_following(SubscriptionId id) const { return followers_.contains(id); }
    Verdict check_pinned(SubscriptionId id, const Hash256& block) const;
    const Limits& limits() const noexcept { return limits_; }
    const ChainView& view() const noexcept { return view_; }
    /// Pinned blocks, with the number of subscriptions that pin them.
    const std::map<Hash256, size_t>& pins() const noexcept { return pins_; }
    /// Of a subscription that exists.
    size_t free_slots(SubscriptionId id) const { return followers_.at(id).operations.free_slots(); }

  private:
    struct Follower {
        uint64_t connection = 0;
        bool with_runtime = false;
        std::map<Hash256, uint64_t> pinned;  ///< since when
        Operations operations;
    };
    using Followers = std::map<SubscriptionId, Follower>;

    void on(const input::Follow& input, uint64_t now_ms, Effects& effects);
    void on(const input::Unfollow& input, uint64_t now_ms, Effects& effects);
    void on(const input::BlockImported& input, uint64_t now_ms, Effects& effects);
    void on(const input::BlocksFinalized& input, uint64_t now_ms, Effects& effects);
    void on(const input::BlockLost& input, uint64_t now_ms, Effects& effects);
    void on(input::HeadRead& input, uint64_t now_ms, Effects& effects);
    void on(const input::Unpin& input, uint64_t now_ms, Effects& effects);
    void on(const input::BeginOperation& input, uint64_t now_ms, Effects& effects);
    void on(const input::PauseOperation& input, uint64_t now_ms, Effects& effects);
    void on(const input::ContinueOperation& input, uint64_t now_ms, Effects& effects);
    void on(const input::StopOperation& input, uint64_t now_ms, Effects& effects);
    void on(const input::EndOperation& input, uint64_t now_ms, Effects& effects);

    void introduce(SubscriptionId id, uint64_t now_ms, Effects& effects);
    Verdict unpin(const input::Unpin& input);
    effect::Answer begin(const input::BeginOperation& input);
    void pin(SubscriptionId id, const Hash256& block, uint64_t now_ms);
    void make_room(uint64_t now_ms, Effects& effects);
    void suspend(Effects& effects);
    void stop_all(Effects& effects);
    Followers::iterator stop(Followers::iterator follower, Effects& effects);
    void release(const Hash256& block);
    bool is_too_long() const noexcept;
    void send_to_all(std::vector<Event> events, uint64_t now_ms, Effects& effects);
    /// nullptr: no such subscription.
    Operations* operations(SubscriptionId id);

    Limits limits_;
    ChainView view_;
    Followers followers_;
    std::map<Hash256, size_t> pins_;  ///< how many subscriptions pin a block
    State state_ = State::kReady;
};

}  // namespace serinus::rpc::chain_head
