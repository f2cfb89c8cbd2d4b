/// What carries events to subscribers without holding up those who make them happen.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "rpc/services.hpp"

namespace serinus::rpc {

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

/// Listens to the client and handles its events one at a time, in order, on a lane. `start` begins to listen; the end
/// of the last owner ends it. Tasks that wait do not keep a feed alive.
class ClientFeed : public chain::ClientListener, public std::enable_shared_from_this<ClientFeed> {
  public:
    static constexpr size_t kMaxWaiting = 4096;  ///< ours: events; more are dropped, and missed() is called

    /// `name`: of the lane. `runs_on`: kGuest if events need a runtime or much of a state.
    ClientFeed(Services& services, std::string name, platform::WorkClass runs_on = platform::WorkClass::kCore);
    ~ClientFeed() override;
    ClientFeed(const ClientFeed&) = delete;
    ClientFeed& operator=(const ClientFeed&) = delete;

    void start();
    /// Hears no more events, and waits for the one that is being handled: nothing here uses the client afterwards.
    void end();

    void on_imported(const chain::ImportedBlock& block) final;
    void on_finalized(const chain::FinalizedBlocks& blocks) final;
    void on_best_changed(const chain::BestChanged& change) final;

  protected:
    /// On the thread that imports, before the lane: for what is gone later (ImportedBlock::changes). Be quick.
    virtual void note(const chain::ImportedBlock&) {}
    // On the lane.
    virtual void imported(const chain::ImportedBlock&) {}
    virtual void finalized(const chain::FinalizedBlocks&) {}
    virtual void best_changed(const chain::BestChanged&) {}
    /// Events were dropped: sends what the client has at present.
    virtual void missed() {}

    chain::Client& client() noexcept { return *client_; }

  private:
    template <class Event>
    void add(void (ClientFeed::*handle)(const Event&), const Event& event);

    chain::Client* client_;
    std::unique_ptr<platform::Lane> lane_;
    std::atomic<bool> has_gap_ = false;
    bool listening_ = false;
};

/// For those who own something that tasks of a lane keep alive while they run: when the last of them goes, `end()` is
/// called, so that no task outlives what the owners' services are.
template <class T>
std::shared_ptr<T> ended_by_owners(std::shared_ptr<T> inner) {
    T* const address = inner.get();
    return std::shared_ptr<T>(address, [inner = std::move(inner)](T*) { inner->end(); });
}

}  // namespace serinus::rpc
