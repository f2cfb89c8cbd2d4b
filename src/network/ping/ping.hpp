/// Ping: 32 random bytes there and back, again and again on one substream.
/// Spec: libp2p ping. Observed: litep2p 0.8 gives a peer up after three failures
#pragma once

#include <set>

#include "network/core/module.hpp"

namespace serinus::network {

inline constexpr std::string_view kPingName = "/ipfs/ping/1.0.0";
inline constexpr size_t kPingBytes = 32;

struct PingOptions {
    Millis interval_ms = 15'000;
    Millis timeout_ms = 20'000;
    size_t max_failures = 3;  ///< in a row: then the peer is disconnected
};

class Ping final : public Module {
  public:
    static link::ProtocolRules rules() {
        return {.framing = {.fixed_bytes = kPingBytes, .max_message_bytes = kPingBytes},
                // A peer may use two. Two that it has ended may not be over here when it opens the next ones.
                .max_inbound_per_connection = 4};
    }

    Ping(Host& host, const PingOptions& options) : host_(host), options_(options) {}

    void on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) override;
    void on_connection_gone(ConnectionId connection, Millis now) override;
    void on_substream(ConnectionId connection, const PeerId& peer, const link::MessageEvent& event,
                      Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

    /// The last round trip; nullopt: none yet.
    std::optional<Millis> round_trip_ms(ConnectionId connection) const;

  private:
    struct Pinged {
        PeerId peer;
        std::optional<link::SubstreamId> substream;
        std::optional<Bytes> sent;  ///< a ping that is not answered
        Millis sent_at = 0;
        Millis due = 0;  ///< the next ping, or the time-out of the one that was sent
        size_t failures = 0;
        std::optional<Millis> round_trip;
    };

    void send(ConnectionId connection, Pinged& pinged, Millis now);
    void fail(ConnectionId connection, Pinged& pinged, Millis now);
    void set_due(Pinged& pinged, Millis due);

    Host& host_;
    PingOptions options_;
    std::map<ConnectionId, Pinged> pinged_;
    Millis next_due_ = UINT64_MAX;      ///< nothing is due before; may be too early
    std::set<SubstreamKey> answering_;  ///< that the other sides opened
};

}  // namespace serinus::network
