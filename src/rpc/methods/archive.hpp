/// Long answers of archive_v1. For archive*.cpp only.
#pragma once

#include <deque>

#include "rpc/services.hpp"

namespace serinus::rpc {

/// An answer in many messages, read piece by piece as the client takes it.
class ArchiveFeed : public std::enable_shared_from_this<ArchiveFeed> {
  public:
    virtual ~ArchiveFeed() = default;
    void start(const Call& call);

  protected:
    ArchiveFeed(Services& services, std::shared_ptr<Sink> sink) : services_(services), sink_(std::move(sink)) {}
    chain::Client& client() { return services_.client; }

    /// Adds the next messages; true: they are the last. The error's place has a reason for people.
    virtual Result<bool, std::string> read(std::deque<std::string>& events) = 0;
    virtual std::string done() const = 0;
    virtual std::string failed(const std::string& reason) const = 0;

  private:
    static constexpr size_t kMaxUnsent = 48;  ///< a session takes 64

    /// Sends what the client takes, when it is its turn; false: its connection ends, or too much of it waits.
    bool post_continue();
    void continue_();
    void fill();

    Services& services_;
    std::shared_ptr<Sink> sink_;
    std::shared_ptr<Connection> connection_;
    std::deque<std::string> events_;
    bool is_complete_ = false;
};

void add_archive_diff(Registry& registry, Services& services);

}  // namespace serinus::rpc
