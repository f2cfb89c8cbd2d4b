#include "platform/mailbox.hpp"

#include <limits>
#include <utility>

namespace serinus::platform {
namespace {

/// What a message takes here besides its content.
constexpr uint64_t kMailboxEntryBytes = 64;

}  // namespace

Mailbox::Mailbox(Lane& lane, Handle handle, OnRoom on_room, const MailboxLimits& limits)
    : lane_(lane),
      handle_(std::move(handle)),
      on_room_(std::move(on_room)),
      limits_(limits),
      turns_({.running = std::numeric_limits<size_t>::max(),
              .running_of_owner = std::numeric_limits<size_t>::max(),
              .waiting_of_owner = limits.max_messages_of_sender}) {}

void Mailbox::begin(Sender sender, std::function<void()> on_begun) {
    {
        const std::lock_guard lock(mutex_);
        beginning_.insert(sender);
    }
    (void)lane_.post_always([this, sender, on_begun = std::move(on_begun)] {
        on_begun();
        const std::lock_guard lock(mutex_);
        beginning_.erase(sender);
        post();
    });
}

Admission Mailbox::push(Sender sender, Bytes message) {
    const uint64_t bytes = kMailboxEntryBytes + message.size();
    const std::lock_guard lock(mutex_);
    const auto found = bytes_of_.find(sender);
    const uint64_t own = (found == bytes_of_.end() ? 0 : found->second) + bytes;
    const bool fits = turns_.waiting() < limits_.max_messages && bytes_ + bytes <= limits_.max_bytes &&
                      own <= limits_.max_bytes_of_sender;
    if (!fits || !turns_.add(sender, Message{std::move(message), bytes})) {
        told_to_wait_.insert(sender);
        return Admission::kRefused;
    }
    bytes_of_[sender] = own;
    bytes_ += bytes;
    post();
    const bool is_full = own > limits_.max_bytes_of_sender / 2 ||
                         turns_.waiting_of(sender) > limits_.max_messages_of_sender / 2 ||
                         bytes_ > limits_.max_bytes / 4 * 3 || turns_.waiting() > limits_.max_messages / 4 * 3;
    if (!is_full) return Admission::kTaken;
    told_to_wait_.insert(sender);
    return Admission::kFull;
}

/// Precondition: the mutex is held.
void Mailbox::post() {
    if (turns_.waiting() == 0 || std::exchange(is_posted_, true)) return;
    (void)lane_.post_always([this] { handle_next(); });
}

void Mailbox::handle_next() {
    std::optional<Turns<Message>::Turn> next;
    std::vector<Sender> relieved;
    {
        const std::lock_guard lock(mutex_);
        is_posted_ = false;
        next = turns_.take_if([this](Sender sender, const Message&) { return !beginning_.contains(sender); });
        if (next) {
            turns_.finished(next->owner);
            remove_bytes(next->owner, next->task.bytes);
        }
        relieved = take_relieved();
    }
    for (const Sender sender : relieved) on_room_(sender);
    if (!next) return;  // what waits, if anything, is of senders that begin
    handle_(next->owner, std::move(next->task.content));
    const std::lock_guard lock(mutex_);
    post();
}

void Mailbox::remove_bytes(Sender sender, uint64_t bytes) {
    const auto found = bytes_of_.find(sender);
    found->second -= bytes;
    bytes_ -= bytes;
    if (found->second == 0) bytes_of_.erase(found);
}

/// A quarter of the share waits at most, and half of all.
bool Mailbox::has_room(Sender sender) const {
    const auto found = bytes_of_.find(sender);
    const uint64_t own = found == bytes_of_.end() ? 0 : found->second;
    return own <= limits_.max_bytes_of_sender / 4 && turns_.waiting_of(sender) <= limits_.max_messages_of_sender / 4 &&
           bytes_ <= limits_.max_bytes / 2 && turns_.waiting() <= limits_.max_messages / 2;
}

/// Those that need to wait no longer. Precondition: the mutex is held.
std::vector<Mailbox::Sender> Mailbox::take_relieved() {
    std::vector<Sender> out;
    std::erase_if(told_to_wait_, [&](Sender sender) {
        if (!has_room(sender)) return false;
        out.push_back(sender);
        return true;
    });
    return out;
}

void Mailbox::drop(Sender sender) {
    std::vector<Sender> relieved;
    {
        const std::lock_guard lock(mutex_);
        told_to_wait_.erase(sender);
        (void)turns_.drop(sender);
        const auto found = bytes_of_.find(sender);
        if (found != bytes_of_.end()) {
            bytes_ -= found->second;
            bytes_of_.erase(found);
        }
        relieved = take_relieved();
    }
    for (const Sender one : relieved) on_room_(one);
}

size_t Mailbox::size() const {
    const std::lock_guard lock(mutex_);
    return turns_.waiting();
}

uint64_t Mailbox::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace serinus::platform
