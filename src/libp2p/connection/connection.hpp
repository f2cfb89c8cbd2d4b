/// A libp2p connection over a stream of bytes: multistream-select, noise, multistream-select, yamux, and on each
/// substream multistream-select once more. The same over TCP, WebSocket and TLS.
/// Spec: libp2p connections, "Upgrading Connections"
#pragma once

#include <memory>
#include <optional>
#include <variant>

#include "libp2p/multistream/negotiation.hpp"
#include "libp2p/noise/handshake.hpp"
#include "libp2p/yamux/session.hpp"

namespace serinus::network::libp2p {

using Millis = uint64_t;  ///< monotonic
using SubstreamId = yamux::StreamId;

enum class ConnectionError : uint8_t {
    kTimeout,      ///< the upgrade took too long
    kNegotiation,  ///< no common protocol, or a malformed negotiation, of the connection itself
    kHandshake,
    kWrongPeer,  ///< another peer answers than the one that was dialed: the address is to blame, not the peer
    kDecryption,
    kMultiplexer,
};

/// Both peer ids are proven; substreams can be opened.
struct Established {
    wire::PeerId peer;
};
/// The other side opened a substream for this protocol.
struct SubstreamAccepted {
    SubstreamId substream;
    std::string protocol;
};
/// A substream of ours is agreed on.
struct SubstreamNegotiated {
    SubstreamId substream;
    std::string protocol;
};
/// The other side refused all protocols of a substream of ours, or did not answer in time; it is forgotten.
struct SubstreamRefused {
    SubstreamId substream;
    bool is_late = false;  ///< there was no answer in time: the other side may speak one of them
};
/// A view into the input of take(). Counts against the window until consumed() is called.
struct SubstreamData {
    SubstreamId substream;
    BytesView bytes;
};
/// The other side writes no more.
struct SubstreamFinished {
    SubstreamId substream;
};
/// Given up by the other side, and forgotten.
struct SubstreamReset {
    SubstreamId substream;
};
struct SubstreamWritable {
    SubstreamId substream;
};
/// The other side takes no new substreams, and will close the connection.
struct RemoteGoesAway {};
/// The connection is over; the rest of the output may be sent before it is closed.
struct Failed {
    ConnectionError error;
    std::string reason;
};
using ConnectionEvent =
    std::variant<Established, SubstreamAccepted, SubstreamNegotiated, SubstreamRefused, SubstreamData,
                 SubstreamFinished, SubstreamReset, SubstreamWritable, RemoteGoesAway, Failed>;

struct ConnectionOptions {
    bool is_dialer = false;
    std::optional<wire::PeerId> expected = {};  ///< of the dialer: the peer that must answer
    /// Observed: 10 s in litep2p 0.8 and smoldot 0.19
    Millis upgrade_timeout_ms = 10'000;
    Millis substream_timeout_ms = 10'000;
    yamux::SessionOptions multiplexer = {};
};

class Connection {
  public:
    /// `identity` must outlive the connection. `ephemeral` is fresh randomness. `supports` says which protocols the
    /// other side may open substreams for.
    Connection(const noise::Identity& identity, const noise::SecretKey& ephemeral,
               multistream::Listener::Supports supports, const ConnectionOptions& options, Millis now);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Takes all of `input`, which it changes (it decrypts in place), and appends its events.
    void take(MutableBytesView input, Millis now, std::vector<ConnectionEvent>& events);
    /// Appends the output, at most about `max_bytes`; may append StreamWritable events.
    void give(size_t max_bytes, Bytes& out, std::vector<ConnectionEvent>& events);
    bool has_output() const noexcept;

    /// To be called at the time that next_timer() says, or later.
    void on_timer(Millis now, std::vector<ConnectionEvent>& events);
    std::optional<Millis> next_timer() const noexcept;

    bool is_established() const noexcept;
    bool has_failed() const noexcept;
    const std::optional<wire::PeerId>& remote_peer() const noexcept;

    /// Precondition: is_established(), at least one name. nullopt: too many substreams, or the other side goes away.
    /// With one name data can be written at once, before the other side has agreed.
    std::optional<SubstreamId> open(std::vector<std::string> names, Millis now);
    size_t writable_bytes(SubstreamId substream) const noexcept;
    /// Precondition: at most writable_bytes().
    void write(SubstreamId substream, BytesView bytes);
    void finish(SubstreamId substream);
    void reset(SubstreamId substream);
    void consumed(SubstreamId substream, size_t bytes);
    void raise_window(SubstreamId substream, uint32_t window);
    /// Takes no new substreams.
    void go_away();

    size_t substream_count() const noexcept;
    /// Bytes that this connection holds, without its own size.
    size_t memory_bytes() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::network::libp2p
