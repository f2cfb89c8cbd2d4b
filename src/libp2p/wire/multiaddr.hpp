/// Multiaddresses: how to reach a node, protocol by protocol: /ip4/1.2.3.4/tcp/30333/ws/p2p/12D3Koo…
/// Spec: multiformats multiaddr; the protocol table of multiformats/multiaddr (protocols.csv)
#pragma once

#include <span>
#include <string>
#include <vector>

#include "libp2p/wire/peer_id.hpp"

namespace serinus::network::wire {

/// Those that a node meets on the networks of Polkadot; an address with any other protocol does not decode.
enum class AddressProtocol : uint32_t {
    kIp4 = 4,
    kTcp = 6,
    kIp6 = 41,
    kIp6Zone = 42,
    kDns = 53,
    kDns4 = 54,
    kDns6 = 55,
    kDnsaddr = 56,
    kUdp = 273,
    kWebRtcDirect = 280,
    kP2pCircuit = 290,
    kP2p = 421,
    kTls = 448,
    kSni = 449,
    kQuic = 460,
    kQuicV1 = 461,
    kWebTransport = 465,
    kCerthash = 466,
    kWs = 477,
    kWss = 478,
    kHttp = 480,
    kMemory = 777,
    kWsWithPath = 4770,   ///< "x-parity-ws". Observed: rust multiaddr 0.18
    kWssWithPath = 4780,  ///< "x-parity-wss"
};

struct AddressPart {
    AddressProtocol protocol = AddressProtocol::kIp4;
    BytesView value;  ///< as encoded, without the length of values of variable size

    uint16_t port() const noexcept;          ///< of kTcp and kUdp
    std::string_view name() const noexcept;  ///< of the DNS protocols and kSni
};

struct AddressError {
    std::string reason;  ///< for people
};

/// A list of protocols with their values that is well formed; whether anybody listens there is another matter.
class Multiaddr {
  public:
    /// Ours: real addresses have less than 150 bytes.
    static constexpr size_t kMaxBytes = 512;

    /// No protocol at all: "/".
    Multiaddr() = default;
    /// Text as people write it. "/ipfs/<peer id>", the old name, is read as "/p2p/".
    static Result<Multiaddr, AddressError> parse(std::string_view text);
    static Result<Multiaddr, AddressError> from_bytes(BytesView encoded);

    BytesView bytes() const noexcept { return encoded_; }
    std::string to_string() const;
    std::vector<AddressPart> parts() const;
    bool empty() const noexcept { return encoded_.empty(); }

    /// The peer at the end of the address; nullopt: it names none.
    std::optional<PeerId> peer_id() const;
    Multiaddr without_peer_id() const;
    /// Precondition: the result is not longer than kMaxBytes; an address of this node or a checked one is not.
    Multiaddr with_peer_id(const PeerId& peer) const;

    /// Whether the address can be reached from anywhere: a DNS name, or an IP address that is neither private, nor
    /// loopback, link-local, documentation, nor otherwise reserved. Observed: ip_network 0.4, is_global
    bool is_global() const;

    friend bool operator==(const Multiaddr&, const Multiaddr&) = default;
    friend std::strong_ordering operator<=>(const Multiaddr& a, const Multiaddr& b) noexcept {
        return compare(a.encoded_, b.encoded_);
    }

  private:
    explicit Multiaddr(Bytes encoded) : encoded_(std::move(encoded)) {}

    Bytes encoded_;
};

}  // namespace serinus::network::wire
