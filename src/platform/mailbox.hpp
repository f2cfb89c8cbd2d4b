/// The input of a lane: messages of other nodes, which wait in a queue for each sender.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "platform/scheduler.hpp"
#include "platform/turns.hpp"

namespace serinus::platform {

/// Ours. A commit of a thousand voters has 100 KB, a vote 150 bytes; votes of a round come by the thousand from a peer
/// that this node has just connected to.
struct MailboxLimits {
    size_t max_messages = 8192;
    uint64_t max_bytes = uint64_t{32} << 20;
    size_t max_messages_of_sender = 2048;
    uint64_t max_bytes_of_sender = uint64_t{4} << 20;
};

/// What becomes of a message.
enum class Admission : uint8_t {
    kTaken,
    kFull,     ///< taken, but the sender is to wait until there is room again: half of its share waits, or most of all
    kRefused,  ///< dropped, and the sender is to wait
};

/// Each sender has a share, and senders take turns: however much one sends, the next message of another one waits for a
/// message of each sender at most. Bounded in messages and in bytes. A sender that was told to wait in time, and does,
/// loses nothing: half of its share has room for what is on its way. Any thread.
class Mailbox {
  public:
    using Sender = uint64_t;
    using Handle = std::function<void(Sender sender, Bytes message)>;
    using OnRoom = std::function<void(Sender sender)>;

    /// `handle` is called on the lane, one message a task, so that blocks and timers do not wait for all that senders
    /// have sent. `on_room` is called once, on any thread, when a sender that was told to wait may go on. `lane` must
    /// be closed before the mailbox goes.
    Mailbox(Lane& lane, Handle handle, OnRoom on_room, const MailboxLimits& limits = {});

    /// `on_begun` runs on the lane, and before it has run no message of the sender is handled. (Posted on the lane by
    /// another way it may come too late: a task that waits there takes the next message, even one that came after it.)
    /// Once for each sender, before its first message.
    void begin(Sender sender, std::function<void()> on_begun);
    Admission push(Sender sender, Bytes message);
    /// Forgets what the sender has sent, and that it waits: it is gone, or has been found to lie.
    void drop(Sender sender);

    size_t size() const;
    uint64_t bytes() const;

  private:
    struct Message {
        Bytes content;
        uint64_t bytes = 0;
    };

    void post();
    void handle_next();
    bool has_room(Sender sender) const;
    std::vector<Sender> take_relieved();
    void remove_bytes(Sender sender, uint64_t bytes);

    Lane& lane_;
    const Handle handle_;
    const OnRoom on_room_;
    const MailboxLimits limits_;
    mutable std::mutex mutex_;
    Turns<Message> turns_;
    std::map<Sender, uint64_t> bytes_of_;  ///< of those of whom something waits
    uint64_t bytes_ = 0;
    std::set<Sender> told_to_wait_;
    std::set<Sender> beginning_;  ///< whose `on_begun` has not run yet
    bool is_posted_ = false;
};

}  // namespace serinus::platform
