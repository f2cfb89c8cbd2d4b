/// What carries events to subscribers without holding up those who make them happen.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "rpc/services.hpp"

namespace serinus::rpc {

/// Runs tasks one after the other, in their order, on the node's workers. When more than kMaxWaiting wait, the oldest
/// is dropped: who hears of new blocks through them can miss some, but memory is bounded. Any thread.
class SerialTasks : public std::enable_shared_from_this<SerialTasks> {
  public:
    static constexpr size_t kMaxWaiting = 4096;  ///< ours

    explicit SerialTasks(std::function<bool(std::function<void()>)> post) : post_(std::move(post)) {}
    void add(std::function<void()> task);

  private:
    void drain();

    const std::function<bool(std::function<void()>)> post_;
    std::mutex mutex_;
    std::deque<std::function<void()>> waiting_;
    bool running_ = false;
};

/// The subscribers of one stream. Those that are closed are forgotten when they are next looked at. Any thread.
class Subscribers {
  public:
    /// Sends `first`, if there is one, before anything that is sent later.
    void add(std::shared_ptr<Sink> sink, const std::shared_ptr<const std::string>& first);
    void send(const std::shared_ptr<const std::string>& text);
    bool empty() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<Sink>> sinks_;
    size_t clean_at_ = 64;  ///< so many sinks: time to look for closed ones
};

/// JSON text that many share.
std::shared_ptr<const std::string> shared_text(const Json& value);

/// Hears the client and passes on what happened through SerialTasks. `start` makes it listen; it stops listening when
/// the last owner lets it go. Tasks that wait do not keep it alive.
class ClientFeed : public chain::ClientListener, public std::enable_shared_from_this<ClientFeed> {
  public:
    explicit ClientFeed(Services& services);
    ~ClientFeed() override;
    ClientFeed(const ClientFeed&) = delete;
    ClientFeed& operator=(const ClientFeed&) = delete;

    void start();

    void on_imported(const chain::ImportedBlock& block) final;
    void on_finalized(const chain::FinalizedBlocks& blocks) final;

  protected:
    // One at a time, in order, on a worker.
    virtual void imported(const chain::ImportedBlock&) {}
    virtual void finalized(const chain::FinalizedBlocks&) {}

    chain::Client& client() noexcept { return *client_; }
    const std::shared_ptr<SerialTasks>& tasks() noexcept { return tasks_; }

  private:
    chain::Client* client_;
    std::shared_ptr<SerialTasks> tasks_;
    bool listening_ = false;
};

}  // namespace serinus::rpc
