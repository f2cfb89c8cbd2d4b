/// For the tests of this folder.
#pragma once

#include "network/core/module.hpp"
#include "protocols/sync/block_messages.hpp"

namespace serinus::network::sync::test {

/// A host without a network: requests wait for the test's answers.
class WaitingHost final : public Host {
  public:
    link::Notifications& notifications() noexcept override { return notifications_; }
    std::optional<link::RequestId> request(Module&, const PeerId& peer, link::ProtocolIndex, BytesView content,
                                           Millis) override {
        asked.emplace_back(peer, *decode_block_request(content));
        return asked.size();
    }
    void cancel(link::RequestId request) override { cancelled.push_back(request); }
    void respond(link::InboundRequestId, const std::optional<Bytes>&, Millis) override {}
    link::Substreams& substreams() noexcept override { return links_; }
    void report(const PeerId& who, const Report& what, Millis) override { reports.emplace_back(who, what); }
    void disconnect(const PeerId&) override {}
    std::mt19937_64& random() noexcept override { return random_; }

    std::vector<std::pair<PeerId, BlockRequest>> asked;
    std::vector<link::RequestId> cancelled;
    std::vector<std::pair<PeerId, Report>> reports;

  private:
    class Links final : public link::Substreams {
        std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override { return {}; }
        bool send(const SubstreamKey&, BytesView) override { return false; }
        bool is_drained(const SubstreamKey&) const override { return true; }
        void finish(const SubstreamKey&) override {}
        void reset(const SubstreamKey&) override {}
    } links_;
    link::Notifications notifications_{{}, links_};
    std::mt19937_64 random_;
};

}  // namespace serinus::network::sync::test
