/// Requests of this node to validators and collators, over the protocols of parachain/wire/protocols.hpp.
#pragma once

#include <map>

#include "network/core/module.hpp"
#include "parachain/wire/protocols.hpp"

namespace serinus::services::paras {

using network::Millis;
using network::PeerId;
using parachain::RequestKind;

/// What the asker calls its request.
using RequestToken = uint64_t;

/// Hears of answers, on the network's thread.
class AnswerSink {
  public:
    virtual ~AnswerSink() = default;
    /// `kind`: the protocol that was spoken in the end. nullopt: the peer is not connected, has refused, or has not
    /// answered in time.
    virtual void answered(RequestToken token, RequestKind kind, std::optional<Bytes> answer) = 0;
};

/// Of each kind, the protocol of the network that speaks it.
using RequestProtocols = std::map<RequestKind, network::link::ProtocolIndex>;

/// Asks peers, on the network's thread. An AnswerSink hears of the answer.
class Asker {
  public:
    virtual ~Asker() = default;
    /// `fallback`: the protocol that is spoken when the peer refuses `kind`: an older one with the same request.
    virtual void ask(RequestToken token, const PeerId& peer, RequestKind kind, const Bytes& content,
                     std::optional<RequestKind> fallback, Millis now) = 0;
};

/// Asks peers that are connected.
class Requester final : public network::Module, public Asker {
  public:
    Requester(network::Host& host, AnswerSink& sink, RequestProtocols protocols)
        : host_(host), sink_(sink), protocols_(std::move(protocols)) {}

    void ask(RequestToken token, const PeerId& peer, RequestKind kind, const Bytes& content,
             std::optional<RequestKind> fallback, Millis now) override;

    void on_request(network::link::RequestEvent event, Millis now) override;
    size_t running() const noexcept { return running_.size(); }

  private:
    struct Running {
        RequestToken token = 0;
        RequestKind kind{};
        Bytes content = {};  ///< while there is a fallback
        std::optional<RequestKind> fallback = {};
    };

    network::Host& host_;
    AnswerSink& sink_;
    RequestProtocols protocols_;
    std::map<network::link::RequestId, Running> running_;
};

}  // namespace serinus::services::paras
