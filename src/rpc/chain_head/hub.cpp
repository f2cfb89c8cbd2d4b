// Events of the client on their way to the core, and new followers.
#include "rpc/chain_head/hub.hpp"

#include "rpc/chain_head/head_reader.hpp"

namespace serinus::rpc::chain_head {
namespace {

constexpr size_t kMaxWaitingEvents = 1024;  ///< ours: of the client; beyond, all followers are stopped

}  // namespace

Hub::Hub(Services& services, Limits limits)
    : services_(services),
      limits_(limits),
      lane_(services.scheduler.make_lane(
          {.name = "chain-head", .max_waiting = kMaxWaitingEvents, .runs_on = platform::WorkClass::kGuest})),
      kept_(services.client, services.memory),
      work_(services.client, [this](const Hash256& block) { return find_kept(block); }) {}

void Hub::start() {
    const std::lock_guard lock(mutex_);  // events that come from here on wait for the head
    services_.client.add_listener(this);
    HeadWithHeaders read = read_head(services_.client, limits_);
    headers_ = std::move(read.headers);
    head_.emplace(limits_, std::move(read.read));
}

void Hub::end() {
    if (has_ended_.exchange(true)) return;
    services_.client.remove_listener(this);
    lane_->close();
}

Hub::~Hub() { end(); }

void Hub::on_imported(const chain::ImportedBlock& block) { add(block); }
void Hub::on_finalized(const chain::FinalizedBlocks& blocks) { add(blocks); }

/// The block was imported before; now it is the best one.
void Hub::on_best_changed(const chain::BestChanged& change) {
    if (change.finalized) return add(change);
    add(chain::ImportedBlock{.id = change.best, .header = change.header, .is_new_best = true});
}

template <class Event>
void Hub::add(const Event& event) {
    const uint64_t number = ++announced_;
    const bool is_taken = lane_->post([weak = weak_from_this(), number, event] {
        const auto hub = weak.lock();
        if (hub != nullptr && number > hub->seen_) hub->apply(event);
    });
    if (is_taken || has_gap_.exchange(true)) return;
    lane_->on_room([weak = weak_from_this()] {
        const auto hub = weak.lock();
        if (hub == nullptr) return;
        hub->has_gap_ = false;
        hub->read_head_again();
    });
}

Hub::Handled Hub::handle(Input input) {
    Effects effects;
    head_->handle(std::move(input), services_.scheduler.now_ms(), effects);
    Handled out;
    for (Effect& effect : effects) {
        if (const auto* send = std::get_if<effect::Send>(&effect)) {
            deliver(*send);
        } else if (auto* answer = std::get_if<effect::Answer>(&effect)) {
            out.answer = std::move(*answer);
        } else {
            out.wants_head = true;
        }
    }
    return out;
}

void Hub::apply(const chain::ImportedBlock& event) {
    KnownBlock block{event.id, event.header->parent_hash, nullptr};
    if (event.runtime_changed) block.runtime = read_runtime_text(services_.client, event.id.hash);
    {
        const std::lock_guard lock(mutex_);
        const bool wants_head = handle(input::BlockImported{std::move(block), event.is_new_best}).wants_head;
        if (head_->view().is_unfinalized(event.id.hash)) headers_[event.id.hash] = event.header;
        keep_states();
        if (head_->state() == ChainHead::State::kTooLong) forget_headers();
        if (!wants_head) return;
    }
    read_head_again();
}

void Hub::apply(const chain::FinalizedBlocks& event) {
    input::BlocksFinalized input;
    for (const chain::BlockId& block : event.blocks) input.blocks.push_back(block.hash);
    if (event.new_best) input.new_best = event.new_best->hash;
    {
        const std::lock_guard lock(mutex_);
        const bool wants_head = handle(std::move(input)).wants_head;
        keep_states();
        forget_headers();
        if (!wants_head) return;
    }
    read_head_again();
}

/// Finality was taken back, for which there is no event: followers are stopped, and begin anew with the new head.
void Hub::apply(const chain::BestChanged&) { read_head_again(); }

/// What changes meanwhile comes as an event too; what the head knows is ignored.
void Hub::read_head_again() {
    seen_ = announced_;  // events come when the client has what they say
    HeadWithHeaders read = read_head(services_.client, limits_);
    const std::lock_guard lock(mutex_);
    handle(std::move(read.read));
    headers_.merge(read.headers);
    forget_headers();
}

Result<void, RpcError> Hub::follow(const Call& call, std::shared_ptr<Sink> sink) {
    TRY_ASSIGN(const bool with_runtime, call.params.boolean(0, "withRuntime"));
    SubscriptionId id = 0;
    {
        const std::lock_guard lock(mutex_);
        id = next_id_++;
        followers_[id] = std::make_shared<Follower>(Follower{.id = id,
                                                             .connection = call.connection->id(),
                                                             .with_runtime = with_runtime,
                                                             .sink = sink,
                                                             .unsent = UnsentMessages(services_.memory)});
        by_name_[{call.connection->id(), sink->id()}] = id;
        if (handle(input::Follow{id, call.connection->id(), with_runtime}).answer.verdict != Verdict::kGood) {
            by_name_.erase({call.connection->id(), sink->id()});
            followers_.erase(id);
            return Err(
                RpcError{error_codes::kTooManySubscriptions, "Maximum number of chainHead_follow has been reached"});
        }
        keep_states();
    }
    // The end of a subscription may come from within a message that is sent with the mutex held: the lane handles it.
    sink->on_close([weak = weak_from_this(), id] {
        const auto hub = weak.lock();
        if (hub == nullptr) return;
        (void)hub->lane_->post_always([weak, id] {
            if (const auto kept = weak.lock()) kept->on_sink_closed(id);
        });
    });
    return {};
}

size_t Hub::unfinalized_count() const {
    const std::lock_guard lock(mutex_);
    return head_->view().unfinalized_count();
}

}  // namespace serinus::rpc::chain_head
