/// The layers between a TCP socket and a libp2p connection: nothing, WebSocket, or WebSocket in TLS. Sans-I/O.
///
/// A listener serves all three on one port: the first byte that comes decides. 0x13 is the length of multistream's
/// header, 'G' begins a request of HTTP, 0x16 a handshake of TLS.
#pragma once

#include <optional>

#include "libp2p/websocket/stream.hpp"
#include "libp2p/wire/transport_address.hpp"
#include "network/service/tls.hpp"

namespace serinus::network {

enum class CarrierForm : uint8_t { kPlain, kWebSocket, kSecureWebSocket };

class Carrier {
  public:
    struct Random {
        websocket::UpgradeNonce nonce{};
        uint64_t mask_seed = 0;
    };

    /// `tls` is needed where the address has TLS, and must outlive the carrier.
    static Carrier dialer(const wire::TransportAddress& address, const TlsContext* tls, const Random& random);
    /// `tls` nullptr: TLS is refused.
    static Carrier listener(const TlsContext* tls);

    /// Takes all of `input`, which it changes, and appends views of its payload to `data`; they hold until the next
    /// call. The error is a sentence; the output then holds a closing message.
    Result<void, std::string> take(MutableBytesView input, std::vector<MutableBytesView>& data);
    /// Appends the frames of `payload`, which it may change or swap with an empty `out`. Precondition: is_open().
    void write(Bytes& payload, Bytes& out);
    /// Appends the layers' own messages.
    void give(Bytes& out);
    bool has_output() const noexcept;

    /// Payload may be written.
    bool is_open() const noexcept;
    /// The other side closed.
    bool is_closed() const noexcept;
    /// Says that nothing follows.
    void close();

    /// nullopt: a listener to which nothing came yet.
    std::optional<CarrierForm> form() const noexcept { return form_; }

  private:
    Result<void, std::string> choose(uint8_t first);

    const TlsContext* listener_tls_ = nullptr;
    std::optional<CarrierForm> form_;
    std::optional<TlsStream> tls_;
    std::optional<websocket::Stream> websocket_;
    Bytes decrypted_;
};

}  // namespace serinus::network
