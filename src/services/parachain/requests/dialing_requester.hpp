/// Requests to validators by a node that keeps no connections to them: who is not connected is dialed first.
/// Observed: polkadot-availability-recovery 36.0.0: requests of chunks try to connect
#pragma once

#include <deque>
#include <functional>

#include "network/core/core.hpp"
#include "services/parachain/requests/requester.hpp"

namespace serinus::services::paras {

/// On the network's thread. Both it and its requester() are to be added to the core as modules.
class DialingRequester final : public network::Module, public Asker {
  public:
    /// Ours: peers that are dialed at once; others wait for their turn.
    static constexpr size_t kMaxDials = 16;
    /// Of one address.
    static constexpr Millis kDialTimeoutMs = 10'000;
    /// Addresses of one peer that are tried.
    static constexpr size_t kMaxAddresses = 4;

    /// Where a peer may be, the best first; empty: unknown, or not to be dialed.
    using Addresses = std::function<std::vector<network::wire::Multiaddr>(const PeerId&, Millis now)>;

    /// All outlive this.
    DialingRequester(network::Core& core, AnswerSink& sink, RequestProtocols protocols, Addresses addresses)
        : core_(core), sink_(sink), requester_(core, sink, std::move(protocols)), addresses_(std::move(addresses)) {}

    Requester& requester() noexcept { return requester_; }

    void ask(RequestToken token, const PeerId& peer, RequestKind kind, const Bytes& content,
             std::optional<RequestKind> fallback, Millis now) override;

    void on_peer_connected(const PeerId& peer, Millis now) override;
    void on_dial_failed(const network::wire::Multiaddr& address, bool is_wrong_peer, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

    size_t waiting() const noexcept { return waiting_.size(); }

  private:
    struct Ask {
        RequestToken token = 0;
        RequestKind kind{};
        Bytes content;
        std::optional<RequestKind> fallback;
    };
    struct Waiting {
        std::vector<Ask> asks = {};
        std::vector<network::wire::Multiaddr> addresses = {};  ///< left to be tried, the next one last
        std::optional<network::wire::Multiaddr> dialed = {};   ///< now; nullopt: it waits for its turn
        Millis deadline = 0;                                   ///< of this dial
    };

    void dial_next(const PeerId& peer, Waiting& waiting, Millis now);
    void fail(const PeerId& peer);
    void fill_turns(Millis now);

    network::Core& core_;
    AnswerSink& sink_;
    Requester requester_;
    const Addresses addresses_;
    std::map<PeerId, Waiting> waiting_;
    std::deque<PeerId> turns_;  ///< of those that are not dialed yet
    size_t dials_ = 0;
};

}  // namespace serinus::services::paras
