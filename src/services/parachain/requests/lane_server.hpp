/// Requests that are answered on the lane of the parts: few at once, one of a peer at a time.
#pragma once

#include "network/core/module.hpp"
#include "services/parachain/requests/requester.hpp"

namespace serinus::services::paras {

using network::link::InboundRequestId;

class LaneServer final : public network::Module {
  public:
    /// Called on the network's thread; respond() follows, there too.
    using OnRequest = std::function<void(InboundRequestId id, RequestKind kind, const PeerId& peer, Bytes content)>;

    /// `kinds`: those that it serves, of `protocols`.
    LaneServer(network::Host& host, const RequestProtocols& protocols, const std::vector<RequestKind>& kinds,
               OnRequest on_request)
        : host_(host), on_request_(std::move(on_request)) {
        for (const RequestKind kind : kinds) kinds_.emplace(protocols.at(kind), kind);
    }

    /// nullopt refuses. Nothing happens if the peer has lost interest.
    void respond(InboundRequestId id, const std::optional<Bytes>& answer, Millis now) {
        if (waiting_.erase(id) > 0) host_.respond(id, answer, now);
    }

    void on_request(network::link::RequestEvent event, Millis) override {
        if (const auto* gone = std::get_if<network::link::InboundRequestGone>(&event)) waiting_.erase(gone->request);
        auto* received = std::get_if<network::link::RequestReceived>(&event);
        if (received == nullptr) return;
        waiting_.insert(received->request);
        on_request_(received->request, kinds_.at(received->protocol), received->peer, std::move(received->content));
    }

  private:
    network::Host& host_;
    OnRequest on_request_;
    std::map<network::link::ProtocolIndex, RequestKind> kinds_;
    std::set<InboundRequestId> waiting_;
};

}  // namespace serinus::services::paras
