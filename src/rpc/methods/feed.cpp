#include "rpc/methods/feed.hpp"

namespace serinus::rpc {

void SerialTasks::add(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() == kMaxWaiting) waiting_.pop_front();
        waiting_.push_back(std::move(task));
        if (running_) return;
        running_ = true;
    }
    // Without a free worker the caller does it: events must not wait for the next one to come.
    if (!post_([self = shared_from_this()] { self->drain(); })) drain();
}

void SerialTasks::drain() {
    for (;;) {
        std::function<void()> task;
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.empty()) {
                running_ = false;
                return;
            }
            task = std::move(waiting_.front());
            waiting_.pop_front();
        }
        task();
    }
}

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

ClientFeed::ClientFeed(Services& services)
    : client_(&services.client), tasks_(std::make_shared<SerialTasks>(services.post)) {}

ClientFeed::~ClientFeed() {
    if (listening_) client_->remove_listener(this);
}

void ClientFeed::start() {
    listening_ = true;
    client_->add_listener(this);
}

void ClientFeed::on_imported(const chain::ImportedBlock& block) {
    tasks_->add([weak = weak_from_this(), block] {
        if (const auto self = weak.lock()) self->imported(block);
    });
}

void ClientFeed::on_finalized(const chain::FinalizedBlocks& blocks) {
    tasks_->add([weak = weak_from_this(), blocks] {
        if (const auto self = weak.lock()) self->finalized(blocks);
    });
}

}  // namespace serinus::rpc
