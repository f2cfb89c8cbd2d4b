#include "rpc/methods/feed.hpp"

namespace serinus::rpc {

void Subscribers::add(std::shared_ptr<Sink> sink, const std::shared_ptr<const std::string>& first) {
    const std::lock_guard lock(mutex_);
    if (first != nullptr && !sink->send(first)) return;
    if (sinks_.size() >= clean_at_) {
        std::erase_if(sinks_, [](const auto& each) { return !each->is_open(); });
        clean_at_ = std::max<size_t>(64, 2 * sinks_.size());
    }
    sinks_.push_back(std::move(sink));
}

void Subscribers::send(const std::shared_ptr<const std::string>& text) {
    const std::lock_guard lock(mutex_);
    std::erase_if(sinks_, [&](const auto& sink) { return !sink->send(text); });
}

bool Subscribers::empty() const {
    const std::lock_guard lock(mutex_);
    return sinks_.empty();
}

std::shared_ptr<const std::string> shared_text(const Json& value) {
    return std::make_shared<const std::string>(boost::json::serialize(value));
}

ClientFeed::ClientFeed(Services& services, std::string name, platform::WorkClass runs_on)
    : client_(&services.client),
      lane_(services.scheduler.make_lane(
          {.name = std::move(name), .max_waiting = kMaxWaiting, .max_timers = 0, .runs_on = runs_on})) {}

ClientFeed::~ClientFeed() { end(); }

void ClientFeed::end() {
    if (std::exchange(listening_, false)) client_->remove_listener(this);
    lane_->close();
}

void ClientFeed::start() {
    listening_ = true;
    client_->add_listener(this);
}

template <class Event>
void ClientFeed::add(void (ClientFeed::*handle)(const Event&), const Event& event) {
    const bool is_taken = lane_->post([weak = weak_from_this(), handle, event] {
        if (const auto self = weak.lock()) ((*self).*handle)(event);
    });
    if (is_taken || has_gap_.exchange(true)) return;
    lane_->on_room([weak = weak_from_this()] {
        const auto self = weak.lock();
        if (self == nullptr) return;
        self->has_gap_ = false;
        self->missed();
    });
}

void ClientFeed::on_imported(const chain::ImportedBlock& block) {
    note(block);
    chain::ImportedBlock copy = block;
    copy.changes = nullptr;
    add(&ClientFeed::imported, copy);
}

void ClientFeed::on_finalized(const chain::FinalizedBlocks& blocks) { add(&ClientFeed::finalized, blocks); }
void ClientFeed::on_best_changed(const chain::BestChanged& change) { add(&ClientFeed::best_changed, change); }

}  // namespace serinus::rpc
