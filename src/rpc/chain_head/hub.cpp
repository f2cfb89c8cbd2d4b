// Events of the chain on their way to the followers.
#include "rpc/chain_head/hub.hpp"

#include "platform/log.hpp"
#include "rpc/chain_head/hub_types.hpp"

namespace serinus::rpc::chain_head {
namespace {

constexpr size_t kMaxWaitingEvents = 1024;  ///< ours: of the client; beyond, all followers are stopped
/// Observed: the reference's buffer of a subscription; who lets more wait is stopped.
constexpr size_t kMaxUnsent = 512;
/// What a session holds at most of a subscription's messages (64 in the reference), with room for others' haste.
constexpr size_t kMaxInSession = 32;

/// Pinned blocks that are final for so long are held: pruning may reach them, and in leaps if finality leaps.
constexpr primitives::BlockNumber kYoung = 16;

}  // namespace

Hub::Hub(Services& services, Limits limits)
    : services_(services),
      limits_(limits),
      lane_(services.scheduler.make_lane(
          {.name = "chain-head", .max_waiting = kMaxWaitingEvents, .runs_on = platform::WorkClass::kRuntime})),
      kept_(services.client) {}

void Hub::start() {
    const std::lock_guard lock(mutex_);  // events that come from here on wait for the head
    services_.client.add_listener(this);
    head_.emplace(limits_, read_head());
}

Hub::~Hub() { services_.client.remove_listener(this); }

void Hub::on_imported(const chain::ImportedBlock& block) { add(block); }
void Hub::on_finalized(const chain::FinalizedBlocks& blocks) { add(blocks); }

template <class Event>
void Hub::add(const Event& event) {
    const bool is_taken = lane_->post([weak = weak_from_this(), event] {
        if (const auto hub = weak.lock()) hub->apply(event);
    });
    if (is_taken || has_gap_.exchange(true)) return;
    lane_->on_room([weak = weak_from_this()] {
        const auto hub = weak.lock();
        if (hub == nullptr) return;
        hub->has_gap_ = false;
        hub->start_anew();
    });
}

void Hub::apply(const chain::ImportedBlock& event) {
    KnownBlock block{event.id, event.header->parent_hash, nullptr};
    if (event.runtime_changed) block.runtime = runtime_text(event.id.hash);
    std::unique_lock lock(mutex_);
    std::vector<Output> outputs;
    blocks_[event.id.hash] = {event.id.number, event.header};
    head_->imported(block, event.is_new_best, services_.scheduler.now_ms(), outputs);
    deliver(outputs);
    keep_states();
    const bool is_broken = head_->is_broken();
    lock.unlock();
    if (is_broken) start_anew();
}

void Hub::apply(const Finals& event) {
    std::vector<Hash256> hashes;
    for (const chain::BlockId& block : event.blocks) hashes.push_back(block.hash);
    std::unique_lock lock(mutex_);
    std::vector<Output> outputs;
    const auto new_best = event.new_best ? std::optional(event.new_best->hash) : std::nullopt;
    head_->finalized(hashes, new_best, services_.scheduler.now_ms(), outputs);
    deliver(outputs);
    keep_states();
    sweep();
    const bool is_broken = head_->is_broken();
    lock.unlock();
    if (is_broken) start_anew();
}

void Hub::start_anew() {
    const std::lock_guard lock(mutex_);
    std::vector<Output> outputs;
    head_->replace(read_head(), outputs);
    deliver(outputs);
}

SharedText Hub::runtime_text(const Hash256& block) {
    const auto runtime = services_.client.runtime_of(block);
    return std::make_shared<const std::string>(runtime ? runtime_json(runtime->version)
                                                       : invalid_runtime_json(runtime.error().reason));
}

/// The chain as the client has it. What changes meanwhile comes as an event too; what the head knows is passed over.
Head Hub::read_head() {
    chain::Client& client = services_.client;
    Head head;
    head.best = client.best().hash;
    chain::BlockId at = client.finalized();
    head.runtime = runtime_text(at.hash);
    const primitives::BlockNumber first = client.genesis().number;
    std::vector<chain::BlockId> descending;
    while (descending.size() < limits_.introduced) {
        const auto header = client.find_header(at.hash);
        if (!header || *header == nullptr) break;
        descending.push_back(at);
        blocks_[at.hash] = {at.number, *header};
        if (at.number == first) break;
        at = {(*header)->parent_hash, at.number - 1};
    }
    if (descending.empty()) descending.push_back(at);
    head.finalized.assign(descending.rbegin(), descending.rend());

    const chain::BlockId finalized = head.finalized.back();
    std::set<Hash256> known;
    for (const chain::BlockId& leaf : client.leaves()) {
        std::vector<KnownBlock> branch;
        for (chain::BlockId block = leaf; block.number > finalized.number && !known.contains(block.hash);) {
            const auto header = client.find_header(block.hash);
            if (!header || *header == nullptr) break;
            known.insert(block.hash);
            blocks_[block.hash] = {block.number, *header};
            const Hash256 parent = (*header)->parent_hash;
            const SharedText runtime = runtime_text(block.hash);
            const bool is_same = *runtime == *runtime_text(parent);
            branch.push_back({block, parent, is_same ? nullptr : runtime});
            block = {parent, block.number - 1};
        }
        head.unfinalized.insert(head.unfinalized.end(), branch.rbegin(), branch.rend());
    }
    return head;
}

/// Holds what pinned blocks need before the database removes it, and stops those whose blocks it could not hold.
void Hub::keep_states() {
    const uint64_t now_ms = services_.scheduler.now_ms();
    const auto& pins = head_->pins();
    if (pins.empty() && kept_.size() == 0) return;
    std::set<Hash256> pinned, endangered;
    for (const auto& [hash, count] : pins) pinned.insert(hash);
    for (const Hash256& hash : head_->view().contested()) endangered.insert(hash);

    const primitives::BlockNumber finalized = services_.client.finalized().number;
    std::vector<Hash256> lost;
    for (const Hash256& hash : pinned) {
        const auto block = blocks_.find(hash);
        if (block == blocks_.end() || block->second.number + kYoung >= finalized) continue;
        endangered.insert(hash);
        if (kept_.find(hash) == nullptr && !services_.client.has_state(hash)) lost.push_back(hash);
    }
    for (const Hash256& hash : kept_.update(endangered, pinned, now_ms)) lost.push_back(hash);
    std::vector<Output> outputs;
    for (const Hash256& hash : lost) head_->lost(hash, outputs);
    deliver(outputs);
}

/// Forgets headers that nobody can ask for.
void Hub::sweep() {
    const primitives::BlockNumber finalized = services_.client.finalized().number;
    std::erase_if(blocks_, [&](const auto& entry) {
        return entry.second.number < finalized && !head_->pins().contains(entry.first);
    });
}

void Hub::deliver(std::vector<Output>& outputs) {
    for (const Output& output : outputs) {
        std::array<SharedText, 2> texts;  // without and with runtimes
        const auto send_to = [&](Follower& follower) {
            SharedText& text = texts[follower.with_runtime ? 1 : 0];
            if (text == nullptr)
                text = std::make_shared<const std::string>(to_json(output.event, follower.with_runtime));
            send(follower, text);
        };
        const bool is_stop = std::holds_alternative<Stop>(output.event);
        if (output.to) {
            const auto found = followers_.find(*output.to);
            if (found == followers_.end()) continue;
            const auto follower = found->second;
            send_to(*follower);
            if (is_stop) finish(*follower);
        } else {
            std::vector<std::shared_ptr<Follower>> all;
            for (const auto& [id, follower] : followers_) all.push_back(follower);
            for (const auto& follower : all) send_to(*follower);
        }
    }
    outputs.clear();
}

void Hub::send(Follower& follower, SharedText text) {
    if (follower.is_stopped) return;
    follower.unsent.push_back(std::move(text));
    if (follower.unsent.size() > kMaxUnsent) {
        // It takes too little: what it has not taken would only tell it what was.
        follower.unsent.clear();
        follower.unsent.push_back(std::make_shared<const std::string>(to_json(Stop{}, false)));
        head_->unfollow(follower.id);
        finish(follower);
        return;
    }
    pump(follower);
}

/// Nothing more comes. The sink is closed when it has taken all.
void Hub::finish(Follower& follower) {
    follower.is_stopped = true;
    by_name_.erase({follower.connection, follower.sink->id()});
    std::erase_if(waiting_, [&](const auto& entry) { return entry.first.first == follower.id; });
    pump(follower);
}

void Hub::pump(Follower& follower) {
    while (!follower.unsent.empty() && follower.sink->unsent() < kMaxInSession) {
        if (!follower.sink->send(std::move(follower.unsent.front()))) {
            follower.unsent.clear();
            break;
        }
        follower.unsent.pop_front();
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
    const auto kept = found->second;
    kept->waits_for_room = false;
    pump(*kept);
}

void Hub::on_sink_closed(SubscriptionId id) {
    const std::lock_guard lock(mutex_);
    head_->unfollow(id);
    const auto found = followers_.find(id);
    if (found == followers_.end()) return;
    const auto follower = found->second;
    follower->unsent.clear();
    finish(*follower);
}

Result<void, RpcError> Hub::follow(const Call& call, std::shared_ptr<Sink> sink) {
    TRY_ASSIGN(const bool with_runtime, call.params.boolean(0, "withRuntime"));
    SubscriptionId id = 0;
    {
        const std::lock_guard lock(mutex_);
        id = next_id_++;
        std::vector<Output> outputs;
        ENSURE(head_->follow(id, call.connection->id(), with_runtime, services_.scheduler.now_ms(), outputs),
               RpcError{error_codes::kTooManySubscriptions, "Maximum number of chainHead_follow has been reached"});
        const auto follower = std::make_shared<Follower>();
        follower->id = id;
        follower->connection = call.connection->id();
        follower->with_runtime = with_runtime;
        follower->sink = sink;
        followers_[id] = follower;
        by_name_[{follower->connection, sink->id()}] = id;
        deliver(outputs);
        keep_states();
    }
    // The end of a subscription may come from within a message that is sent with the mutex held: another task takes it.
    sink->on_close([weak = weak_from_this(), id] {
        const auto hub = weak.lock();
        if (hub == nullptr) return;
        (void)hub->lane_->post_always([weak, id] {
            if (const auto kept = weak.lock()) kept->on_sink_closed(id);
        });
    });
    return {};
}

}  // namespace serinus::rpc::chain_head
