/// The core and other threads, as servers use them; for tests.
#pragma once

#include <set>

#include "base/assert.hpp"
#include "protocols/serve/job_queue.hpp"

namespace serinus::network::serve {

inline PeerId peer(uint8_t number) { return PeerId::of(*crypto::ed25519::PublicKey::from(Bytes(32, number))); }

class NoSubstreams final : public link::Substreams {
  public:
    std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override { return {}; }
    bool send(const SubstreamKey&, BytesView) override { return false; }
    bool is_drained(const SubstreamKey&) const override { return true; }
    void finish(const SubstreamKey&) override {}
    void reset(const SubstreamKey&) override {}
};

class FakeHost final : public Host {
  public:
    explicit FakeHost(std::vector<link::NotificationProtocol> protocols = {})
        : notifications_(std::move(protocols), substreams_) {}
    link::Notifications& notifications() noexcept override { return notifications_; }
    std::optional<link::RequestId> request(Module&, const PeerId&, link::ProtocolIndex, BytesView, Millis) override {
        return std::nullopt;
    }
    void cancel(link::RequestId) override {}
    bool may_respond(link::InboundRequestId id) const override { return !may_not_respond.contains(id); }
    void respond(link::InboundRequestId request, const std::optional<Bytes>& response, Millis) override {
        answers[request] = response;
    }
    std::set<link::InboundRequestId> may_not_respond;
    link::Substreams& substreams() noexcept override { SERINUS_ASSERT(false); }
    void report(const PeerId& who, const Report& what, Millis) override {
        paid_answers += what == kAnswerPrice;
        if (what != kAnswerPrice) faults.emplace_back(who, what);
        if (what.value == kMalicious) reports.emplace_back(who, what);
    }
    void disconnect(const PeerId&) override {}
    std::mt19937_64& random() noexcept override { return random_; }

    std::map<link::InboundRequestId, std::optional<Bytes>> answers;
    std::vector<std::pair<PeerId, Report>> reports;  ///< of what is proven
    std::vector<std::pair<PeerId, Report>> faults;   ///< all but prices of answers
    size_t paid_answers = 0;

  private:
    NoSubstreams substreams_;
    link::Notifications notifications_;
    std::mt19937_64 random_;
};

class Jobs final : public JobRunner {
  public:
    bool run(Job job, Done done) override {
        if (is_full) return false;
        jobs.emplace_back(std::move(job), std::move(done));
        return true;
    }
    void finish_first() {
        const auto [job, done] = std::move(jobs.front());
        jobs.pop_front();
        done(job(), 0);
    }
    std::deque<std::pair<Job, Done>> jobs;
    bool is_full = false;
};

}  // namespace serinus::network::serve
