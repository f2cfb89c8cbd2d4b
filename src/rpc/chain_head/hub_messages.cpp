// Messages on their way to the followers, and what pinned blocks need.
#include "rpc/chain_head/hub.hpp"

namespace serinus::rpc::chain_head {
namespace {

/// What a session holds at most of a subscription's messages (64 in the reference), with room for what other threads
/// send meanwhile.
constexpr size_t kMaxInSession = 32;

/// Pinned blocks that are final for so long are held: pruning may reach them, and in leaps if finality leaps.
constexpr primitives::BlockNumber kYoung = 16;

}  // namespace

void Hub::deliver(const effect::Send& output) {
    std::array<SharedText, 2> texts;  // without and with runtimes
    const auto send_to = [&](Follower& follower, size_t sharers) {
        SharedText& text = texts[follower.with_runtime ? 1 : 0];
        if (text == nullptr) {
            text = std::make_shared<const std::string>(to_json(output.event, follower.with_runtime));
        }
        send(follower, text, sharers);
    };
    if (output.to) {
        const auto found = followers_.find(*output.to);
        if (found == followers_.end()) return;
        const auto follower = found->second;
        send_to(*follower, 1);
        if (std::holds_alternative<Stop>(output.event)) finish(*follower);
    } else {
        std::vector<std::shared_ptr<Follower>> all;
        for (const auto& [id, follower] : followers_) all.push_back(follower);
        for (const auto& follower : all) send_to(*follower, all.size());
    }
}

void Hub::send(Follower& follower, SharedText text, size_t sharers) {
    if (follower.is_stopped) return;
    if (!follower.unsent.add(std::move(text), sharers)) {
        // The client reads too slowly. The messages that it has not read are out of date.
        follower.unsent.replace_all(std::make_shared<const std::string>(to_json(Stop{}, false)));
        handle(input::Unfollow{follower.id});
        finish(follower);
        return;
    }
    send_unsent(follower);
}

/// Nothing more comes. The sink is closed when it has taken all.
void Hub::finish(Follower& follower) {
    follower.is_stopped = true;
    by_name_.erase({follower.connection, follower.sink->id()});
    std::erase_if(waiting_, [&](const auto& entry) { return entry.first.first == follower.id; });
    send_unsent(follower);
}

void Hub::send_unsent(Follower& follower) {
    while (!follower.unsent.empty() && follower.sink->unsent() < kMaxInSession) {
        if (!follower.sink->send(follower.unsent.take())) follower.unsent.clear();
    }
    if (follower.unsent.empty()) {
        if (!follower.is_stopped) return;
        const auto sink = follower.sink;
        followers_.erase(follower.id);  // the last thing that is done with it
        sink->close();
        return;
    }
    if (std::exchange(follower.waits_for_room, true)) return;
    follower.sink->on_room(kMaxInSession / 2, [weak = weak_from_this(), id = follower.id] {
        const auto hub = weak.lock();
        if (hub == nullptr) return;
        (void)hub->lane_->post_always([weak, id] {
            if (const auto kept = weak.lock()) kept->on_room(id);
        });
    });
}

void Hub::on_room(SubscriptionId id) {
    const std::lock_guard lock(mutex_);
    const auto found = followers_.find(id);
    if (found == followers_.end()) return;
    const auto follower = found->second;
    follower->waits_for_room = false;
    send_unsent(*follower);
}

void Hub::on_sink_closed(SubscriptionId id) {
    const std::lock_guard lock(mutex_);
    handle(input::Unfollow{id});
    const auto found = followers_.find(id);
    if (found == followers_.end()) return;
    const auto follower = found->second;
    follower->unsent.clear();
    finish(*follower);
}

/// Holds what pinned blocks need before the database removes it, and stops those whose blocks it could not hold.
/// Cost: O(pinned blocks), whose number has a limit.
void Hub::keep_states() {
    const uint64_t now_ms = services_.scheduler.now_ms();
    const auto& pins = head_->pins();
    if (pins.empty() && kept_.size() == 0) return;
    const primitives::BlockNumber finalized = services_.client.finalized().number;
    std::set<Hash256> pinned, endangered;
    std::vector<Hash256> lost;
    for (const auto& [hash, count] : pins) {
        pinned.insert(hash);
        auto& header = headers_[hash];
        if (header == nullptr) {
            if (auto read = services_.client.find_header(hash)) header = std::move(*read);
        }
        if (head_->view().is_contested(hash)) endangered.insert(hash);
        if (header == nullptr || header->number + kYoung >= finalized) continue;
        endangered.insert(hash);
        if (kept_.find(hash) == nullptr && !services_.client.has_state(hash)) lost.push_back(hash);
    }
    for (const Hash256& hash : kept_.update(endangered, pinned, now_ms)) lost.push_back(hash);
    for (const Hash256& hash : lost) handle(input::BlockLost{hash});
}

void Hub::forget_headers() {
    std::erase_if(headers_, [&](const auto& entry) {
        return !head_->view().is_unfinalized(entry.first) && !head_->pins().contains(entry.first);
    });
}

}  // namespace serinus::rpc::chain_head
